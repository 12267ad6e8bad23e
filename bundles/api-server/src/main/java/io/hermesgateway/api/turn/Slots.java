package io.hermesgateway.api.turn;

import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How many turns of the API may run at once. */
public final class Slots {
    private final LongSupplier most;
    private final AtomicLong taken = new AtomicLong();
    private volatile CompletableFuture<Boolean> waiting = new CompletableFuture<>();

    Slots(LongSupplier most) {
        this.most = most;
    }

    /** A place that is taken until it is closed; closing twice is harmless. */
    public final class Slot implements AutoCloseable {
        private final AtomicBoolean open = new AtomicBoolean(true);

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                given();
            }
        }
    }

    /** @throws Refused 429 when there is none */
    public Slot take() {
        long limit = most.getAsLong();
        if (taken.incrementAndGet() > limit && limit > 0) {
            given();
            throw new Refused(Failure.tooMany(1));
        }
        return new Slot();
    }

    private void given() {
        if (taken.decrementAndGet() == 0) {
            nothingRuns();
        }
    }

    private synchronized void nothingRuns() {
        CompletableFuture<Boolean> told = waiting;
        waiting = new CompletableFuture<>();
        told.complete(true);
    }

    /** Done as soon as nothing runs. */
    public CompletableFuture<Boolean> empty() {
        CompletableFuture<Boolean> next = waiting;
        return taken.get() == 0 ? CompletableFuture.completedFuture(true) : next;
    }

    public long taken() {
        return taken.get();
    }
}
