package io.hermesgateway.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what nobody needs. The oldest files, as far as they are read by everybody and old enough, are replaced by one
 * that holds only the records of what is still open, at their old positions. Always the oldest ones and all of them at
 * once: were a younger one dropped alone, work whose end it records would be open again after a restart.
 *
 * <p>Everything in them goes to the archive first. When the journal is too large, files that not everybody has read are
 * dropped as well.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Path folder;
    private final Path archives;
    private final Index index;
    private final Replay replay;
    private final InstantSource clock;
    private final Options options;
    private long notWorthUpTo;

    Retention(Path folder, Index index, Replay replay, InstantSource clock, Options options) {
        this.folder = folder;
        this.archives = folder.resolve("archive");
        this.index = index;
        this.replay = replay;
        this.clock = clock;
        this.options = options;
    }

    /** What stands up to {@code read} was read by everybody. */
    synchronized void retain(long read, Duration youngest) {
        try {
            Archives.bound(archives, options.archiveBytes(), read);
        } catch (IOException failed) {
            LOG.warn("Old files of the archive could not be deleted", failed);
        }
        List<Segment> oldest = oldest(read, clock.instant().minus(youngest).getEpochSecond());
        if (oldest.stream().allMatch(segment -> segment.covers() > 0)
                || oldest.get(oldest.size() - 1).last() <= notWorthUpTo) {
            return;
        }
        try {
            compact(oldest);
        } catch (IOException failed) {
            LOG.warn("Old parts of the journal could not be dropped; they are kept", failed);
        }
    }

    private List<Segment> oldest(long read, long before) {
        List<Segment> all = index.segments();
        long excess = all.stream().mapToLong(Segment::bytes).sum() - options.maxBytes();
        List<Segment> oldest = new ArrayList<>();
        for (Segment segment : all.subList(0, all.size() - 1)) {
            if (excess <= 0 && (segment.last() > read || segment.newest() >= before)) {
                break;
            }
            oldest.add(segment);
            excess -= segment.bytes();
        }
        return oldest;
    }

    private void compact(List<Segment> oldest) throws IOException {
        Segment first = oldest.get(0);
        long last = oldest.get(oldest.size() - 1).last();
        Path kept = folder.resolve("compact.tmp");
        long archived = Archives.end(archives);
        try (Archive archive = new Archive(archives, Math.max(first.first(), archived + 1), last);
                Compacted compacted = new Compacted(options.disk(), kept, first, last)) {
            for (Segment segment : oldest) {
                sort(segment, archived, compacted, archive);
            }
            long bytes = oldest.stream().mapToLong(Segment::bytes).sum();
            if (compacted.bytes() > bytes / 2) {
                notWorthUpTo = last;
                return;
            }
            Segment instead = compacted.finish();
            archive.finish();
            swap(oldest, instead, kept);
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    private void sort(Segment segment, long archived, Compacted compacted, Archive archive) throws IOException {
        long found = 0;
        try (SegmentReader reader = new SegmentReader(segment.path(), segment.bytes())) {
            for (Group group = reader.nextIntact(); group != null; group = reader.nextIntact()) {
                found += group.count;
                while (group.next()) {
                    if (needed(group)) {
                        compacted.keep(group);
                    }
                    if (group.position() > archived) {
                        archive.add(group.stored());
                    }
                }
            }
        }
        if (found != segment.records()) {
            throw new IOException(segment.path() + " was damaged while the gateway was running");
        }
    }

    private boolean needed(Group group) {
        index.lock.lock();
        try {
            return index.versions.needed(group.key(index.versions), group.position());
        } finally {
            index.lock.unlock();
        }
    }

    /** Whoever is reading the files goes first; then it is done the next time. */
    private void swap(List<Segment> oldest, Segment instead, Path kept) throws IOException {
        boolean empty = instead.records() == 0;
        index.lock.lock();
        try {
            if (!replay.files.writeLock().tryLock()) {
                return;
            }
            try {
                if (!empty) {
                    Files.move(kept, instead.path(), StandardCopyOption.ATOMIC_MOVE);
                }
                index.replace(oldest, empty ? List.of() : List.of(instead));
            } finally {
                replay.files.writeLock().unlock();
            }
        } finally {
            index.lock.unlock();
        }
        PrivateFiles.syncFolder(folder);
        for (Segment segment : empty ? oldest : oldest.subList(1, oldest.size())) {
            Files.delete(segment.path());
        }
    }
}
