package io.hermesgateway.weixin.outbound;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The pause between two messages of one bot, whoever they are for. */
public final class Pace {
    private final InstantSource clock;
    private final Duration interval;
    private Instant next = Instant.EPOCH;

    public Pace(InstantSource clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
    }

    /** Takes the next place; how long it is until then. */
    public synchronized Duration take() {
        Instant now = clock.instant();
        Instant at = next.isAfter(now) ? next : now;
        next = at.plus(interval);
        return Duration.between(now, at);
    }
}
