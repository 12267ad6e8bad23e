package io.hermesgateway.core.journal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.JournalStore.Follower;
import io.hermesgateway.spi.journal.JournalStore.Following;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Reads the journal back. Most of it is read without holding anybody up; the last bit under the lock of the index, so
 * that not one record is missed or told twice between the files and the live ones.
 */
final class Replay {
    private static final int CHUNK = 1024;
    private static final int ROUNDS = 3;

    private final Index index;
    /** Held for writing while files are replaced. */
    final ReadWriteLock files = new ReentrantReadWriteLock();

    Replay(Index index) {
        this.index = index;
    }

    Following follow(Position after, Follower follower) {
        long told = after.value();
        for (int round = 0; round < ROUNDS && told < index.end(); round++) {
            told = read(told, follower);
        }
        index.lock.lock();
        try {
            read(told, follower);
            Live live = new Live(follower);
            index.follow(live);
            return live;
        } finally {
            index.lock.unlock();
        }
    }

    /** Tells everything after this position that is durable now; returns the end. */
    private long read(long after, Follower follower) {
        files.readLock().lock();
        try {
            long told = after;
            for (Segment segment : index.segments()) {
                if (segment.last() > told) {
                    read(segment, told, follower);
                    told = segment.last();
                }
            }
            return told;
        } catch (IOException failed) {
            throw new GatewayException(KernelError.JOURNAL_UNAVAILABLE, "The journal cannot be read.", failed);
        } finally {
            files.readLock().unlock();
        }
    }

    private static void read(Segment segment, long after, Follower follower) throws IOException {
        List<Stored> chunk = new ArrayList<>(CHUNK);
        try (SegmentReader reader = new SegmentReader(segment.path(), segment.bytes())) {
            for (Group group = reader.nextIntact(); group != null; group = reader.nextIntact()) {
                while (group.last() > after && group.next()) {
                    if (group.position() > after) {
                        chunk.add(group.stored());
                    }
                }
                if (chunk.size() >= CHUNK) {
                    follower.apply(List.copyOf(chunk));
                    chunk.clear();
                }
            }
        }
        if (!chunk.isEmpty()) {
            follower.apply(List.copyOf(chunk));
        }
    }

    /** A follower that has everything there was. */
    private final class Live implements Follower, Following {
        private final Follower follower;

        Live(Follower follower) {
            this.follower = follower;
        }

        @Override
        public void apply(List<Stored> records) {
            follower.apply(records);
        }

        /** Followers are told under the lock: whoever gets it knows that nothing is outstanding. */
        @Override
        public boolean caughtUp(Duration within) {
            try {
                boolean free = index.lock.tryLock() || index.lock.tryLock(within.toNanos(), TimeUnit.NANOSECONDS);
                if (free) {
                    index.lock.unlock();
                }
                return free;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            index.unfollow(this);
        }
    }
}
