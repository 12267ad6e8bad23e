package io.hermesgateway.core.host;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls into one instance of a plugin on the caller's own thread, for what must be quick: events, reads, routes. A
 * Throwable becomes an outcome. Nothing can end such a call from outside, so a scan interrupts what is overdue.
 */
public final class InlineCall {
    private final String plugin;
    private final ClassLoader loader;
    private final InstantSource clock;
    private final GuardedCall.Blame blame;
    private final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    InlineCall(String plugin, ClassLoader loader, InstantSource clock, GuardedCall.Blame blame) {
        this.plugin = plugin;
        this.loader = loader;
        this.clock = clock;
        this.blame = blame;
    }

    private record InFlight(String what, long since, Seat seat) {}

    public <T> Outcome<T> call(String what, Callable<T> work) {
        if (closed) {
            return new Outcome.NotCalled<>(plugin + " is stopped");
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        InFlight call = new InFlight(what, clock.millis(), new Seat());
        inFlight.add(call);
        call.seat().sit();
        Outcome<T> result;
        try {
            thread.setContextClassLoader(loader);
            T value = work.call();
            result = value == null ? GuardedCall.nothing(what) : new Outcome.Done<>(value);
        } catch (Throwable thrown) {
            result = GuardedCall.threw(thrown);
        }
        call.seat().leave();
        thread.setContextClassLoader(before);
        inFlight.remove(call);
        if (result instanceof Outcome.Threw<T> threw && !closed) {
            blame.threw(what, threw.why(), threw.trace());
        }
        return result;
    }

    /** The same for work without a result. */
    public Outcome<Boolean> run(String what, GuardedCall.Action work) {
        return call(what, () -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** Interrupts what has been under way for longer than the limit, and blames it. */
    void scan(Duration limit) {
        long latest = clock.millis() - limit.toMillis();
        inFlight.removeIf(call -> {
            boolean overdue = call.since() < latest;
            if (overdue) {
                call.seat().interrupt();
                blame.overdue(call.what());
            }
            return overdue;
        });
    }

    void close() {
        closed = true;
        inFlight.forEach(call -> call.seat().interrupt());
    }
}
