package io.hermesgateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Homes as other gateways leave them, of several ages. */
record OtherHome(Path folder) {
    static final String TELEGRAM = "agent:main:telegram:dm:4711";
    static final String GROUP = "agent:main:qqbot:group:G1:ann";

    OtherHome write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
        return this;
    }

    OtherHome sql(String database, String... statements) throws SQLException, IOException {
        Files.createDirectories(folder.resolve(database).getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(database));
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.executeUpdate(one);
            }
        }
        return this;
    }

    /** The newest schema, with what imports care about and some of what they do not. */
    OtherHome newest() throws SQLException, IOException {
        return sql(
                "state.db",
                "CREATE TABLE schema_version (version INTEGER)",
                "INSERT INTO schema_version VALUES (30)",
                "CREATE TABLE sessions (id TEXT PRIMARY KEY, source TEXT, user_id TEXT, session_key TEXT, chat_id TEXT,"
                        + " chat_type TEXT, thread_id TEXT, origin_json TEXT, model TEXT, system_prompt TEXT,"
                        + " parent_session_id TEXT, started_at REAL, ended_at REAL, title TEXT, input_tokens INTEGER,"
                        + " output_tokens INTEGER, api_call_count INTEGER)",
                "CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, role TEXT, content TEXT,"
                        + " tool_call_id TEXT, tool_calls TEXT, tool_name TEXT, timestamp REAL, finish_reason TEXT,"
                        + " reasoning TEXT, active INTEGER DEFAULT 1, compacted INTEGER DEFAULT 0,"
                        + " _compressed_summary INTEGER)",
                "CREATE TABLE gateway_routing (scope TEXT, session_key TEXT, entry_json TEXT, updated_at REAL)",
                "INSERT INTO sessions VALUES ('20250301_100000_aaaa0001','telegram','4711','" + TELEGRAM
                        + "','4711','dm',NULL,NULL,'gpt-4o-mini','you are…',NULL,1740823200.5,NULL,'About trees',10,20,1)",
                "INSERT INTO messages (session_id,role,content,timestamp) VALUES"
                        + " ('20250301_100000_aaaa0001','user','how tall is an oak?',1740823201.25)",
                "INSERT INTO messages (session_id,role,content,tool_calls,timestamp) VALUES"
                        + " ('20250301_100000_aaaa0001','assistant','','[{\"id\":\"c1\",\"function\":{\"name\":\"web\","
                        + "\"arguments\":\"{}\"}}]',1740823202)",
                "INSERT INTO messages (session_id,role,content,tool_call_id,tool_name,timestamp) VALUES"
                        + " ('20250301_100000_aaaa0001','tool','30 m','c1','web',1740823203)",
                "INSERT INTO messages (session_id,role,content,timestamp,active) VALUES"
                        + " ('20250301_100000_aaaa0001','assistant','taken back',1740823204,0)",
                "INSERT INTO messages (session_id,role,content,timestamp) VALUES"
                        + " ('20250301_100000_aaaa0001','assistant','thirty metres, 三十米',1740823205)",
                "INSERT INTO sessions VALUES ('20250302_100000_aaaa0002','qqbot','ann','" + GROUP
                        + "','G1','group',NULL,'{\"platform\":\"qqbot\",\"chat_id\":\"G1\",\"chat_type\":\"group\","
                        + "\"user_id\":\"ann\"}','m',NULL,NULL,1740909600,1740909700,NULL,0,0,0)",
                "INSERT INTO messages (session_id,role,content,timestamp,active,compacted) VALUES"
                        + " ('20250302_100000_aaaa0002','user','long ago',1740909601,0,1)",
                "INSERT INTO messages (session_id,role,content,timestamp,_compressed_summary) VALUES"
                        + " ('20250302_100000_aaaa0002','user','[summary]',1740909602,1)",
                "INSERT INTO messages (session_id,role,content,timestamp) VALUES"
                        + " ('20250302_100000_aaaa0002','user',char(0) || 'json:[{\"type\":\"text\",\"text\":\"look\"},"
                        + "{\"type\":\"image_url\"}]',1740909603)",
                "INSERT INTO sessions (id, source, started_at) VALUES ('empty','cli',1740909600)",
                "INSERT INTO gateway_routing VALUES ('main','" + TELEGRAM
                        + "','{\"session_id\":\"20250301_100000_aaaa0001\",\"platform\":\"telegram\"}',1)");
    }

    /** Years ago: few columns, times as words, no routing. */
    OtherHome old() throws SQLException, IOException {
        return sql(
                "state.db",
                "CREATE TABLE sessions (id TEXT PRIMARY KEY, source TEXT, model TEXT, started_at TEXT)",
                "CREATE TABLE messages (session_id TEXT, role TEXT, content TEXT, timestamp TEXT)",
                "INSERT INTO sessions VALUES ('20240101_000000_bbbb0001','cli','old-model','2024-01-01 00:00:00')",
                "INSERT INTO messages VALUES"
                        + " ('20240101_000000_bbbb0001','user','hello of old','2024-01-01T00:00:01')",
                "INSERT INTO messages VALUES"
                        + " ('20240101_000000_bbbb0001','session_meta','{}','2024-01-01T00:00:01')",
                "INSERT INTO messages VALUES ('20240101_000000_bbbb0001','assistant','hello',NULL)");
    }

    OtherHome board() throws SQLException, IOException {
        return sql(
                "kanban.db",
                "CREATE TABLE tasks (id TEXT PRIMARY KEY, title TEXT, status TEXT)",
                "INSERT INTO tasks VALUES ('t_00000001','water the trees','todo')");
    }

    /** Every name and size, to see that nothing was touched. */
    String listing() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file) + " "
                            + file.toFile().length() + " " + file.toFile().lastModified())
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
    }
}
