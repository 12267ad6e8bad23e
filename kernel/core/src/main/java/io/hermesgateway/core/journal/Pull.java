package io.hermesgateway.core.journal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads archive and journal from one position on. It remembers where in which file it is and opens it anew each time, so
 * that going on costs nothing, and whoever replaces files waits for nobody.
 */
final class Pull implements JournalStore.Reading {
    private final Index index;
    private final Replay replay;
    private final Archives archives;
    private long told;
    /** A place in a file of the journal where everything before was told; only good for this very file. */
    private long first;

    private long covers;
    private long offset;

    Pull(Index index, Replay replay, Archives archives, long after) {
        this.index = index;
        this.replay = replay;
        this.archives = archives;
        this.told = after;
    }

    @Override
    public List<Stored> next(int about) {
        List<Stored> next = new ArrayList<>();
        long before = told;
        replay.files.readLock().lock();
        try {
            if (told < index.end()) {
                told = archives.read(told, about, next);
            }
            for (Segment segment : index.segments()) {
                if (next.size() < about && segment.last() > told) {
                    read(segment, about, next);
                }
            }
            return next;
        } catch (IOException failed) {
            told = before;
            throw new GatewayException(KernelError.JOURNAL_UNAVAILABLE, "The journal cannot be read.", failed);
        } finally {
            replay.files.readLock().unlock();
        }
    }

    @Override
    public void close() {
        try {
            archives.close();
        } catch (IOException failed) {
            throw new GatewayException(KernelError.JOURNAL_UNAVAILABLE, "The archive was not closed.", failed);
        }
    }

    private void read(Segment segment, int about, List<Stored> next) throws IOException {
        boolean same = segment.first() == first && segment.covers() == covers;
        try (SegmentReader reader = new SegmentReader(segment.path(), segment.bytes())) {
            reader.seek(same ? offset : Segment.HEADER);
            while (next.size() < about) {
                Group group = reader.nextIntact();
                if (group == null) {
                    told = segment.last();
                    break;
                }
                while (group.last() > told && group.next()) {
                    if (group.position() > told) {
                        next.add(group.stored());
                    }
                }
                told = Math.max(told, group.last());
            }
            first = segment.first();
            covers = segment.covers();
            offset = reader.at();
        }
    }
}
