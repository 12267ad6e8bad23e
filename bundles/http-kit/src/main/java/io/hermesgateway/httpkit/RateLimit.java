package io.hermesgateway.httpkit;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often each name may do something: as many as a minute allows at once, and as many again as time passes. */
public final class RateLimit {
    private static final double MINUTE_MILLIS = 60_000;
    private static final int NAMES_MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** What is left of the allowance, and whether the last one who asked got some of it. */
    private record Bucket(double left, long at, boolean given) {}

    public RateLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Zero when it may go on, otherwise the seconds to wait. */
    public long take(String name, int perMinute) {
        if (perMinute <= 0) {
            return 0;
        }
        long now = clock.instant().toEpochMilli();
        double perMilli = perMinute / MINUTE_MILLIS;
        if (buckets.size() > NAMES_MOST) {
            buckets.clear();
        }
        Bucket after = buckets.compute(name, (same, before) -> {
            double full = before == null
                    ? perMinute
                    : Math.min(perMinute, before.left() + Math.max(0, now - before.at()) * perMilli);
            return full >= 1 ? new Bucket(full - 1, now, true) : new Bucket(full, now, false);
        });
        return after.given() ? 0 : Math.max(1, (long) Math.ceil((1 - after.left()) / perMilli / 1_000));
    }
}
