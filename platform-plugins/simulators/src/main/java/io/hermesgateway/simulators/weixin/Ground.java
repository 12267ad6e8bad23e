package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimClock;
import io.hermesgateway.simulators.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What all parts of this far side stand on. Its monitor is their one lock: a simulated server has no use for more, and
 * every test sees one order of things.
 */
final class Ground {
    static final String PLATFORM = "weixin";
    private static final int REMEMBERED = 5_000;

    /** A request that was answered, or is being held. */
    record Call(Instant at, String bot, String name) {}

    /** Something that a client must not do, however it was answered. */
    record Violation(Instant at, String bot, String rule, String detail) {}

    private final SimClock clock;
    private final Transcript transcript;
    private final Habits habits;
    private final Randomness random;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<Violation> violations = new ArrayDeque<>();

    Ground(SimClock clock, Transcript transcript, Habits habits, Randomness random) {
        this.clock = clock;
        this.transcript = transcript;
        this.habits = habits;
        this.random = random;
    }

    Instant now() {
        return clock.instant();
    }

    Habits habits() {
        return habits;
    }

    Randomness random() {
        return random;
    }

    SimClock.Timer after(Duration delay, Runnable work) {
        return clock.after(delay, () -> {
            synchronized (this) {
                work.run();
            }
        });
    }

    Transcript.Entry note(String user, String kind, ObjectNode data) {
        return transcript.add(PLATFORM, user, kind, data);
    }

    synchronized void called(String bot, String name) {
        calls.addLast(new Call(now(), bot, name));
        if (calls.size() > REMEMBERED) {
            calls.removeFirst();
        }
    }

    synchronized List<Call> calls() {
        return new ArrayList<>(calls);
    }

    synchronized void violated(String bot, String rule, String detail) {
        violations.addLast(new Violation(now(), bot, rule, detail));
        if (violations.size() > REMEMBERED) {
            violations.removeFirst();
        }
        note("", "violation", Json.object().put("bot", bot).put("rule", rule).put("detail", detail));
    }

    synchronized List<Violation> violations() {
        return new ArrayList<>(violations);
    }
}
