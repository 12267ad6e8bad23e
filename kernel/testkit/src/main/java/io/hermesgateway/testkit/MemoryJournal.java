package io.hermesgateway.testkit;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalHealth;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.spi.journal.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A journal in memory for tests. It outlives the ledgers over it, so a restart is a second ledger on the same one. */
public final class MemoryJournal implements JournalStore {
    private final List<Stored> records = new ArrayList<>();
    private final Map<String, Position> last = new HashMap<>();
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final MemoryLeases leases = new MemoryLeases();
    private @Nullable String trouble;

    /** From now on every append is refused with these words; null ends it. */
    public synchronized void failWith(@Nullable String why) {
        trouble = why;
    }

    public synchronized List<Stored> records() {
        return List.copyOf(records);
    }

    @Override
    public synchronized AppendResult append(List<JournalRecord> batch, List<Precondition> preconditions) {
        if (trouble != null) {
            return new AppendResult.Unavailable(trouble);
        }
        for (Precondition precondition : preconditions) {
            Position actual = last.getOrDefault(precondition.subject(), Position.NONE);
            if (!actual.equals(precondition.last())) {
                return new AppendResult.Conflict(precondition.subject(), actual);
            }
        }
        Position first = new Position(records.size() + 1L);
        List<Stored> stored = new ArrayList<>();
        for (JournalRecord record : batch) {
            stored.add(new Stored(new Position(records.size() + stored.size() + 1L), record));
        }
        records.addAll(stored);
        stored.forEach(this::remember);
        followers.forEach(follower -> follower.apply(stored));
        return new AppendResult.Appended(first, new Position(records.size()));
    }

    private void remember(Stored stored) {
        boolean turnOver = stored.record().effect() == Effect.CLOSE
                && !stored.record().subject().startsWith("message/");
        if (turnOver) {
            last.remove(stored.record().subject());
        } else {
            last.put(stored.record().subject(), stored.position());
        }
    }

    @Override
    public synchronized Following follow(Position after, Follower follower) {
        List<Stored> there = records.stream()
                .filter(stored -> stored.position().isAfter(after))
                .toList();
        if (!there.isEmpty()) {
            follower.apply(there);
        }
        followers.add(follower);
        return new Following() {
            @Override
            public boolean caughtUp(Duration within) {
                return true;
            }

            @Override
            public void close() {
                followers.remove(follower);
            }
        };
    }

    @Override
    public Reading read(Position after) {
        return new Reading() {
            private Position told = after;

            @Override
            public List<Stored> next(int about) {
                List<Stored> next = records().stream()
                        .filter(stored -> stored.position().isAfter(told))
                        .limit(about)
                        .toList();
                told = next.isEmpty() ? told : next.get(next.size() - 1).position();
                return next;
            }

            @Override
            public void close() {
                told = end();
            }
        };
    }

    @Override
    public Position droppedUpTo() {
        return Position.NONE;
    }

    @Override
    public synchronized Position end() {
        return new Position(records.size());
    }

    @Override
    public synchronized String putBlob(byte[] body) {
        String name = Integer.toHexString(java.util.Arrays.hashCode(body)) + "-" + body.length;
        blobs.put(name, body.clone());
        return name;
    }

    @Override
    public synchronized Optional<byte[]> blob(String name) {
        return Optional.ofNullable(blobs.get(name)).map(byte[]::clone);
    }

    @Override
    public void retain(Position applied, Position backedUp, Duration youngest) {
        // A journal in memory keeps everything.
    }

    @Override
    public MemoryLeases leases() {
        return leases;
    }

    @Override
    public synchronized JournalHealth health() {
        return new JournalHealth("memory", 0, records.size(), end(), trouble);
    }

    @Override
    public void close() {
        followers.clear();
    }
}
