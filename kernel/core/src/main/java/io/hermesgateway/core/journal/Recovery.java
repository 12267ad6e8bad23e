package io.hermesgateway.core.journal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what is there at a start and changes nothing. At the very end only complete groups count, and what follows them
 * was never acknowledged; damage to anything older is set aside and the readable rest is kept.
 */
final class Recovery {
    private static final int LARGEST_COPY = 64 << 20;

    final List<Segment> segments = new ArrayList<>();
    final List<Damage> damage = new ArrayList<>();
    /** Files whose content stands in another one, or that were never finished. */
    final List<Path> leftovers = new ArrayList<>();

    private final Versions versions;
    private long last;
    private long covered;

    /** Bytes that cannot be read. */
    record Damage(Path path, long from, long to) {
        /** Sets a copy aside for a person to look at. */
        void copyTo(Path folder) throws IOException {
            Path copy = folder.resolve(path.getFileName() + "." + from + "-" + to);
            if (!Files.exists(copy)) {
                byte[] bytes = new byte[(int) Math.min(LARGEST_COPY, to - from)];
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                    file.seek(from);
                    file.readFully(bytes);
                }
                PrivateFiles.write(copy, bytes);
            }
        }
    }

    Recovery(Versions versions) {
        this.versions = versions;
    }

    Recovery read(Path folder) throws IOException {
        List<Path> files = Segment.files(folder);
        for (int i = 0; i < files.size(); i++) {
            try (SegmentReader reader = new SegmentReader(files.get(i), Long.MAX_VALUE)) {
                boolean newest = i == files.size() - 1;
                if (Segment.first(files.get(i)) <= covered || (newest && reader.size() < Segment.HEADER)) {
                    leftovers.add(files.get(i));
                } else {
                    segments.add(read(reader, files.get(i), newest));
                }
            }
        }
        if (segments.isEmpty()) {
            segments.add(Segment.empty(folder, last + 1));
        }
        return this;
    }

    private Segment read(SegmentReader reader, Path path, boolean newest) throws IOException {
        Segment segment = begin(reader, path);
        last = Math.max(last, segment.last());
        while (true) {
            Group group = reader.next();
            if (group != null) {
                segment = group.first > last ? add(segment, group, reader.at()) : segment;
                continue;
            }
            long bad = reader.at();
            boolean more = reader.resync();
            if (newest && (!more || !wasDurable(path, reader.at()))) {
                return segment;
            }
            if (more || !reader.onlyZeros(bad)) {
                damage.add(new Damage(path, bad, more ? reader.at() : reader.size()));
            }
            if (!more) {
                return segment;
            }
        }
    }

    private Segment begin(SegmentReader reader, Path path) throws IOException {
        Segment empty = Segment.empty(path.resolveSibling("."), Segment.first(path));
        ByteBuffer header = reader.header();
        if (header.capacity() == 0 || !Segment.isHeader(header)) {
            damage.add(new Damage(path, 0, Math.min(reader.size(), Segment.HEADER)));
            return empty;
        }
        if (header.getInt(8) != Segment.VERSION) {
            throw new GatewayException(
                    KernelError.BAD_SETTING,
                    path + " was written by another version of the gateway; start that version, or a newer one.");
        }
        covered = Math.max(covered, header.getLong(24));
        return new Segment(path, empty.first(), header.getLong(24), empty.last(), empty.bytes(), 0, empty.newest());
    }

    private Segment add(Segment segment, Group group, long end) {
        long youngest = Long.MIN_VALUE;
        while (group.next()) {
            versions.apply(group.key(versions), group.effect(), group.position(), group.second());
            youngest = Math.max(youngest, group.second());
        }
        last = group.last();
        return segment.plus(group, end, youngest);
    }

    /** Whether something behind the damage was written after what is damaged had been acknowledged. */
    private boolean wasDurable(Path path, long from) throws IOException {
        try (SegmentReader ahead = new SegmentReader(path, Long.MAX_VALUE)) {
            ahead.seek(from);
            for (Group group = ahead.nextIntact(); group != null; group = ahead.nextIntact()) {
                if (group.durable > last) {
                    return true;
                }
            }
            return false;
        }
    }
}
