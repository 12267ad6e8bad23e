package io.hermesgateway.core.feed;

import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A store that is open, and the only way to call it. It may throw, never answer, or be closed at any moment; the caller
 * gets an answer or {@code store_unavailable} in time, and a store that hangs gets a bounded number of threads to hang.
 * Looked up for each use and not kept, so that a closed one can be forgotten.
 */
public final class OpenStore {
    private static final int CALLS_MOST = 16;

    private final String kind;
    private final Store store;
    private final Threads threads;
    private final Semaphore free = new Semaphore(CALLS_MOST);
    /** One that hangs with a batch in its hands must not get a second. */
    private final AtomicBoolean applying = new AtomicBoolean();

    private volatile boolean closing;
    private volatile boolean silent;
    private volatile Position applied = Position.NONE;

    public OpenStore(String kind, Store store, Threads threads) {
        this.kind = kind;
        this.store = store;
        this.threads = threads;
    }

    /** Threads of the store's plugin. The outcome comes whatever becomes of the plugin. */
    public interface Threads {
        /** @param expected how long the caller waits; a call that takes far longer counts as hanging */
        <T> CompletableFuture<Outcome<T>> begin(Duration expected, Callable<T> work);
    }

    public String kind() {
        return kind;
    }

    /** What it said when it was last asked or fed. */
    public Position lastApplied() {
        return applied;
    }

    /** Whether its last call was not answered in time. */
    public boolean silent() {
        return silent;
    }

    public <T> T call(Duration deadline, Function<Store, T> work) {
        if (closing || !free.tryAcquire()) {
            throw unavailable(closing ? "is being closed" : "has not answered for a while");
        }
        CompletableFuture<Outcome<T>> answer = threads.begin(deadline, () -> work.apply(store));
        var unused = answer.thenRun(() -> {
            silent = false;
            free.release();
        });
        try {
            Outcome<T> outcome = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            if (outcome instanceof Outcome.Done<T> done) {
                return done.value();
            }
            throw unavailable("failed: " + outcome.trouble().orElse(""));
        } catch (TimeoutException overdue) {
            silent = !answer.isDone();
            throw unavailable("does not answer");
        } catch (ExecutionException impossible) {
            throw unavailable("failed: " + impossible.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "The gateway is stopping.", stopped);
        }
    }

    Position applied(Duration deadline) {
        applied = call(deadline, Store::applied);
        return applied;
    }

    /** Feeds it; when it is not where it was expected to be, it gets nothing and says where it is. */
    Position apply(Duration deadline, Position expected, List<Fed> batch) {
        if (!applying.compareAndSet(false, true)) {
            throw unavailable("is still busy with an earlier batch");
        }
        applied = call(deadline, s -> {
            try {
                return apply(s, expected, batch);
            } finally {
                applying.set(false);
            }
        });
        return applied;
    }

    private static Position apply(Store store, Position expected, List<Fed> batch) {
        boolean asExpected = store.applyAfter(expected, batch);
        Position after = store.applied();
        if (asExpected && after.equals(expected)) {
            throw new IllegalStateException("it took a batch and did not move");
        }
        return after;
    }

    /** Takes no more calls; false when some were still under way after this time. */
    public boolean settle(Duration within) {
        closing = true;
        try {
            return free.tryAcquire(CALLS_MOST, within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private GatewayException unavailable(String why) {
        return new GatewayException(KernelError.STORE_UNAVAILABLE, "The store '" + kind + "' " + why + ".");
    }
}
