package io.hermesgateway.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a file is written with a write-ahead log, which is faster and lets readers read meanwhile, or with a rollback
 * journal, which works everywhere.
 */
final class Journalling {
    private static final Logger LOG = LoggerFactory.getLogger(Journalling.class);

    private Journalling() {}

    static void set(Link writer, Path path, Places places) throws SQLException {
        Optional<String> against = places.againstWal(path);
        if (against.isEmpty()) {
            against = attempt(writer);
        }
        if (against.isPresent()) {
            String mode = writer.pragma("journal_mode=DELETE");
            LOG.warn(
                    "{} is kept with a rollback journal ({}) instead of a write-ahead log, which is slower: {}",
                    path,
                    mode,
                    against.get());
            return;
        }
        writer.run("PRAGMA wal_autocheckpoint=1000");
        writer.run("PRAGMA journal_size_limit=67108864");
    }

    /** Only a transaction shows whether memory can be shared here. */
    private static Optional<String> attempt(Link writer) throws SQLException {
        String mode = writer.pragma("journal_mode=WAL");
        if (!mode.equals("wal")) {
            return Optional.of("SQLite refuses, the mode stays " + mode);
        }
        try {
            writer.run("BEGIN IMMEDIATE");
            writer.run("COMMIT");
            return Optional.empty();
        } catch (SQLException refused) {
            int code = DatabaseFile.code(refused);
            if (code == org.sqlite.SQLiteErrorCode.SQLITE_IOERR.code
                    || code == org.sqlite.SQLiteErrorCode.SQLITE_PROTOCOL.code
                    || code == org.sqlite.SQLiteErrorCode.SQLITE_CANTOPEN.code) {
                return Optional.of(String.valueOf(refused.getMessage()));
            }
            throw refused;
        }
    }
}
