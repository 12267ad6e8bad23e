package io.hermesgateway.testkit;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Timers that fire when a test lets time pass, on the thread of the test, in the order of their times. What is run
 * "soon" waits for {@link #runPending} or the next {@link #advance}.
 */
public final class ManualTasks implements Tasks {
    private final ManualClock clock;
    private final List<Timer> timers = new ArrayList<>();

    public ManualTasks(ManualClock clock) {
        this.clock = clock;
    }

    private record Timer(Instant at, Duration again, Runnable task, AtomicBoolean cancelled) {}

    @Override
    public Registration run(String name, Runnable task) {
        return add(clock.instant(), Duration.ZERO, task, new AtomicBoolean());
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        return add(clock.instant().plus(delay), Duration.ZERO, task, new AtomicBoolean());
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        return add(clock.instant().plus(pause), pause, task, new AtomicBoolean());
    }

    private synchronized Registration add(Instant at, Duration again, Runnable task, AtomicBoolean cancelled) {
        timers.add(new Timer(at, again, task, cancelled));
        return () -> cancelled.set(true);
    }

    /** Runs what is due now, including what that asks for. */
    public void runPending() {
        for (Optional<Timer> due = take(); due.isPresent(); due = take()) {
            Timer timer = due.get();
            if (timer.cancelled().get()) {
                continue;
            }
            timer.task().run();
            if (!timer.again().isZero()) {
                add(clock.instant().plus(timer.again()), timer.again(), timer.task(), timer.cancelled());
            }
        }
    }

    /** Lets time pass, stopping at each timer on the way. */
    public void advance(Duration by) {
        Instant end = clock.instant().plus(by);
        runPending();
        for (Optional<Instant> next = nextAt(end); next.isPresent(); next = nextAt(end)) {
            clock.advance(Duration.between(clock.instant(), next.get()));
            runPending();
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    private synchronized Optional<Timer> take() {
        Optional<Timer> due = timers.stream()
                .filter(timer -> !timer.at().isAfter(clock.instant()))
                .min(Comparator.comparing(Timer::at));
        due.ifPresent(timers::remove);
        return due;
    }

    private synchronized Optional<Instant> nextAt(Instant end) {
        return timers.stream().map(Timer::at).filter(at -> !at.isAfter(end)).min(Comparator.naturalOrder());
    }
}
