package io.hermesgateway.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to one file between its opening and its closing: one that writes, a few that read. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int READERS = 4;
    private static final long PATIENCE_SECONDS = 30;
    private static final long CLOSING_MILLIS = 1_000;

    private final Path path;
    private final Identity identity;
    private final LogIndex index;
    private final Opener opener;
    private final Link writer;
    private final Semaphore writing = new Semaphore(1, true);
    private final Semaphore reading = new Semaphore(READERS, true);
    private final Deque<Link> idle = new ArrayDeque<>();
    private final Deque<Link> lent = new ArrayDeque<>();
    /** Held shared by whoever uses a connection, alone by whoever closes them. */
    private final ReentrantReadWriteLock uses = new ReentrantReadWriteLock();

    private volatile boolean closed;

    Connections(Path path, Opener opener, Link writer) {
        this.path = path;
        this.identity = Identity.of(path);
        this.index = new LogIndex(path);
        this.opener = opener;
        this.writer = writer;
    }

    private interface Use<T> {
        T run() throws SQLException;
    }

    <T> T write(Work<T> work) throws SQLException {
        return using(writing, () -> {
            check();
            return transaction(writer, "BEGIN IMMEDIATE", work, () -> index.commit(() -> writer.update("COMMIT")));
        });
    }

    <T> T read(Work<T> work) throws SQLException {
        return using(reading, () -> {
            check();
            return reader(work);
        });
    }

    /** On the connection that is surely there: a path that leads elsewhere cannot be opened again. */
    <T> T readUnchecked(Work<T> work) throws SQLException {
        return using(writing, () -> {
            index.mend();
            return transaction(writer, "BEGIN", work, () -> writer.update("COMMIT"));
        });
    }

    <T> T apart(Work<T> work) throws SQLException {
        return using(reading, () -> {
            check();
            Link link = lend(opener.plain(path));
            try {
                T result = work.with(link);
                index.end();
                return result;
            } finally {
                giveBack(link);
                link.close();
            }
        });
    }

    private <T> T using(Semaphore permits, Use<T> use) throws SQLException {
        acquire(permits);
        try {
            uses.readLock().lock();
            try {
                if (closed) {
                    throw new SQLException("the file was closed meanwhile");
                }
                return use.run();
            } finally {
                uses.readLock().unlock();
            }
        } finally {
            permits.release();
        }
    }

    private static void acquire(Semaphore permits) throws SQLException {
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLException("too much is asked of it at once");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SQLException("the gateway is stopping", stopped);
        }
    }

    private void check() throws SQLException {
        index.begin();
        Identity now = Identity.of(path);
        if (!now.equals(identity)) {
            throw new SQLException(
                    now.equals(Identity.GONE) ? "the file is gone" : "another file took its place",
                    DatabaseFile.SWAPPED);
        }
    }

    private <T> T reader(Work<T> work) throws SQLException {
        Link link = lend(take());
        boolean well = false;
        try {
            T result = transaction(link, "BEGIN", work, () -> {
                index.end();
                link.update("COMMIT");
            });
            well = true;
            return result;
        } finally {
            giveBack(link);
            if (well) {
                keep(link);
            } else {
                link.close();
            }
        }
    }

    private <T> T transaction(Link link, String begin, Work<T> work, LogIndex.Commit commit) throws SQLException {
        boolean done = false;
        try {
            link.update(begin);
            T result = work.with(link);
            commit.run();
            done = true;
            return result;
        } catch (SQLException failure) {
            throw index.mend() ? LogIndex.spoilt(failure) : failure;
        } finally {
            if (!done) {
                index.mend();
                link.forget();
                rollBack(link);
            }
        }
    }

    /** Some failures have rolled back already, and then there is nothing to take back. */
    private static void rollBack(Link link) {
        try {
            link.run("ROLLBACK");
        } catch (SQLException none) {
            LOG.debug("No rollback: {}", none.getMessage());
        }
    }

    private Link take() throws SQLException {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.removeLast();
            }
        }
        return opener.reader(path);
    }

    private void keep(Link link) {
        synchronized (idle) {
            idle.addLast(link);
        }
    }

    private Link lend(Link link) {
        synchronized (lent) {
            lent.add(link);
        }
        return link;
    }

    private void giveBack(Link link) {
        synchronized (lent) {
            lent.remove(link);
        }
    }

    /** Waits a moment for those who use it, interrupts them, and closes what can be closed. */
    void close() throws SQLException {
        closed = true;
        if (!alone()) {
            interrupt();
            if (!alone()) {
                throw new SQLException("somebody does not let go of it");
            }
        }
        try {
            index.mend();
            synchronized (idle) {
                for (Link link : idle) {
                    link.close();
                }
                idle.clear();
            }
            checkpoint();
        } finally {
            try {
                writer.close();
            } finally {
                index.close();
                uses.writeLock().unlock();
            }
        }
    }

    private boolean alone() {
        try {
            return uses.writeLock().tryLock(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return uses.writeLock().tryLock();
        }
    }

    private void interrupt() throws SQLException {
        writer.interrupt();
        synchronized (lent) {
            for (Link link : lent) {
                link.interrupt();
            }
        }
    }

    /** A file that is no longer at its path keeps what it has; nobody needs it in one piece. */
    private void checkpoint() {
        try {
            if (Identity.of(path).equals(identity)) {
                writer.pragma("wal_checkpoint(TRUNCATE)");
            }
        } catch (SQLException unwell) {
            LOG.debug("No checkpoint of {}: {}", path, unwell.getMessage());
        }
    }
}
