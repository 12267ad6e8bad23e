package io.hermesgateway.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of the write-ahead log lies in memory that is shared through the file {@code -shm}, and SQLite believes what
 * stands there: garbage in it damages the database, and when the file is cut short the next look into the memory ends
 * the process (SIGBUS). So every transaction looks at it when it begins and again before its result counts. Damage is
 * undone by giving the file its length back and its header zeros; then SQLite makes the index anew from the log.
 *
 * <p>The files stay open as long as the connections: closing them earlier would drop locks. Decision 0012 says why the
 * index is not kept in private memory instead.
 */
final class LogIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogIndex.class);
    private static final int TRIES = 3;
    /** Both copies of the header, and how much of the log is in the database already. */
    private static final int HEAD = 2 * IndexHeader.SIZE + Integer.BYTES;

    private final Path path;
    private final @Nullable Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable IndexHeader known;
    private int transferred;
    private volatile long length;
    /** Whether an index that SQLite has just made looks as it should; if not, only its length is looked after. */
    private boolean understood = true;

    private record Parts(RandomAccessFile index, FileChannel log, LoggedPages pages, IndexTables tables) {}

    /** What ends a transaction. */
    interface Commit {
        void run() throws SQLException;
    }

    /** After the first transaction, when the files are there if there will be any at all. */
    LogIndex(Path database) {
        path = PrivateFiles.beside(database, "-shm");
        parts = open(path, PrivateFiles.beside(database, "-wal"));
        understood = parts == null || understands(parts);
    }

    private boolean understands(Parts of) {
        try {
            return !cut(of) && sound(of, true);
        } catch (IOException unreadable) {
            LOG.debug("{} cannot be looked after: {}", path, unreadable.toString());
            return false;
        }
    }

    private static @Nullable Parts open(Path index, Path log) {
        try {
            if (!Files.isRegularFile(index) || !Files.isRegularFile(log)) {
                return null;
            }
            FileChannel frames = FileChannel.open(log, StandardOpenOption.READ);
            RandomAccessFile file = new RandomAccessFile(index.toFile(), "rw");
            return new Parts(file, frames, new LoggedPages(frames), new IndexTables(file.getChannel()));
        } catch (IOException refused) {
            LOG.debug("{} cannot be looked after: {}", index, refused.toString());
            return null;
        }
    }

    /** Before a transaction looks into it. While another one is being committed its length is looked at, no more. */
    void begin() throws SQLException {
        if (mended(true)) {
            throw spoilt(null);
        }
    }

    /** Before the result of a transaction counts, and before one that failed is taken back. */
    void end() throws SQLException {
        if (mended(false)) {
            throw spoilt(null);
        }
    }

    /** Makes it sound if it is not; true when it was not. */
    boolean mend() {
        return mended(true);
    }

    private boolean mended(boolean mayBeBlank) {
        if (parts == null) {
            return false;
        }
        try {
            if (!lock.tryLock()) {
                return parts.index().length() < length && cut(parts);
            }
            try {
                return cut(parts) || (understood && !sound(parts, mayBeBlank) && remade(parts));
            } finally {
                lock.unlock();
            }
        } catch (IOException unreadable) {
            LOG.debug("{} cannot be looked after: {}", path, unreadable.toString());
            return false;
        }
    }

    /** Commits what was written; nobody takes the index for damaged meanwhile. */
    void commit(Commit commit) throws SQLException {
        lock.lock();
        try {
            end();
            commit.run();
            known = null;
            if (mended(true)) {
                LOG.warn("{} was damaged within a commit", path);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What a transaction failed of that failed while the index was damaged. */
    static SQLException spoilt(@Nullable SQLException cause) {
        return new SQLException("the index of the log was damaged", DatabaseFile.SPOILT, cause);
    }

    private boolean cut(Parts of) throws IOException {
        long now = of.index().length();
        if (now >= length) {
            length = now;
            return false;
        }
        LOG.warn("{} was cut to {} bytes; it is made anew from the log", path, now);
        of.index().setLength(length);
        blank(of);
        return true;
    }

    private boolean sound(Parts of, boolean mayBeBlank) throws IOException {
        for (int left = TRIES; left > 0; left--) {
            ByteBuffer head = ByteBuffer.allocate(HEAD);
            if (of.index().getChannel().read(head, 0) != HEAD) {
                return true;
            }
            IndexHeader first = new IndexHeader(head.slice(0, IndexHeader.SIZE));
            IndexHeader second = new IndexHeader(head.slice(IndexHeader.SIZE, IndexHeader.SIZE));
            if (first.blank() && second.blank()) {
                known = null;
                return mayBeBlank;
            }
            if (first.sameAs(second) && first.sound() && agrees(of, first, transferred(head))) {
                return true;
            }
        }
        return false;
    }

    private static int transferred(ByteBuffer head) {
        return head.order(ByteOrder.nativeOrder()).getInt(2 * IndexHeader.SIZE);
    }

    /** How much was transferred changes with our own commits; whoever else changes it is not believed. */
    private boolean agrees(Parts of, IndexHeader header, int now) throws IOException {
        boolean same = known != null && known.sameAs(header);
        if (now < 0 || now > header.frames() || (same && now != transferred)) {
            return false;
        }
        if (!of.pages().follow(header) || !of.tables().agree(of.pages(), header.frames())) {
            return false;
        }
        known = header;
        transferred = now;
        return true;
    }

    private boolean remade(Parts of) throws IOException {
        LOG.warn("{} was damaged; it is made anew from the log", path);
        blank(of);
        return true;
    }

    private void blank(Parts of) throws IOException {
        known = null;
        of.index().getChannel().write(ByteBuffer.allocate(2 * IndexHeader.SIZE), 0);
    }

    @Override
    public void close() {
        try {
            if (parts != null) {
                parts.index().close();
                parts.log().close();
            }
        } catch (IOException unclosed) {
            LOG.debug("{} could not be closed: {}", path, unclosed.toString());
        }
    }
}
