package io.hermesgateway.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One file of the journal, as far as it is durable.
 *
 * @param covers not 0 when this file stands for all files with first positions up to here
 * @param last the last position in it
 * @param newest the youngest record in it, in seconds
 */
record Segment(Path path, long first, long covers, long last, long bytes, long records, long newest) {
    static final int HEADER = 40;
    static final int VERSION = 1;
    private static final long MAGIC = 0x4845524D45534A4CL;

    static Segment empty(Path folder, long first) {
        Path path = folder.resolve(String.format(Locale.ROOT, "%020d.journal", first));
        return new Segment(path, first, 0, first - 1, HEADER, 0, Long.MIN_VALUE);
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().matches("\\d{20}\\.journal"))
                    .sorted()
                    .toList();
        }
    }

    static long first(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(0, 20));
    }

    ByteBuffer header() {
        return header(VERSION);
    }

    ByteBuffer header(int version) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putLong(MAGIC).putInt(version).putInt(0).putLong(first).putLong(covers);
        return header.putLong(checksum(header)).flip();
    }

    /** Whether this is a header that can be believed. */
    static boolean isHeader(ByteBuffer header) {
        return header.getLong(0) == MAGIC && header.getLong(32) == checksum(header);
    }

    private static long checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().position(0).limit(32));
        return crc.getValue();
    }

    Segment plus(long count, long size, long second) {
        return new Segment(path, first, covers, last + count, bytes + size, records + count, Math.max(newest, second));
    }

    /** With a group that lies somewhere behind the others. */
    Segment plus(Group group, long end, long second) {
        return new Segment(path, first, covers, group.last(), end, records + group.count, Math.max(newest, second));
    }
}
