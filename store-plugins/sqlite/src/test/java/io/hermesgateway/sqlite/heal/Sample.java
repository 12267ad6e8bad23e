package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database with everything that rows can be made of, part of it only in its log. */
final class Sample {
    static final String SCHEMA =
            """
            CREATE TABLE sessions(id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT, started_at REAL NOT NULL,
              message_count INTEGER DEFAULT 0, pinned INTEGER NOT NULL DEFAULT 0);
            CREATE TABLE messages(id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL, role TEXT NOT NULL,
              content TEXT, tool_calls TEXT, timestamp REAL NOT NULL, active INTEGER NOT NULL DEFAULT 1);
            CREATE TABLE state_meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
            CREATE TABLE attachments(message_id INTEGER NOT NULL, name TEXT NOT NULL, body BLOB,
              PRIMARY KEY(message_id, name));
            CREATE INDEX messages_by_session ON messages(session_id, timestamp);
            CREATE VIRTUAL TABLE messages_fts USING fts5(content);
            """;

    private Sample() {}

    static void schema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : SCHEMA.split(";\\s*\n")) {
                statement.execute(one);
            }
        }
    }

    static List<Table> tables() throws SQLException {
        try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            schema(memory);
            return Table.in(memory);
        }
    }

    /** The file and its log as they lie on the disk when the power goes. */
    static void make(Path target, Path work) throws SQLException, IOException {
        Path origin = work.resolve("origin.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + origin)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA wal_autocheckpoint = 0");
            }
            schema(connection);
            fill(connection, 0, 30);
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM messages WHERE id BETWEEN 100 AND 180");
                statement.execute("ALTER TABLE sessions ADD COLUMN archived INTEGER NOT NULL DEFAULT 0");
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            fill(connection, 30, 36);
            Files.copy(origin, target);
            Files.copy(work.resolve("origin.db-wal"), target.resolveSibling(target.getFileName() + "-wal"));
        }
    }

    private static void fill(Connection connection, int from, int until) throws SQLException {
        connection.setAutoCommit(false);
        for (int s = from; s < until; s++) {
            insert(
                    connection,
                    "sessions(id, source, title, started_at)",
                    "s" + s,
                    "qqbot",
                    s % 3 == 0 ? null : "题目 " + s,
                    s * 1.5);
            insert(connection, "state_meta(key, value)", "k" + s, "v".repeat(s));
            for (int m = 0; m < 30; m++) {
                String words = m % 10 == 0 ? "长 long ".repeat(900 + s) : "消息 " + s + "/" + m + " says something";
                insert(
                        connection,
                        "messages(session_id, role, content, tool_calls, timestamp)",
                        "s" + s,
                        m % 2 == 0 ? "user" : "assistant",
                        words,
                        m % 7 == 0 ? "[{}]" : null,
                        s + m / 100.0);
                insert(connection, "messages_fts(content)", words);
            }
            insert(connection, "attachments(message_id, name, body)", s * 30, "a.png", new byte[3000 + s * 40]);
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private static void insert(Connection connection, String into, @Nullable Object... values) throws SQLException {
        String marks = "?, ".repeat(values.length - 1) + "?";
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + into + " VALUES (" + marks + ")")) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.execute();
        }
    }
}
