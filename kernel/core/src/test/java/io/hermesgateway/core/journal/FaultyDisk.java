package io.hermesgateway.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that fails when a test says so. */
final class FaultyDisk implements Disk {
    /** What it refuses. */
    enum Fault {
        NONE,
        /** Every write. */
        WRITE,
        /** Writes that make files larger by more than is left; what fits is written. */
        FULL,
        SYNC,
        OPEN
    }

    private volatile Fault fault = Fault.NONE;
    private long left;

    synchronized void fail(Fault now) {
        fault = now;
        left = 0;
    }

    /** A full disk on which so many bytes still fit. */
    synchronized void full(long room) {
        fault = Fault.FULL;
        left = room;
    }

    @Override
    public File open(Path path) throws IOException {
        if (fault == Fault.OPEN) {
            throw new FileSystemException(path.toString(), null, "Read-only file system");
        }
        return new Watched(Disk.REAL.open(path), Files.size(path));
    }

    /** How much of the bytes can be written, as far as they make the file larger. */
    private synchronized int fits(int wanted, long growth) {
        if (fault == Fault.WRITE) {
            return 0;
        }
        if (fault != Fault.FULL || growth <= left) {
            left -= growth;
            return wanted;
        }
        int fits = (int) Math.max(0, wanted - growth + left);
        left = 0;
        return fits;
    }

    private synchronized void giveBack(long bytes) {
        left += bytes;
    }

    private final class Watched implements File {
        private final File real;
        private long size;

        Watched(File real, long size) {
            this.real = real;
            this.size = size;
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            int fits = fits(bytes.remaining(), Math.max(0, at + bytes.remaining() - size));
            ByteBuffer part = bytes.duplicate();
            part.limit(part.position() + fits);
            bytes.position(bytes.position() + fits);
            real.write(part, at);
            size = Math.max(size, at + fits);
            if (bytes.hasRemaining()) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void force() throws IOException {
            if (fault == Fault.SYNC) {
                throw new IOException("Input/output error");
            }
            real.force();
        }

        @Override
        public void truncate(long to) throws IOException {
            real.truncate(to);
            giveBack(Math.max(0, size - to));
            size = Math.min(size, to);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
