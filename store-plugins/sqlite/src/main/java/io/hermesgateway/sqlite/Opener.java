package io.hermesgateway.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * Makes connections with everything set that ours need.
 *
 * @param places what is known about the file systems below
 * @param durable whether a commit must survive loss of power by itself; history need not, the journal has it
 * @param busy how long a lock of another process is waited for
 * @param beforeMigration keeps a copy of a file whose schema is about to change
 */
public record Opener(Places places, boolean durable, java.time.Duration busy, BeforeMigration beforeMigration) {
    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);

    private static final int ATTEMPTS = 100;

    /** Keeps a copy. */
    public interface BeforeMigration {
        BeforeMigration NOTHING = (path, link, opener) -> {};

        void copy(Path path, Link link, Opener opener) throws SQLException, IOException;
    }

    /** Opens the file with its schema brought up to date. */
    Connections open(Path path, Schema schema) throws SQLException, IOException {
        PrivateFiles.prepare(path);
        Link writer = new Link(connect(path, false));
        boolean opened = false;
        try {
            prepare(writer, path, schema);
            writer.run("PRAGMA synchronous=" + (durable ? "FULL" : "NORMAL"));
            new Migrator(path, schema, (file, link) -> beforeMigration.copy(file, link, this)).bringUpToDate(writer);
            opened = true;
            return new Connections(path, this, writer);
        } finally {
            if (!opened) {
                writer.close();
            }
        }
    }

    /** Another program that starts at the same time may be in the way for a moment; SQLite does not wait here. */
    private void prepare(Link writer, Path path, Schema schema) throws SQLException {
        for (int left = ATTEMPTS; ; left--) {
            try {
                mark(writer, schema);
                Journalling.set(writer, path, places);
                return;
            } catch (SQLException refused) {
                if (left == 0 || DatabaseFile.code(refused) != SQLiteErrorCode.SQLITE_BUSY.code) {
                    throw refused;
                }
                writer.run("BEGIN IMMEDIATE");
                writer.run("COMMIT");
            }
        }
    }

    /** Before there is a write-ahead log: whoever looks at the file alone must see whose it is. */
    private static void mark(Link writer, Schema schema) throws SQLException {
        if (writer.pragma("page_count").equals("0")) {
            writer.run("PRAGMA application_id=" + schema.applicationId());
        }
    }

    /** Makes a new file, or brings the schema of an existing one up to date, and closes it. */
    public void create(Path path, Schema schema) throws SQLException, IOException {
        open(path, schema).close();
    }

    /** A connection that only reads. */
    public Link reader(Path path) throws SQLException {
        return new Link(connect(path, true));
    }

    /** A connection that may write, to a file that nobody else uses; its schema is taken as it is. */
    public Link plain(Path path) throws SQLException {
        return new Link(connect(path, false));
    }

    /** A database in memory, gone with the connection. */
    static Link inMemory() throws SQLException {
        return new Link(JDBC.createConnection("jdbc:sqlite::memory:", new Properties()));
    }

    private org.sqlite.SQLiteConnection connect(Path path, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // A missing file is somebody's decision, never an accident of opening.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(Math.toIntExact(busy.toMillis()));
        config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-4000");
        config.setPragma(SQLiteConfig.Pragma.TEMP_STORE, "MEMORY");
        org.sqlite.SQLiteConnection connection =
                JDBC.createConnection("jdbc:sqlite:file:" + path.toUri().getRawPath(), config.toProperties());
        boolean set = false;
        try {
            Link link = new Link(connection);
            link.run("PRAGMA cell_size_check=ON");
            link.run("PRAGMA trusted_schema=OFF");
            link.run("PRAGMA query_only=" + (readOnly ? "ON" : "OFF"));
            set = true;
        } finally {
            if (!set) {
                LOG.debug("{} does not let itself be opened", path);
                connection.close();
            }
        }
        return connection;
    }
}
