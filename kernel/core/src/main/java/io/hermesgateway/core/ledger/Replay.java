package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads a journal back fast after a long life. A first pass, over the headers only, learns which turns and deliveries
 * have ended; the second decodes what still matters, in parallel and in large batches. Of an ended turn that is its end,
 * because the transcript stands there; of an ended delivery it is nothing.
 */
final class Replay {
    private static final int BATCH = 16_384;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String TURN_ENDED = nameOf(Fact.TurnEnded.class);
    private static final String DELIVERY_SETTLED = nameOf(Fact.DeliverySettled.class);

    private final FactCodec codec;
    private final Consumer<List<Fed>> apply;
    private final Set<String> ended = new HashSet<>();
    private final List<Stored> batch = new ArrayList<>(BATCH);

    private Replay(FactCodec codec, Consumer<List<Fed>> apply) {
        this.codec = codec;
        this.apply = apply;
    }

    private static String nameOf(Class<? extends Fact> type) {
        return Objects.requireNonNull(Subjects.all().get(type)).name();
    }

    /** Applies what is there and returns where it ends; what is appended meanwhile comes after that. */
    static Position of(JournalStore journal, FactCodec codec, Consumer<List<Fed>> apply) {
        Replay replay = new Replay(codec, apply);
        Position end = journal.end();
        read(journal, end, replay::learn);
        read(journal, end, replay::take);
        replay.flush();
        return end;
    }

    private static void read(JournalStore journal, Position end, Consumer<Stored> each) {
        JournalStore.Follower upToEnd = records -> {
            for (Stored stored : records) {
                if (!stored.position().isAfter(end)) {
                    each.accept(stored);
                }
            }
        };
        try (JournalStore.Following following = journal.follow(Position.NONE, upToEnd)) {
            if (!following.caughtUp(PATIENCE)) {
                throw new IllegalStateException("the journal could not be read to its end within ten minutes");
            }
        }
    }

    private void learn(Stored stored) {
        JournalRecord record = stored.record();
        boolean over = record.effect() == JournalRecord.Effect.CLOSE
                && (record.kind().equals(TURN_ENDED) || record.kind().equals(DELIVERY_SETTLED));
        if (over) {
            ended.add(record.subject());
        }
    }

    private void take(Stored stored) {
        JournalRecord record = stored.record();
        if (record.kind().equals(TURN_ENDED) || !ended.contains(record.subject())) {
            batch.add(stored);
            if (batch.size() == BATCH) {
                flush();
            }
        }
    }

    private void flush() {
        if (!batch.isEmpty()) {
            apply.accept(batch.parallelStream().map(codec::fed).collect(Collectors.toList()));
            batch.clear();
        }
    }
}
