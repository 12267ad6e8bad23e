package io.hermesgateway.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Named, migrated, self-healing, backed-up SQL databases. Looked up in the registry for each use, because the plugin
 * behind it may be replaced at any moment.
 */
public interface Databases {
    /** {@code sqlite} or {@code postgres}; scripts of a {@link Database} are kept per dialect. */
    String dialect();

    /**
     * Runs the work in one transaction on the named database, which is created and migrated first when needed. The
     * connection must not leave the callback. An exception rolls back and is thrown on.
     *
     * @throws io.hermesgateway.spi.error.GatewayException {@code store_unavailable} when the database cannot be used now;
     *     never an empty answer instead
     */
    <T> T inTransaction(Database database, Work<T> work);

    /** Like {@link #inTransaction}, read-only; while the database is down it is answered from the last backup. */
    <T> T reading(Database database, Work<T> work);

    /** What is done with a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * A database and how it came to be.
     *
     * @param name the file name without ending, {@code kanban} for {@code kanban.db}
     * @param migrations in order; a migration that was released is never changed
     */
    record Database(String name, List<Migration> migrations) {
        public Database {
            migrations = List.copyOf(migrations);
        }
    }

    /** One step of a schema: columns come before the indexes that need them. */
    record Migration(int version, String dialect, List<String> statements) {
        public Migration {
            statements = List.copyOf(statements);
        }
    }
}
