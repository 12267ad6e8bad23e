package io.hermesgateway.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many requests there were, how they ended and how long they took. */
final class Counts {
    /** Upper ends of the classes of durations, in milliseconds. */
    static final long[] EDGES = {1, 5, 25, 100, 500, 2_500, 10_000, 60_000};

    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder[] byStatus = adders(6);
    private final LongAdder[] byTime = adders(EDGES.length + 1);
    private final LongAdder nanos = new LongAdder();

    private static LongAdder[] adders(int count) {
        LongAdder[] made = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            made[i] = new LongAdder();
        }
        return made;
    }

    void begun() {
        underWay.incrementAndGet();
    }

    void ended(int status, long took) {
        underWay.decrementAndGet();
        byStatus[Math.max(0, Math.min(5, status / 100))].increment();
        nanos.add(took);
        long millis = TimeUnit.NANOSECONDS.toMillis(took);
        int at = 0;
        while (at < EDGES.length && millis >= EDGES[at]) {
            at++;
        }
        byTime[at].increment();
    }

    int underWay() {
        return underWay.get();
    }

    /** Of answers whose status begins with this digit. */
    long ofStatus(int digit) {
        return byStatus[digit].sum();
    }

    /** In the class of durations; the last one has no upper end. */
    long ofTime(int at) {
        return byTime[at].sum();
    }

    double seconds() {
        return nanos.sum() / 1e9;
    }
}
