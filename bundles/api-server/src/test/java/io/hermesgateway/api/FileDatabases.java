package io.hermesgateway.api;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.sql.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases in files of a folder, without healing and backups; may be away. */
final class FileDatabases implements Databases {
    private final Path folder;
    volatile boolean away;
    volatile int transactions;

    FileDatabases(Path folder) {
        this.folder = folder;
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public synchronized <T> T inTransaction(Database database, Work<T> work) {
        if (away) {
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "the database is away");
        }
        transactions++;
        try (Connection connection = open(database)) {
            connection.setAutoCommit(false);
            T result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException broken) {
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "the database is broken", broken);
        }
    }

    @Override
    public <T> T reading(Database database, Work<T> work) {
        return inTransaction(database, work);
    }

    private Connection open(Database database) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(database.name() + ".db"));
        try (Statement statement = connection.createStatement()) {
            for (Migration migration : database.migrations()) {
                if (migration.dialect().equals("sqlite")) {
                    for (String sql : migration.statements()) {
                        statement.execute(sql);
                    }
                }
            }
        }
        return connection;
    }

    /** One value, or an empty text. */
    String one(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("response_store.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("response_store.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
