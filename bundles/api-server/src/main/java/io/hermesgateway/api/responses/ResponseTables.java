package io.hermesgateway.api.responses;

import io.hermesgateway.spi.sql.Databases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two tables of {@code response_store.db}, as Hermes has them. */
final class ResponseTables {
    static final Databases.Database DATABASE = new Databases.Database(
            "response_store",
            List.of(
                    new Databases.Migration(1, "sqlite", tables("REAL")),
                    new Databases.Migration(1, "postgres", tables("DOUBLE PRECISION"))));

    private static final String UPSERT =
            "INSERT INTO responses (response_id, data, accessed_at) VALUES (?, ?, ?) ON CONFLICT (response_id) DO"
                    + " UPDATE SET data = excluded.data, accessed_at = excluded.accessed_at";
    private static final String NAME =
            "INSERT INTO conversations (name, response_id) VALUES (?, ?) ON CONFLICT (name) DO"
                    + " UPDATE SET response_id = excluded.response_id";

    private final Connection connection;

    ResponseTables(Connection connection) {
        this.connection = connection;
    }

    private static List<String> tables(String real) {
        return List.of(
                "CREATE TABLE IF NOT EXISTS responses (response_id TEXT PRIMARY KEY, data TEXT NOT NULL,"
                        + " accessed_at " + real + " NOT NULL)",
                "CREATE TABLE IF NOT EXISTS conversations (name TEXT PRIMARY KEY, response_id TEXT NOT NULL)");
    }

    /** A row as it is to be; without data only its time moves. */
    record Row(String id, @Nullable String data, double accessedAt) {}

    void write(Collection<Row> rows) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
                PreparedStatement touch =
                        connection.prepareStatement("UPDATE responses SET accessed_at = ? WHERE response_id = ?")) {
            for (Row row : rows) {
                if (row.data() == null) {
                    touch.setDouble(1, row.accessedAt());
                    touch.setString(2, row.id());
                    touch.executeUpdate();
                } else {
                    upsert.setString(1, row.id());
                    upsert.setString(2, row.data());
                    upsert.setDouble(3, row.accessedAt());
                    upsert.executeUpdate();
                }
            }
        }
    }

    void name(Map<String, String> conversations) throws SQLException {
        try (PreparedStatement name = connection.prepareStatement(NAME)) {
            for (Map.Entry<String, String> entry : conversations.entrySet()) {
                name.setString(1, entry.getKey());
                name.setString(2, entry.getValue());
                name.executeUpdate();
            }
        }
    }

    void delete(Collection<String> ids) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement("DELETE FROM responses WHERE response_id = ?");
                PreparedStatement names =
                        connection.prepareStatement("DELETE FROM conversations WHERE response_id = ?")) {
            for (String id : ids) {
                row.setString(1, id);
                row.executeUpdate();
                names.setString(1, id);
                names.executeUpdate();
            }
        }
    }

    /** Lets go of what was not asked for the longest, and of names for what is no more. */
    void keep(int most) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int gone = statement.executeUpdate(
                    "DELETE FROM responses WHERE response_id IN (SELECT response_id FROM responses"
                            + " ORDER BY accessed_at DESC LIMIT 1000000000 OFFSET " + most + ")");
            if (gone > 0) {
                statement.executeUpdate(
                        "DELETE FROM conversations WHERE response_id NOT IN (SELECT response_id FROM responses)");
            }
        }
    }

    Optional<String> data(String id) throws SQLException {
        return one("SELECT data FROM responses WHERE response_id = ?", id);
    }

    Optional<String> idOf(String conversation) throws SQLException {
        return one("SELECT response_id FROM conversations WHERE name = ?", conversation);
    }

    private Optional<String> one(String sql, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }
}
