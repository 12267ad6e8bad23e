package io.hermesgateway.sqlite;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.sql.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Databases of other bundles, each a file in the home, with the same care as the store's own. */
final class SqliteDatabases implements Databases, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabases.class);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String NAMES = "[a-z][a-z0-9_]{0,40}";

    private final Path home;
    private final Opener opener;
    private final Backups backups;
    private final InstantSource clock;
    private final BiFunction<Path, Schema, DatabaseFile> files;
    private final Map<String, DatabaseFile> open = new ConcurrentHashMap<>();
    private boolean closed;

    /** @param files how a file is opened and looked after */
    SqliteDatabases(
            Path home,
            Opener opener,
            Backups backups,
            InstantSource clock,
            BiFunction<Path, Schema, DatabaseFile> files) {
        this.home = home;
        this.opener = opener;
        this.backups = backups;
        this.clock = clock;
        this.files = files;
    }

    @Override
    public String dialect() {
        return Schema.DIALECT;
    }

    @Override
    public <T> T inTransaction(Database database, Work<T> work) {
        return file(database).write(once(work));
    }

    @Override
    public <T> T reading(Database database, Work<T> work) {
        AtomicBoolean begun = new AtomicBoolean();
        io.hermesgateway.sqlite.Work<T> lent = once(work, begun);
        try {
            return file(database).read(lent);
        } catch (GatewayException unavailable) {
            if (begun.get() || unavailable.code() != KernelError.STORE_UNAVAILABLE) {
                throw unavailable;
            }
            return fromBackup(database, work, unavailable);
        }
    }

    private static <T> io.hermesgateway.sqlite.Work<T> once(Work<T> work) {
        return once(work, new AtomicBoolean());
    }

    /** A callback may have changed more than its database, so one that has begun is not done again. */
    private static <T> io.hermesgateway.sqlite.Work<T> once(Work<T> work, AtomicBoolean begun) {
        return link -> {
            if (!begun.compareAndSet(false, true)) {
                throw new GatewayException(
                        KernelError.STORE_UNAVAILABLE,
                        "The database failed under a transaction, which was taken back.");
            }
            try (LentConnection lent = new LentConnection(link.connection())) {
                return work.with(lent.connection());
            }
        };
    }

    private <T> T fromBackup(Database database, Work<T> work, GatewayException unavailable) {
        try {
            List<Path> copies = backups.of(database.name());
            if (copies.isEmpty()) {
                throw unavailable;
            }
            Path newest = copies.get(copies.size() - 1);
            LOG.debug("{} is read from {}", database.name(), newest);
            Link link = opener.reader(newest);
            try {
                return once(work).with(link);
            } finally {
                link.close();
            }
        } catch (IOException | SQLException unreadable) {
            LOG.debug("No backup of {} can be read: {}", database.name(), unreadable.toString());
            throw unavailable;
        }
    }

    /** Offers them again after a {@link #close}. */
    synchronized void reopen() {
        closed = false;
    }

    private synchronized DatabaseFile file(Database database) {
        if (closed) {
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "The databases are closed.");
        }
        if (!database.name().matches(NAMES) || database.name().equals("state")) {
            throw new IllegalArgumentException("a database cannot be called '" + database.name() + "'");
        }
        Schema wanted = new Schema(Schema.OURS, true, database.migrations());
        DatabaseFile now = open.get(database.name());
        if (now != null && now.schema().equals(wanted)) {
            return now;
        }
        if (now != null) {
            now.close();
        }
        DatabaseFile fresh = files.apply(home.resolve(database.name() + ".db"), wanted);
        open.put(database.name(), fresh);
        return fresh;
    }

    /** Copies each whose last copy is a day old and that has changed since. */
    void backUp() {
        open.forEach((name, file) -> {
            try {
                if (hasNews(name)) {
                    Path target = file.apart(link -> copy(link, file));
                    LOG.info("The daily copy of {}.db is {}", name, target);
                }
            } catch (GatewayException | IOException failed) {
                LOG.warn("There is no daily copy of {}.db yet: {}", name, failed.toString());
            }
        });
    }

    private Path copy(Link link, DatabaseFile file) throws SQLException {
        try {
            Path target = backups.next(file.path(), "");
            backups.copy(link, file.opener(), target);
            return target;
        } catch (IOException refused) {
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "it cannot be written: " + refused, refused);
        }
    }

    private boolean hasNews(String name) throws IOException {
        List<Path> copies = backups.of(name);
        if (copies.isEmpty()) {
            return true;
        }
        long copied = Files.getLastModifiedTime(copies.get(copies.size() - 1)).toMillis();
        if (clock.millis() - copied < DAY.toMillis()) {
            return false;
        }
        for (Path each : PrivateFiles.withSidecars(home.resolve(name + ".db"))) {
            if (Files.exists(each) && Files.getLastModifiedTime(each).toMillis() > copied) {
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(DatabaseFile::close);
        open.clear();
    }
}
