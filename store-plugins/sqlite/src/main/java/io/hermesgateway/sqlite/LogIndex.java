package io.hermesgateway.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of the write-ahead log lies in memory that is shared through the file {@code -shm}. When somebody cuts that
 * file short, the next look into the memory ends the process (SIGBUS), and no Java code can prevent it. So the file is
 * given its length back before it is used, with a header of zeros; SQLite then makes the index anew from the log.
 *
 * <p>It stays open as long as the connections: closing it earlier would drop their locks.
 */
final class LogIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogIndex.class);

    /** Both copies of the index's header; without them nobody believes the rest. */
    private static final int HEADER = 136;

    private final Path path;
    private final @Nullable RandomAccessFile file;
    private long length;

    /** After the first transaction, when the file is there if there will be one at all. */
    LogIndex(Path database) {
        path = PrivateFiles.beside(database, "-shm");
        file = open(path);
        check();
    }

    private static @Nullable RandomAccessFile open(Path path) {
        try {
            return Files.isRegularFile(path) ? new RandomAccessFile(path.toFile(), "rw") : null;
        } catch (IOException refused) {
            LOG.debug("{} cannot be looked after: {}", path, refused.toString());
            return null;
        }
    }

    synchronized void check() {
        RandomAccessFile index = file;
        try {
            long now = index == null ? length : index.length();
            if (now > length) {
                length = now;
            } else if (index != null && now < length) {
                LOG.warn("{} was cut to {} bytes; it is made anew from the log", path, now);
                index.setLength(length);
                index.seek(0);
                index.write(new byte[HEADER]);
            }
        } catch (IOException unreadable) {
            LOG.debug("{} cannot be looked after: {}", path, unreadable.toString());
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException unclosed) {
            LOG.debug("{} could not be closed: {}", path, unclosed.toString());
        }
    }
}
