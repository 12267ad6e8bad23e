package io.hermesgateway.sqlite.heal;

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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the {@code .recover} of the command line of SQLite finds in a damaged file. */
final class Recovered {
    private Recovered() {}

    /** Some builds of it lack what the command needs, and say so only by finding nothing. */
    static boolean possible() throws Exception {
        Path folder = Files.createTempDirectory("recover");
        Path sound = folder.resolve("sound.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sound);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
            statement.execute("INSERT INTO t VALUES(1)");
        }
        try {
            return rows(sound, folder).size() == 1;
        } catch (IOException none) {
            return false;
        }
    }

    /** A row and the table that it was put into. */
    record Row(String table, List<@Nullable Object> values) {}

    static List<Row> rows(Path damaged, Path work) throws Exception {
        Path script = work.resolve("recovered.sql");
        Path fresh = work.resolve("recovered.db");
        run(List.of("sqlite3", damaged.toString(), ".recover"), null, script);
        run(List.of("sqlite3", fresh.toString()), script, work.resolve("said.txt"));
        List<Row> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fresh)) {
            for (String table : names(connection)) {
                rows.addAll(rows(connection, table));
            }
        }
        return rows;
    }

    private static void run(List<String> command, @Nullable Path in, Path out)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.redirectInput(in == null ? new File("/dev/null") : in.toFile());
        if (!builder.start().waitFor(60, TimeUnit.SECONDS)) {
            throw new IOException("sqlite3 does not end");
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                                + " AND name NOT LIKE '%_fts%'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static List<Row> rows(Connection connection, String table) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    Object value = rows.getObject(i);
                    values.add(value instanceof Integer number ? Long.valueOf(number) : value);
                }
                found.add(new Row(table, Collections.unmodifiableList(values)));
            }
        }
        return found;
    }
}
