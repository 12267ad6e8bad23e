package io.hermesgateway.tools.terminal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something another process does. */
final class Until {
    private Until() {}

    static void isTrue(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not true after 60 s: " + what);
            }
            tick();
        }
    }

    /** Whether the process still runs; what has ended and was not waited for by its parent does not. */
    static boolean runs(long pid) {
        return new ProcessTable(Path.of("/proc")).runs(pid);
    }

    private static void tick() {
        try {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                    .get();
        } catch (InterruptedException | ExecutionException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
