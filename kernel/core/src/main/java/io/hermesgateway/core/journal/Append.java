package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.spi.journal.Stored;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One append on its way. Everything that needs no order is done by the thread that appends. */
final class Append {
    final List<JournalRecord> records;
    final byte[] group;
    final long newest;
    private final List<Precondition> preconditions;
    private final long[] expected;
    private final long[] keys;
    private final Thread caller = Thread.currentThread();
    private long first;
    private @Nullable AppendResult outcome;
    private volatile @Nullable AppendResult result;
    /** The one that came before in the queue. */
    @Nullable
    Append earlier;

    Append(List<JournalRecord> records, List<Precondition> preconditions, Versions versions) {
        this.records = List.copyOf(records);
        this.preconditions = List.copyOf(preconditions);
        this.group = Group.encode(this.records);
        this.expected = this.preconditions.stream()
                .mapToLong(precondition -> versions.key(precondition.subject()))
                .toArray();
        this.keys = new long[this.records.size()];
        long youngest = Long.MIN_VALUE;
        Group read = Group.of(group, 0);
        for (int i = 0; read.next(); i++) {
            keys[i] = read.key(versions);
            youngest = Math.max(youngest, read.second());
        }
        this.newest = youngest;
    }

    /** Takes its place behind {@code end} unless somebody was faster; returns the new end. */
    long place(long end, long durable, Versions versions, Map<Long, Long> underWay) {
        for (int i = 0; i < expected.length; i++) {
            Long written = underWay.get(expected[i]);
            long actual = written == null ? versions.last(expected[i]) : written;
            if (actual != preconditions.get(i).last().value()) {
                outcome = new AppendResult.Conflict(preconditions.get(i).subject(), new Position(actual));
                return end;
            }
        }
        first = end + 1;
        long last = end + records.size();
        outcome = new AppendResult.Appended(new Position(Math.min(first, last)), new Position(last));
        for (int i = 0; i < keys.length; i++) {
            underWay.put(keys[i], first + i);
        }
        Group.seal(group, first, durable);
        return last;
    }

    /** Whether there is something to be written. */
    boolean writes() {
        return outcome instanceof AppendResult.Appended && !records.isEmpty();
    }

    /** Whether it carries on with work that is open, rather than beginning some. */
    boolean continues(Versions versions) {
        for (int i = 0; i < keys.length; i++) {
            if (records.get(i).effect() != Effect.REPLACE && versions.open(keys[i])) {
                return true;
            }
        }
        return false;
    }

    /** It is durable: counts it. */
    void apply(Versions versions, List<Stored> stored) {
        for (int i = 0; i < keys.length; i++) {
            JournalRecord record = records.get(i);
            versions.apply(keys[i], record.effect(), first + i, record.at().getEpochSecond());
            stored.add(new Stored(new Position(first + i), record));
        }
    }

    void refuse(String why) {
        outcome = new AppendResult.Unavailable(why);
    }

    void release() {
        result = outcome;
        LockSupport.unpark(caller);
    }

    /** Waits through interrupts: the record may be on the disk already, and the caller must learn it. */
    AppendResult await() {
        boolean interrupted = false;
        AppendResult known = result;
        while (known == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            known = result;
        }
        if (interrupted) {
            caller.interrupt();
        }
        return known;
    }
}
