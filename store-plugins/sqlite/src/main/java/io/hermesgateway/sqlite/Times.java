package io.hermesgateway.sqlite;

import java.time.Instant;

/** Times as numbers: nanoseconds since 1970, which reach to the year 2262. */
final class Times {
    private static final long SECOND = 1_000_000_000L;
    private static final long LAST_SECOND = Long.MAX_VALUE / SECOND - 1;

    private Times() {}

    static long of(Instant at) {
        long seconds = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, at.getEpochSecond()));
        return seconds * SECOND + at.getNano();
    }

    static Instant at(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
