package io.hermesgateway.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** One connection and the statements that were prepared on it. Used by one thread at a time. */
public final class Link {
    private static final int STATEMENTS_MOST = 64;

    private final SQLiteConnection connection;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>();

    Link(SQLiteConnection connection) {
        this.connection = connection;
    }

    public Connection connection() {
        return connection;
    }

    /** A statement with its parameters set; it is kept, so the caller does not close it. */
    public PreparedStatement with(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            if (prepared.size() >= STATEMENTS_MOST) {
                forget();
            }
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            set(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    private static void set(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(at, text);
        } else if (value instanceof Number number) {
            statement.setLong(at, number.longValue());
        } else {
            statement.setObject(at, value);
        }
    }

    /** Changes rows; says how many. */
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        return with(sql, parameters).executeUpdate();
    }

    /** The first column of the first row as a number. */
    public long number(String sql, long otherwise, @Nullable Object... parameters) throws SQLException {
        try (ResultSet row = with(sql, parameters).executeQuery()) {
            return row.next() ? row.getLong(1) : otherwise;
        }
    }

    /** The first column of the first row as text; null when there is none. */
    public @Nullable String text(String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet row = with(sql, parameters).executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Runs one statement that is not worth keeping. */
    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A pragma's one value. */
    public String pragma(String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    /** Makes what another thread is doing with this connection fail soon. */
    void interrupt() throws SQLException {
        connection.getDatabase().interrupt();
    }

    /** Closes all statements; one that failed is of no use any more. */
    void forget() throws SQLException {
        for (PreparedStatement each : prepared.values()) {
            each.close();
        }
        prepared.clear();
    }

    public void close() throws SQLException {
        try {
            forget();
        } finally {
            connection.close();
        }
    }
}
