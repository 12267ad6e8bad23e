package io.hermesgateway.core.control;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.ControlVerb.Progress;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lies between whoever tells, and may never wait, and a client, who may be slow: one that is too slow is dropped. */
final class Feed<T> {
    private static final int MOST = 10_000;
    private static final Map<String, Object> TICK = Map.of("type", "tick");

    private final LinkedBlockingQueue<T> queue = new LinkedBlockingQueue<>(MOST);
    private volatile boolean lost;

    void tell(T item) {
        lost |= !queue.offer(item);
    }

    /**
     * Shows items until the client leaves, or until there is an end; every few quiet seconds a tick, so that a client
     * that is gone is noticed.
     *
     * @param ending the result that an item, or with null the silence, stands for; null to go on
     */
    @Nullable
    Object pour(Progress progress, Function<T, Object> look, Function<@Nullable T, @Nullable Object> ending) {
        try {
            Object shown = TICK;
            while (progress.show(shown)) {
                T item = queue.poll(5, TimeUnit.SECONDS);
                Object end = ending.apply(item);
                if (lost || end != null) {
                    return lost ? tooSlow() : end;
                }
                shown = item == null ? TICK : look.apply(item);
            }
            return null;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new GatewayException(KernelError.DRAINING, "the gateway is stopping", ended);
        }
    }

    private static Object tooSlow() {
        throw new GatewayException(KernelError.BUSY, "you read too slowly and missed something");
    }
}
