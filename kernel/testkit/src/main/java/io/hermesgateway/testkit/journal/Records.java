package io.hermesgateway.testkit.journal;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.spi.journal.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records to write in tests, and what was read back. */
public final class Records {
    /** The time of every record that is not given another. */
    public static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private Records() {}

    public static JournalRecord open(String subject, int number) {
        return record(subject, Effect.OPEN, number);
    }

    public static JournalRecord replace(String subject, int number) {
        return record(subject, Effect.REPLACE, number);
    }

    public static JournalRecord close(String subject, int number) {
        return record(subject, Effect.CLOSE, number);
    }

    public static JournalRecord record(String subject, Effect effect, int number) {
        return new JournalRecord("test-noted", subject, effect, AT, "{\"number\":" + number + "}");
    }

    /** Appends without preconditions; the last position. */
    public static Position append(JournalStore journal, JournalRecord... records) {
        return last(journal.append(List.of(records), List.of()));
    }

    public static AppendResult appendIf(JournalStore journal, Position last, JournalRecord record) {
        return journal.append(List.of(record), List.of(new Precondition(record.subject(), last)));
    }

    public static Position last(AppendResult result) {
        if (result instanceof AppendResult.Appended appended) {
            return appended.last();
        }
        throw new AssertionError("not appended: " + result);
    }

    /** Everything that is there after the position. */
    public static List<Stored> read(JournalStore journal, Position after) {
        Seen seen = new Seen();
        try (JournalStore.Following following = journal.follow(after, seen)) {
            if (!following.caughtUp(Duration.ofSeconds(30))) {
                throw new AssertionError("not caught up within 30 seconds");
            }
        }
        return seen.all();
    }

    public static List<Stored> read(JournalStore journal) {
        return read(journal, Position.NONE);
    }

    /** Everything after the position, read at the reader's own pace. */
    public static List<Stored> pull(JournalStore journal, Position after) {
        List<Stored> all = new ArrayList<>();
        try (JournalStore.Reading reading = journal.read(after)) {
            for (List<Stored> next = reading.next(100); !next.isEmpty(); next = reading.next(100)) {
                all.addAll(next);
            }
        }
        return all;
    }

    /** A follower that keeps what it was told. */
    public static final class Seen implements JournalStore.Follower {
        private final List<Stored> all = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void apply(List<Stored> records) {
            all.addAll(records);
        }

        public List<Stored> all() {
            synchronized (all) {
                return List.copyOf(all);
            }
        }
    }
}
