package io.hermesgateway.core.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the groups of one file. Not through a channel: whoever reads may be interrupted. */
final class SegmentReader implements AutoCloseable {
    private static final int CHUNK = 256 << 10;

    private final RandomAccessFile file;
    private final long size;
    private byte[] bytes = new byte[0];
    private long base;
    private int filled;
    private long at = Segment.HEADER;

    SegmentReader(Path path, long limit) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        size = Math.min(limit, file.length());
    }

    ByteBuffer header() throws IOException {
        return load(0, Segment.HEADER) ? ByteBuffer.wrap(Arrays.copyOf(bytes, Segment.HEADER)) : ByteBuffer.allocate(0);
    }

    long size() {
        return size;
    }

    /** Where the next group is expected. */
    long at() {
        return at;
    }

    void seek(long offset) {
        at = offset;
    }

    /** The group at this place; null at the end and where none is. */
    @Nullable
    Group next() throws IOException {
        int length = load(at, Group.HEADER) ? Group.length(bytes, (int) (at - base)) : 0;
        if (length == 0 || !load(at, length) || !Group.intact(bytes, (int) (at - base), length)) {
            return null;
        }
        Group group = Group.of(bytes, (int) (at - base));
        at += length;
        return group;
    }

    /** The next group that can be read, whatever lies before it. */
    @Nullable
    Group nextIntact() throws IOException {
        Group group = next();
        return group == null && resync() ? next() : group;
    }

    /** Moves on to the next place where an intact group begins. */
    boolean resync() throws IOException {
        for (long offset = at + 1; load(offset, Group.HEADER); offset++) {
            if (Group.length(bytes, (int) (offset - base)) > 0) {
                seek(offset);
                if (next() != null) {
                    seek(offset);
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether there are only zeros from here on: room that was made in advance. */
    boolean onlyZeros(long from) throws IOException {
        for (long offset = from; load(offset, 1); offset++) {
            if (bytes[(int) (offset - base)] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether so many bytes from the offset on are in the buffer now. */
    private boolean load(long offset, int length) throws IOException {
        if (offset + length > size) {
            return false;
        }
        if (offset < base || offset + length > base + filled) {
            int wanted = (int) Math.max(length, Math.min(CHUNK, size));
            bytes = wanted == bytes.length ? bytes : new byte[wanted];
            base = offset;
            filled = (int) Math.min(bytes.length, size - offset);
            file.seek(offset);
            file.readFully(bytes, 0, filled);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
