package io.hermesgateway.core.feed;

import io.hermesgateway.core.ledger.FactCodec;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one store what it lacks, at its own pace. A round begins with what the store says it has and goes on from there,
 * so that a swapped, restored, healed or emptied store needs no other treatment than a fresh one.
 */
final class Feeder {
    private static final Logger LOG = LoggerFactory.getLogger(Feeder.class);
    static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int BATCH = 500;
    /** From here on it is worth a line in the log. */
    private static final long LONG_WAY = 20_000;

    private final JournalStore journal;
    private final Supplier<OpenStore> target;
    private final FactCodec codec = new FactCodec();
    private JournalStore.@Nullable Reading reading;
    private Position readUpTo = Position.NONE;
    private boolean behind;
    private final AtomicLong gone = new AtomicLong();
    private volatile boolean closed;
    private volatile Standing standing = new Standing(Position.NONE, 0, null);

    Feeder(JournalStore journal, Supplier<OpenStore> target) {
        this.journal = journal;
        this.target = target;
    }

    Standing standing() {
        return standing;
    }

    /** Feeds so many batches or all there is; returns whether the store is well. */
    boolean round(int batches) {
        try {
            feed(batches);
            return true;
        } catch (GatewayException unavailable) {
            standing = new Standing(standing.applied(), standing.waiting(), String.valueOf(unavailable.getMessage()));
            return false;
        }
    }

    private void feed(int batches) {
        Position applied = target.get().applied(DEADLINE);
        if (applied.isAfter(journal.end())) {
            journal.goOnAfter(applied);
        }
        note(applied);
        for (int i = 0; i < batches && !closed; i++) {
            List<Fed> batch = after(applied);
            if (batch.isEmpty()) {
                return;
            }
            applied = target.get().apply(DEADLINE, applied, batch);
            note(applied);
        }
    }

    private List<Fed> after(Position applied) {
        JournalStore.Reading from = reading;
        if (from == null || !readUpTo.equals(applied)) {
            if (from != null) {
                from.close();
            }
            from = journal.read(applied);
            reading = from;
            readUpTo = applied;
        }
        List<Stored> found = from.next(BATCH);
        lookForGap(found);
        List<Fed> batch = found.stream()
                .map(stored -> new Fed(stored.position(), stored.record().at(), codec.decode(stored.record())))
                .toList();
        readUpTo = batch.isEmpty() ? readUpTo : batch.get(batch.size() - 1).position();
        return batch;
    }

    /** Whatever is dropped from the archive, or was lost with a journal, cannot be fed any more; that is said. */
    private void lookForGap(List<Stored> found) {
        long first = found.isEmpty() ? 0 : found.get(0).position().value();
        if (first > readUpTo.value() + 1) {
            gone.addAndGet(first - 1 - readUpTo.value());
            LOG.warn(
                    "Neither the journal nor its archive has the facts {} to {} any more; '{}' goes on behind them",
                    readUpTo.value() + 1,
                    first - 1,
                    target.get().kind());
        }
    }

    /** Facts that could not be fed because they are nowhere any more. */
    long gone() {
        return gone.get();
    }

    private void note(Position applied) {
        long waiting = Math.max(0, journal.end().value() - applied.value());
        standing = new Standing(applied, waiting, null);
        if (behind != waiting > (behind ? 0 : LONG_WAY)) {
            behind = !behind;
            LOG.info(
                    behind
                            ? "The store '{}' lacks {} facts; it gets them from the journal"
                            : "The store '{}' is complete",
                    target.get().kind(),
                    waiting);
        }
    }

    void close() {
        closed = true;
    }
}
