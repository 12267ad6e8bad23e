package io.hermesgateway.core.host;

import java.time.Duration;

/**
 * How patient the host is.
 *
 * @param start for creating a plugin and for each start of what it offers
 * @param stop for each close
 * @param call for inline calls, which should return at once
 * @param proof how long a replacement may take to show that it works
 * @param firstPause before the second attempt after a failure; it doubles from there
 * @param longestPause where the doubling ends
 * @param steady a plugin that ran this long starts with a clean slate at its next failure
 * @param quarantineAfter failures in a row after which only a person or a new jar helps
 */
public record Limits(
        Duration start,
        Duration stop,
        Duration call,
        Duration proof,
        Duration firstPause,
        Duration longestPause,
        Duration steady,
        int quarantineAfter) {

    public static Limits shipped() {
        return new Limits(
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                8);
    }

    /** The pause after so many failures in a row; none after the first. */
    Duration pause(int failures, double random) {
        if (failures <= 1) {
            return Duration.ZERO;
        }
        long doubled = firstPause.toMillis() << Math.min(failures - 2, 20);
        return Duration.ofMillis((long) (Math.min(doubled, longestPause.toMillis()) * (0.75 + random / 2)));
    }
}
