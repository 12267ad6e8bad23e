package io.hermesgateway.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of the journal, where the writing thread writes. Room is made in advance, filled with zeros, so that a sync
 * need not change the size of the file. After a failure nothing is believed but what was durable before: the file is
 * opened anew and cut there.
 */
final class Tail {
    private static final int ROOM = 1 << 20;

    private final Options options;
    private final Path folder;
    private final Path reserve;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private Segment segment;
    private Disk.@Nullable File file;
    private long room;

    Tail(Options options, Path folder, Segment segment) {
        this.options = options;
        this.folder = folder;
        this.reserve = folder.resolve("reserve");
        this.segment = segment;
    }

    /** Writes all of it and returns when it is durable. */
    Segment write(List<Append> appends) throws IOException {
        try {
            long bytes =
                    appends.stream().mapToLong(append -> append.group.length).sum();
            Disk.File to = file == null ? repair() : file;
            if (segment.bytes() + bytes > options.segmentBytes() && segment.records() > 0) {
                to = roll(to, segment.last() + 1);
            }
            put(to, appends);
            makeRoom(to, segment.bytes() + bytes);
            to.force();
        } catch (IOException failed) {
            close();
            throw failed;
        }
        for (Append append : appends) {
            segment = segment.plus(append.records.size(), append.group.length, append.newest);
        }
        return segment;
    }

    private void put(Disk.File to, List<Append> appends) throws IOException {
        long at = segment.bytes();
        buffer.clear();
        for (Append append : appends) {
            for (int from = 0; from < append.group.length; ) {
                int part = Math.min(buffer.remaining(), append.group.length - from);
                buffer.put(append.group, from, part);
                from += part;
                at = buffer.hasRemaining() ? at : flush(to, at);
            }
        }
        flush(to, at);
    }

    private long flush(Disk.File to, long at) throws IOException {
        int length = buffer.flip().remaining();
        to.write(buffer, at);
        buffer.clear();
        return at + length;
    }

    private void makeRoom(Disk.File to, long end) throws IOException {
        if (end <= room) {
            return;
        }
        try {
            to.write(ByteBuffer.allocate(ROOM), end);
            room = end + ROOM;
        } catch (IOException tooMuch) {
            to.truncate(end);
            room = Long.MAX_VALUE; // The disk is nearly full: from now on only what is needed.
        }
    }

    /** Opens the file and cuts it to what is durable. */
    Disk.File repair() throws IOException {
        close();
        Disk.File opened = options.disk().open(segment.path());
        try {
            if (Files.size(segment.path()) < Segment.HEADER) {
                opened.write(segment.header(), 0);
                PrivateFiles.syncFolder(folder);
            }
            opened.truncate(segment.bytes());
            opened.force();
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
        room = segment.bytes();
        file = opened;
        return opened;
    }

    /** The next position is the one after this. */
    Segment skip(long last) throws IOException {
        try {
            roll(file == null ? repair() : file, last + 1);
            return segment;
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private Disk.File roll(Disk.File full, long first) throws IOException {
        Segment next = Segment.empty(folder, first);
        Disk.File opened = options.disk().open(next.path());
        try {
            opened.write(next.header(), 0);
            opened.force();
            PrivateFiles.syncFolder(folder);
            full.truncate(segment.bytes());
            full.close();
        } catch (IOException failed) {
            opened.close();
            Files.deleteIfExists(next.path());
            throw failed;
        }
        segment = next;
        room = Segment.HEADER;
        file = opened;
        return opened;
    }

    /** Makes the reserve, a megabyte for finishing what is open. Also the proof that there is room again. */
    void reserve() throws IOException {
        if (Files.exists(reserve) && Files.size(reserve) >= ROOM) {
            return;
        }
        try (Disk.File spare = options.disk().open(reserve)) {
            spare.write(ByteBuffer.allocate(ROOM), 0);
            spare.force();
        } catch (IOException full) {
            Files.deleteIfExists(reserve);
            throw full;
        }
    }

    void giveReserveBack() throws IOException {
        Files.deleteIfExists(reserve);
    }

    void close() {
        Disk.File open = file;
        file = null;
        if (open != null) {
            try (open) {
                open.truncate(segment.bytes());
            } catch (IOException failed) {
                room = 0; // Whoever opens the file next cuts it.
            }
        }
    }
}
