package io.hermesgateway.itest.world;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Await() {}

    /** Fails with the given words when it does not come true in time. */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        if (!within(patience, condition)) {
            throw new AssertionError("waited " + patience.toSeconds() + " s in vain for: " + what);
        }
    }

    public static boolean within(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(PAUSE);
        }
        return true;
    }

    public static <T> T found(String what, Duration patience, Supplier<Optional<T>> search) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = search.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain for: " + what);
            }
            pause(PAUSE);
        }
    }

    public static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
