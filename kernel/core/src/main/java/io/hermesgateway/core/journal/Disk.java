package io.hermesgateway.core.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the journal does to the disk when it writes, so that a test can let the disk fail. */
public interface Disk {
    /** The real one. */
    Disk REAL = RealFile::new;

    /** Opens a file for writing and creates it, readable by its owner alone, if it is not there. */
    File open(Path path) throws IOException;

    /** A file that is written. */
    interface File extends Closeable {
        void write(ByteBuffer bytes, long at) throws IOException;

        /** Returns when the content is on the disk. */
        void force() throws IOException;

        void truncate(long size) throws IOException;
    }

    /** A file through its channel. An interrupt closes a channel, so only threads of the journal may come here. */
    final class RealFile implements File {
        private final FileChannel channel;

        RealFile(Path path) throws IOException {
            channel = FileChannel.open(PrivateFiles.create(path), StandardOpenOption.WRITE);
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            long to = at;
            while (bytes.hasRemaining()) {
                to += channel.write(bytes, to);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
