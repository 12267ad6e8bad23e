package io.hermesgateway.simulators;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the far side. In tests it stands still until it is wound ({@link #manual}); for people it follows the real
 * time and can be wound as well ({@link #real}). What a far side does later it asks of this clock, so that hours pass in
 * milliseconds.
 */
public final class SimClock implements InstantSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimClock.class);

    private final @Nullable InstantSource real;
    private final @Nullable ScheduledExecutorService waker;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<Object> guards = new CopyOnWriteArrayList<>();
    private Instant fixed;
    private Duration offset = Duration.ZERO;
    private long made;

    private SimClock(@Nullable InstantSource real, @Nullable ScheduledExecutorService waker, Instant fixed) {
        this.real = real;
        this.waker = waker;
        this.fixed = fixed;
    }

    /** A clock that only {@link #advance} and {@link #jump} move. */
    public static SimClock manual(Instant start) {
        return new SimClock(null, null, start);
    }

    /** A clock that goes with the real time. */
    public static SimClock real() {
        return new SimClock(
                InstantSource.system(),
                Executors.newSingleThreadScheduledExecutor(work -> {
                    Thread thread = new Thread(work, "sim-clock");
                    thread.setDaemon(true);
                    return thread;
                }),
                Instant.EPOCH);
    }

    /** Something that will be done. */
    public final class Timer implements Comparable<Timer> {
        private final long number;
        private final Runnable work;
        private Instant due;

        private Timer(long number, Instant due, Runnable work) {
            this.number = number;
            this.due = due;
            this.work = work;
        }

        /** Does not do it, unless it was done before. */
        public void cancel() {
            synchronized (SimClock.this) {
                timers.remove(this);
            }
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    @Override
    public synchronized Instant instant() {
        return real == null ? fixed : real.instant().plus(offset);
    }

    /** Does the work when so much time has passed; on the thread that winds the clock, or on the clock's own. */
    public synchronized Timer after(Duration delay, Runnable work) {
        Timer timer = new Timer(made++, instant().plus(delay), work);
        timers.add(timer);
        wakeAt(timer.due);
        return timer;
    }

    private void wakeAt(Instant due) {
        if (waker != null && !waker.isShutdown()) {
            long millis = Math.max(0, Duration.between(instant(), due).toMillis() + 1);
            Future<?> unused = waker.schedule(this::runDue, millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Nobody winds the clock while this monitor is held: what a simulator does in one piece has asked for all its timers by
     * the time that anybody who saw a part of it can go on.
     */
    public void guardedBy(Object monitor) {
        guards.add(monitor);
    }

    private void guarded(int from, Runnable work) {
        if (from == guards.size()) {
            work.run();
            return;
        }
        synchronized (guards.get(from)) {
            guarded(from + 1, work);
        }
    }

    /** Lets time pass and does, in order, what falls due. */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back");
        }
        guarded(0, () -> pass(time));
    }

    private void pass(Duration time) {
        if (real != null) {
            synchronized (this) {
                offset = offset.plus(time);
                timers.forEach(timer -> wakeAt(timer.due));
            }
            runDue();
            return;
        }
        Instant end = instant().plus(time);
        for (Timer next = next(end); next != null; next = next(end)) {
            run(next);
        }
        synchronized (this) {
            fixed = end;
        }
    }

    /** It is later, but what was to come is still as far away: no connection notices that time went by. */
    public void jump(Duration time) {
        guarded(0, () -> leap(time));
    }

    private synchronized void leap(Duration time) {
        List<Timer> all = new ArrayList<>(timers);
        timers.clear();
        all.forEach(timer -> timer.due = timer.due.plus(time));
        timers.addAll(all);
        if (real != null) {
            offset = offset.plus(time);
        } else {
            fixed = fixed.plus(time);
        }
    }

    private void runDue() {
        for (Timer next = next(instant()); next != null; next = next(instant())) {
            run(next);
        }
    }

    private synchronized @Nullable Timer next(Instant end) {
        Timer first = timers.peek();
        if (first == null || first.due.isAfter(end)) {
            return null;
        }
        timers.remove();
        if (real == null && first.due.isAfter(fixed)) {
            fixed = first.due;
        }
        return first;
    }

    private static void run(Timer timer) {
        try {
            timer.work.run();
        } catch (RuntimeException broken) {
            LOG.error("work that fell due is broken", broken);
        }
    }

    @Override
    public void close() {
        if (waker != null) {
            waker.shutdownNow();
        }
    }
}
