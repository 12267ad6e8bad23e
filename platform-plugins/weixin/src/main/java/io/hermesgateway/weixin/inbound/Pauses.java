package io.hermesgateway.weixin.inbound;

import io.hermesgateway.spi.plugin.Ids;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How long to wait before the next poll. Up to a part of each pause is left to chance, so that not all come at once. */
final class Pauses {
    /** An answer that came at once without news is no reason to ask at once again. */
    static final Duration BREATH = Duration.ofSeconds(1);

    private static final List<Duration> AFTER_FAILURE = seconds(1, 2, 5, 10, 30);
    private static final List<Duration> AFTER_STALE = seconds(0, 2, 5, 15, 30);
    private static final Duration PROBE = Duration.ofMinutes(5);
    private static final double SPREAD = 0.3;
    private static final double PROBE_SPREAD = 0.2;

    private final Ids ids;

    Pauses(Ids ids) {
        this.ids = ids;
    }

    private static List<Duration> seconds(int... all) {
        return Arrays.stream(all).mapToObj(Duration::ofSeconds).toList();
    }

    /** @param failures in a row, this one included */
    Duration afterFailure(int failures) {
        return spread(AFTER_FAILURE.get(Math.min(failures, AFTER_FAILURE.size()) - 1), SPREAD);
    }

    /** @param refusals answers in a row that said the session is over, this one included */
    Duration afterStale(int refusals) {
        return hopeless(refusals) ? spread(PROBE, PROBE_SPREAD) : spread(AFTER_STALE.get(refusals - 1), SPREAD);
    }

    /** Whether only a person helps by now. */
    static boolean hopeless(int refusals) {
        return refusals > AFTER_STALE.size();
    }

    private Duration spread(Duration pause, double part) {
        double random = Integer.toUnsignedLong(ids.next().hashCode()) / (double) (1L << 32);
        return Duration.ofMillis(Math.round(pause.toMillis() * (1 - part + 2 * part * random)));
    }
}
