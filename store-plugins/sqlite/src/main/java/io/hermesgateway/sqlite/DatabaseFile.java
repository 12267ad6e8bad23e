package io.hermesgateway.sqlite;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The one place that opens and closes a database file. It is opened when it is first needed and again after it was
 * closed for a repair; meanwhile callers get {@code store_unavailable}, and whoever feeds it tries again. Every failure
 * goes to its {@link Care}, which may mend the file while the gateway runs.
 */
public final class DatabaseFile implements AutoCloseable {
    /** The SQL state of a failure that SQLite does not notice: the path leads to another file, or to none. */
    public static final String SWAPPED = "SWAPPED";

    /** The SQL state of a failure that was mended already: the index of the log was damaged, and is made anew. */
    public static final String SPOILT = "SPOILT";

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    private static final long OPENING_SECONDS = 20;
    private static final int PRIMARY_CODE = 0xff;

    /** What says something about the statement and nothing about the file. */
    private static final Set<Integer> CALLERS_FAULT = Set.of(
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_RANGE.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_MISUSE.code);

    private final Path path;
    private final Schema schema;
    private final Opener opener;
    private final Care care;
    private final ReentrantLock life = new ReentrantLock();
    private volatile @Nullable Connections open;
    private volatile @Nullable String mending;
    private volatile @Nullable GatewayException refusal;
    private volatile boolean closed;

    /** What is done while the file is closed. */
    public interface Mending {
        void mend() throws SQLException, IOException;
    }

    public DatabaseFile(Path path, Schema schema, Opener opener, Care care) {
        this.path = path;
        this.schema = schema;
        this.opener = opener;
        this.care = care;
    }

    public Path path() {
        return path;
    }

    public Schema schema() {
        return schema;
    }

    /** Connections to this and other files as this file's are made; for a care that looks into copies and backups. */
    public Opener opener() {
        return opener;
    }

    /** Does the work in one transaction, one after the other. */
    public <T> T write(Work<T> work) {
        return call(connections -> connections.write(work));
    }

    /** Does the work in one read-only transaction, several at a time. */
    public <T> T read(Work<T> work) {
        return call(connections -> connections.read(work));
    }

    /** Does work that is no transaction, such as {@code VACUUM INTO}, on a connection of its own. */
    public <T> T apart(Work<T> work) {
        return call(connections -> connections.apart(work));
    }

    /**
     * Does the work on the file that is open although its path may lead elsewhere by now: what was deleted is still
     * there as long as it is open. Empty when none is open.
     */
    public <T> Optional<T> stillOpen(Work<T> work) throws SQLException {
        Connections now = open;
        return now == null ? Optional.empty() : Optional.of(now.readUnchecked(work));
    }

    /**
     * Closes the file, does the work, and lets it be opened again. Callers get {@code store_unavailable} with these words
     * meanwhile; a statement that does not end in time is interrupted.
     */
    public void whileClosed(String words, Mending work) throws SQLException, IOException {
        life.lock();
        try {
            mending = words;
            shut(false);
            work.mend();
            refusal = null;
        } finally {
            mending = null;
            life.unlock();
        }
    }

    /** Opens the file now rather than with the first call. */
    public void warmUp() {
        call(connections -> true);
    }

    /** Whether the file is open now. */
    public boolean isOpen() {
        return open != null;
    }

    private interface Use<T> {
        T with(Connections connections) throws SQLException;
    }

    private <T> T call(Use<T> use) {
        try {
            return use.with(connections());
        } catch (SQLException failure) {
            if (isCallersFault(failure)) {
                throw new GatewayException(KernelError.INTERNAL, name() + ": " + failure.getMessage(), failure);
            }
            return mended(failure, use);
        }
    }

    private <T> T mended(SQLException failure, Use<T> use) {
        boolean told = !closed && care.failed(this, failure);
        if (told || (!closed && SPOILT.equals(failure.getSQLState()))) {
            try {
                return use.with(connections());
            } catch (SQLException again) {
                throw unavailable(again.getMessage(), again);
            }
        }
        throw unavailable(failure.getMessage(), failure);
    }

    private static boolean isCallersFault(SQLException failure) {
        return CALLERS_FAULT.contains(code(failure));
    }

    /** SQLite's primary result code; zero for what did not come from SQLite. */
    public static int code(SQLException failure) {
        return failure instanceof SQLiteException known ? known.getResultCode().code & PRIMARY_CODE : 0;
    }

    private Connections connections() throws SQLException {
        Connections now = open;
        if (now != null) {
            return now;
        }
        String busy = mending;
        if (busy != null) {
            throw unavailable(busy, null);
        }
        try {
            if (!life.tryLock(OPENING_SECONDS, TimeUnit.SECONDS)) {
                throw unavailable("it is still being opened", null);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable("the gateway is stopping", stopped);
        }
        try {
            return opened();
        } finally {
            life.unlock();
        }
    }

    private Connections opened() throws SQLException {
        Connections now = open;
        if (now != null) {
            return now;
        }
        if (closed) {
            throw unavailable("it is closed", null);
        }
        GatewayException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        care.beforeOpen(this);
        try {
            now = opener.open(path, schema);
            open = now;
            care.opened(this);
            return now;
        } catch (GatewayException hopeless) {
            refusal = hopeless;
            throw hopeless;
        } catch (IOException unusable) {
            throw new SQLException(unusable.toString(), unusable);
        }
    }

    /** Never throws: what cannot be closed is left to itself, and said. */
    private void shut(boolean atTheEnd) {
        Connections last = open;
        open = null;
        if (last == null) {
            return;
        }
        try {
            last.close();
            if (atTheEnd) {
                care.closed(this);
            }
        } catch (SQLException unclean) {
            LOG.warn("{} was not closed in an orderly way: {}", name(), unclean.getMessage());
        }
    }

    private String name() {
        return String.valueOf(path.getFileName());
    }

    private GatewayException unavailable(@Nullable String why, @Nullable Throwable cause) {
        return new GatewayException(
                KernelError.STORE_UNAVAILABLE, name() + " cannot be used at the moment: " + why, cause);
    }

    /** Everything is brought into the one file first. */
    @Override
    public void close() {
        closed = true;
        life.lock();
        try {
            shut(true);
        } finally {
            life.unlock();
        }
    }
}
