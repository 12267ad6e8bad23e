package io.hermesgateway.tools.terminal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A short pause while another process takes its last steps; nothing but those may be waited for like this. */
final class Pause {
    private Pause() {}

    static void of(long millis) {
        try {
            new CompletableFuture<Void>().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException over) {
            return;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
