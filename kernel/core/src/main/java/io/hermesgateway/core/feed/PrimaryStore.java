package io.hermesgateway.core.feed;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store that is looked up for each call, because it may be absent, be another one than before, throw, or never
 * answer. Whatever it does, the caller gets an answer or {@code store_unavailable} in time; a store that hangs gets a
 * bounded number of threads to hang.
 */
public final class PrimaryStore {
    private static final int CALLS_MOST = 16;

    private final Supplier<Optional<Store>> lookUp;
    private final Executor threads;
    private volatile @Nullable Seat seat;

    private record Seat(Store store, Semaphore free) {}

    public PrimaryStore(Supplier<Optional<Store>> lookUp, Executor threads) {
        this.lookUp = lookUp;
        this.threads = threads;
    }

    public <T> T call(Duration deadline, Function<Store, T> work) {
        Seat now = seat();
        if (!now.free().tryAcquire()) {
            throw unavailable("The store has not answered for a while.", null);
        }
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(() -> work(now, work), threads);
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException overdue) {
            throw unavailable("The store does not answer.", overdue);
        } catch (ExecutionException failed) {
            throw unavailable("The store failed: " + failed.getCause(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable("The gateway is stopping.", stopped);
        }
    }

    private static <T> T work(Seat seat, Function<Store, T> work) {
        try {
            return work.apply(seat.store());
        } finally {
            seat.free().release();
        }
    }

    private Seat seat() {
        Store store = lookUp.get().orElseThrow(() -> unavailable("No store is running.", null));
        Seat now = seat;
        if (now == null || now.store() != store) {
            now = new Seat(store, new Semaphore(CALLS_MOST));
            seat = now;
        }
        return now;
    }

    private static GatewayException unavailable(String why, @Nullable Throwable cause) {
        return new GatewayException(KernelError.STORE_UNAVAILABLE, why, cause);
    }
}
