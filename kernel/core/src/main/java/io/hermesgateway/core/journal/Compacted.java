package io.hermesgateway.core.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The file that will stand for several: each record in a group of its own, at its old position. */
final class Compacted implements AutoCloseable {
    private static final int CHUNK = 256 << 10;

    private final Disk.File file;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final Segment begin;
    private Segment segment;
    private long written = Segment.HEADER;

    Compacted(Disk disk, Path path, Segment first, long covers) throws IOException {
        this.begin =
                new Segment(first.path(), first.first(), covers, first.first() - 1, Segment.HEADER, 0, Long.MIN_VALUE);
        this.segment = begin;
        this.file = disk.open(path);
        file.truncate(0);
    }

    void keep(Group from) throws IOException {
        byte[] group = Group.encode(List.of(from.record()));
        Group.seal(group, from.position(), begin.covers());
        buffer.writeBytes(group);
        segment = segment.plus(Group.of(group, 0), segment.bytes() + group.length, from.second());
        if (buffer.size() > CHUNK) {
            flush();
        }
    }

    long bytes() {
        return segment.bytes();
    }

    Segment finish() throws IOException {
        flush();
        file.write(begin.header(), 0);
        file.force();
        return segment;
    }

    private void flush() throws IOException {
        file.write(ByteBuffer.wrap(buffer.toByteArray()), written);
        written += buffer.size();
        buffer.reset();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
