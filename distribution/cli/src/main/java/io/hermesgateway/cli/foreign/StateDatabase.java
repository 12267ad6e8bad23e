package io.hermesgateway.cli.foreign;

import io.hermesgateway.cli.data.Sqlite;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A copy of another gateway's {@code state.db}, of whatever version: only columns that are there are asked for. */
final class StateDatabase implements AutoCloseable {
    private final Connection connection;
    private final Set<String> messages;

    StateDatabase(Path copy) throws SQLException {
        connection = Sqlite.open(copy);
        try {
            messages = Sqlite.columns(connection, "messages");
        } catch (SQLException damaged) {
            connection.close();
            throw damaged;
        }
    }

    /** The version of its schema; zero where it does not say. */
    long version() throws SQLException {
        if (Sqlite.columns(connection, "schema_version").isEmpty()) {
            return 0;
        }
        List<Map<String, @Nullable Object>> rows =
                Sqlite.rows(connection, "SELECT max(version) AS version FROM schema_version");
        return rows.get(0).get("version") instanceof Number number ? number.longValue() : 0;
    }

    boolean hasSessions() throws SQLException {
        return !Sqlite.columns(connection, "sessions").isEmpty() && messages.contains("session_id");
    }

    /** Key and entry of each conversation. */
    Map<String, String> routing() throws SQLException {
        Map<String, String> entries = new LinkedHashMap<>();
        if (!Sqlite.columns(connection, "gateway_routing").isEmpty()) {
            Sqlite.rows(connection, "SELECT session_key, entry_json FROM gateway_routing")
                    .forEach(row ->
                            entries.put(String.valueOf(row.get("session_key")), String.valueOf(row.get("entry_json"))));
        }
        return entries;
    }

    /** The oldest first. */
    List<Map<String, @Nullable Object>> sessions() throws SQLException {
        Set<String> columns = Sqlite.columns(connection, "sessions");
        String order = columns.contains("started_at") ? "started_at, id" : "id";
        // The prompts of the system are as long as everything else, and of no use here.
        List<String> wanted = columns.stream()
                .filter(name -> !name.startsWith("system_prompt") && name.matches("\\w+"))
                .toList();
        return Sqlite.rows(connection, "SELECT " + String.join(", ", wanted) + " FROM sessions ORDER BY " + order);
    }

    /**
     * What was said, without what was taken back. Of a talk that was made shorter it is the talk, where it is still there,
     * and not what was made of it.
     */
    List<TranscriptLine> lines(String sessionId, Instant started) throws SQLException {
        String order = messages.contains("id") ? "id" : "rowid";
        List<Map<String, @Nullable Object>> rows =
                Sqlite.rows(connection, "SELECT * FROM messages WHERE session_id = ? ORDER BY " + order, sessionId);
        boolean whole = rows.stream().anyMatch(row -> is(row, "compacted") && !active(row));
        List<TranscriptLine> lines = new ArrayList<>();
        Instant last = started;
        for (Map<String, @Nullable Object> row : rows) {
            boolean counts = active(row) || is(row, "compacted");
            if (counts && !(whole && is(row, "_compressed_summary"))) {
                var line = ForeignLine.of(row, last);
                last = line.map(TranscriptLine::at).orElse(last);
                line.ifPresent(lines::add);
            }
        }
        return lines;
    }

    private static boolean active(Map<String, @Nullable Object> row) {
        return row.get("active") == null || is(row, "active");
    }

    private static boolean is(Map<String, @Nullable Object> row, String name) {
        return row.get(name) instanceof Number number && number.intValue() != 0;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
