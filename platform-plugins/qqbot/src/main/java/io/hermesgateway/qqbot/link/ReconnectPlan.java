package io.hermesgateway.qqbot.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection. Pauses grow until a connection was ready, not merely open: a refusal
 * after the opening must not become a hot loop. Rotation is no failure and waits for nothing but chance, so that many
 * bots do not come back in the same moment.
 */
public final class ReconnectPlan {
    private static final int[] SECONDS = {1, 2, 5, 10, 30, 60};
    private static final Duration SHORT_LIFE = Duration.ofSeconds(5);
    private static final Duration GOOD_LIFE = Duration.ofSeconds(1);
    private static final int SHORT_LIVES = 3;
    private static final double JITTER = 0.3;

    private final RandomGenerator random;
    private int failures;
    private int shortLives;

    public ReconnectPlan(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param wasReady whether the connection that ended had been ready
     * @param life how long it was open; zero when it never was
     * @param most the longest pause after a rotation, in which chance chooses
     */
    public Duration next(CloseRule.Next wish, boolean wasReady, Duration life, Duration most) {
        if (wasReady && life.compareTo(GOOD_LIFE) >= 0) {
            failures = 0;
            shortLives = 0;
        }
        boolean shortLived = !wasReady && !life.isZero() && life.compareTo(SHORT_LIFE) < 0;
        shortLives = shortLived ? shortLives + 1 : wasReady ? 0 : shortLives;
        return switch (wish) {
            case MINUTE -> jittered(Duration.ofSeconds(60));
            case RARELY -> jittered(Duration.ofMinutes(10));
            case SOON -> wasReady ? soon(most) : backOff();
            case BACK_OFF -> backOff();
        };
    }

    private Duration backOff() {
        if (shortLives >= SHORT_LIVES) {
            shortLives = 0;
            return jittered(Duration.ofSeconds(60));
        }
        return jittered(Duration.ofSeconds(SECONDS[Math.min(failures++, SECONDS.length - 1)]));
    }

    /** One that was ready and ended at once is not followed by the next in the same breath. */
    private Duration soon(Duration most) {
        return failures++ == 0 ? part(most) : jittered(Duration.ofSeconds(SECONDS[0]));
    }

    private Duration part(Duration most) {
        return Duration.ofMillis((long) (most.toMillis() * random.nextDouble()));
    }

    private Duration jittered(Duration pause) {
        return Duration.ofMillis((long) (pause.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}
