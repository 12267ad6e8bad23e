package io.hermesgateway.jsonl;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of lines, each with the position of the fact that it comes from in front: {@code {"p":12,…}}. It only grows at
 * its end. A reader names the position up to which the store is complete and sees nothing beyond; what a crash left
 * beyond it is cut off before anything is written. Not through channels, which an interrupt would close.
 */
final class LineFile {
    private static final byte[] MARK = {'{', '"', 'p', '"', ':'};
    private static final int BLOCK = 64 << 10;

    final Path path;

    LineFile(Path path) {
        this.path = path;
    }

    /** Gets lines one by one. */
    interface Visitor {
        /** False ends it. */
        boolean line(byte[] line, long offset) throws IOException;
    }

    boolean exists() {
        return Files.exists(path);
    }

    long length() {
        return path.toFile().length();
    }

    void append(byte[] lines) throws IOException {
        PrivateFiles.create(path);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(file.length());
            file.write(lines);
        }
    }

    void force() throws IOException {
        if (exists()) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.getFD().sync();
            }
        }
    }

    /** The position in front of a line; the largest there is when it cannot be read. */
    static long position(byte[] line) {
        if (line.length < MARK.length + 1 || !Arrays.equals(line, 0, MARK.length, MARK, 0, MARK.length)) {
            return Long.MAX_VALUE;
        }
        long position = 0;
        for (int i = MARK.length; i < line.length && line[i] >= '0' && line[i] <= '9'; i++) {
            position = position * 10 + line[i] - '0';
        }
        return position;
    }

    /** Where the first line begins that is newer, from the end backwards; lines that are damaged end nothing. */
    long end(long upTo) throws IOException {
        long[] end = {length()};
        long[] complete = {0};
        everyBackwards((line, offset) -> {
            complete[0] = Math.max(complete[0], offset + line.length + 1);
            boolean newer = position(line) > upTo;
            end[0] = newer ? offset : Math.min(end[0], offset + line.length + 1);
            return newer;
        });
        return Math.min(end[0], complete[0]);
    }

    /** Cuts off what is newer, and a last line that was not finished. */
    void cut(long upTo) throws IOException {
        if (!exists()) {
            return;
        }
        long end = end(upTo);
        if (end < length()) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(end);
            }
        }
    }

    /** The newest line first. */
    void backwards(long upTo, Visitor visitor) throws IOException {
        everyBackwards((line, offset) -> position(line) > upTo || visitor.line(line, offset));
    }

    private void everyBackwards(Visitor visitor) throws IOException {
        if (!exists()) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long start = file.length();
            byte[] begun = new byte[0];
            boolean whole = false;
            int size = BLOCK;
            while (start > 0) {
                int part = (int) Math.min(size, start);
                start -= part;
                byte[] bytes = new byte[part + begun.length];
                file.seek(start);
                file.readFully(bytes, 0, part);
                System.arraycopy(begun, 0, bytes, part, begun.length);
                int to = bytes.length;
                for (int i = part - 1; i >= 0; i--) {
                    if (bytes[i] == '\n') {
                        if (whole && !visitor.line(Arrays.copyOfRange(bytes, i + 1, to), start + i + 1)) {
                            return;
                        }
                        whole = true;
                        to = i;
                    }
                }
                size = to == bytes.length ? Math.min(size * 2, 16 << 20) : BLOCK;
                begun = Arrays.copyOf(bytes, to);
            }
            if (whole) {
                visitor.line(begun, 0);
            }
        }
    }

    /** The oldest line first. */
    void forwards(long upTo, Visitor visitor) throws IOException {
        if (!exists()) {
            return;
        }
        try (InputStream in = new FileInputStream(path.toFile())) {
            byte[] bytes = new byte[BLOCK];
            int filled = 0;
            long offset = 0;
            for (int got = in.read(bytes, 0, BLOCK); got > 0; got = in.read(bytes, filled, bytes.length - filled)) {
                filled += got;
                int from = 0;
                for (int i = filled - got; i < filled; i++) {
                    if (bytes[i] == '\n') {
                        byte[] line = Arrays.copyOfRange(bytes, from, i);
                        if (position(line) <= upTo && !visitor.line(line, offset + from)) {
                            return;
                        }
                        from = i + 1;
                    }
                }
                offset += from;
                filled -= from;
                System.arraycopy(bytes, from, bytes, 0, filled);
                bytes = filled == bytes.length ? Arrays.copyOf(bytes, filled * 2) : bytes;
            }
        }
    }
}
