package io.hermesgateway.itest.campaign;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Rows of a history as {@code table:key}, read with SQLite and with what its command line recovers. */
final class Rows {
    private static final List<String> TABLES = List.of(
            "sessions id",
            "messages id",
            "turns position",
            "tool_calls position",
            "attachments id",
            "approvals id",
            "deliveries id",
            "audit position");

    private Rows() {}

    /** All rows, through SQLite; nothing is written. */
    static Set<String> of(Path database, String how) throws SQLException {
        Set<String> rows = new HashSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + how);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                add(statement, table.split(" "), rows);
            }
        }
        return rows;
    }

    private static void add(Statement statement, String[] table, Set<String> rows) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + table[1] + " FROM " + table[0])) {
            while (row.next()) {
                rows.add(table[0] + ":" + row.getString(1));
            }
        }
    }

    /** How many turns have ended; nothing while it cannot be read. */
    static long turns(Path database) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM turns")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException notNow) {
            return 0;
        }
    }

    /** Whether SQLite finds nothing wrong. */
    static boolean sound(Path database) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
            return row.next() && "ok".equals(row.getString(1));
        } catch (SQLException notNow) {
            return false;
        }
    }

    /** Some builds of the command line lack what {@code .recover} needs; they find nothing even in a sound file. */
    static boolean canRecover(Path folder) throws IOException, SQLException {
        Path sound = folder.resolve("sound.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sound);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE sessions(id TEXT PRIMARY KEY)");
            statement.execute("INSERT INTO sessions VALUES('s')");
        }
        try {
            return recovered(sound, folder).contains("sessions:s");
        } catch (IOException missing) {
            return false;
        }
    }

    /** What {@code .recover} finds in the tables of a history. */
    static Set<String> recovered(Path damaged, Path folder) throws IOException, SQLException {
        Path script = folder.resolve("recovered.sql");
        Path fresh = folder.resolve("recovered.db");
        Files.deleteIfExists(fresh);
        run(List.of("sqlite3", damaged.toString(), ".recover"), null, script);
        run(List.of("sqlite3", fresh.toString()), script, folder.resolve("recovered.txt"));
        Set<String> rows = new HashSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fresh);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try {
                    add(statement, table.split(" "), rows);
                } catch (SQLException notRecovered) {
                    rows.addAll(Set.of());
                }
            }
        }
        return rows;
    }

    private static void run(List<String> command, @Nullable Path in, Path out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.redirectOutput(out.toFile()).redirectInput(in == null ? new File("/dev/null") : in.toFile());
        try {
            if (!builder.start().waitFor(120, TimeUnit.SECONDS)) {
                throw new IOException(command + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
