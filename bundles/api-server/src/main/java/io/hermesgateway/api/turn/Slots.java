package io.hermesgateway.api.turn;

import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How many turns of the API may run at once. */
public final class Slots {
    private final LongSupplier most;
    private final AtomicLong taken = new AtomicLong();

    Slots(LongSupplier most) {
        this.most = most;
    }

    /** A place that is taken until it is closed; closing twice is harmless. */
    public final class Slot implements AutoCloseable {
        private final AtomicBoolean open = new AtomicBoolean(true);

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                taken.decrementAndGet();
            }
        }
    }

    /** @throws Refused 429 when there is none */
    public Slot take() {
        long limit = most.getAsLong();
        if (taken.incrementAndGet() > limit && limit > 0) {
            taken.decrementAndGet();
            throw new Refused(Failure.tooMany(1));
        }
        return new Slot();
    }

    public long taken() {
        return taken.get();
    }
}
