package io.hermesgateway.itest.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The home of a gateway of the other kind, as its schema of that version has it. */
record OlderHome(Path folder) {
    private static final String V30 =
            """
            CREATE TABLE schema_version (version INTEGER);
            INSERT INTO schema_version VALUES (30);
            CREATE TABLE sessions (id TEXT PRIMARY KEY, source TEXT, user_id TEXT, session_key TEXT, chat_id TEXT,
              chat_type TEXT, thread_id TEXT, origin_json TEXT, model TEXT, parent_session_id TEXT, started_at REAL,
              ended_at REAL, title TEXT, input_tokens INTEGER, output_tokens INTEGER);
            CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, role TEXT, content TEXT,
              tool_call_id TEXT, tool_calls TEXT, tool_name TEXT, timestamp REAL, finish_reason TEXT, reasoning TEXT,
              active INTEGER DEFAULT 1, compacted INTEGER DEFAULT 0);
            CREATE TABLE gateway_routing (scope TEXT, session_key TEXT, entry_json TEXT, updated_at REAL)""";
    private static final String V9 =
            """
            CREATE TABLE sessions (id TEXT PRIMARY KEY, source TEXT, session_key TEXT, chat_id TEXT, chat_type TEXT,
              model TEXT, started_at REAL, ended_at REAL, title TEXT);
            CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, role TEXT, content TEXT,
              timestamp REAL)""";

    /** An empty one, of version 30 or of one long before. */
    static OlderHome of(int version, Path folder) throws IOException, SQLException {
        OlderHome home = new OlderHome(Files.createDirectories(folder));
        home.sql("state.db", (version >= 30 ? V30 : V9).split(";"));
        return home;
    }

    /** A private chat in which this was said, in turns. */
    OlderHome session(String id, String platform, String chat, String title, List<String> said) throws SQLException {
        try (Connection state = open("state.db");
                PreparedStatement session = state.prepareStatement("INSERT INTO sessions"
                        + " (id, source, session_key, chat_id, chat_type, model, started_at, title)"
                        + " VALUES (?, ?, ?, ?, 'dm', 'old-model', 1740823200, ?)");
                PreparedStatement line = state.prepareStatement(
                        "INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)")) {
            session.setString(1, id);
            session.setString(2, platform);
            session.setString(3, "agent:main:" + platform + ":dm:" + chat);
            session.setString(4, chat);
            session.setString(5, title);
            session.executeUpdate();
            for (int i = 0; i < said.size(); i++) {
                line.setString(1, id);
                line.setString(2, i % 2 == 0 ? "user" : "assistant");
                line.setString(3, said.get(i));
                line.setDouble(4, 1740823201.5 + i);
                line.executeUpdate();
            }
        }
        return this;
    }

    OlderHome sql(String database, String... statements) throws SQLException {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.executeUpdate(one);
            }
        }
        return this;
    }

    private Connection open(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(database));
    }
}
