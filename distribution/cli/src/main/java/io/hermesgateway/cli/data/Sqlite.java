package io.hermesgateway.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SQLite files, in a process of their own: the serving one has its own driver, and file locks keep them apart. */
public final class Sqlite {
    private static final int ID_OFFSET = 68;
    private static final String MAGIC = "SQLite format 3";
    private static final int TRIES = 5;

    private Sqlite() {}

    public static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
        }
        return connection;
    }

    /** The id in the header, by which programs know their own files; empty when this is no SQLite file. */
    public static Optional<Integer> applicationId(Path file) throws IOException {
        byte[] header;
        try (InputStream in = Files.newInputStream(file)) {
            header = in.readNBytes(100);
        }
        boolean magic = header.length == 100
                && new String(header, 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC);
        return magic ? Optional.of(ByteBuffer.wrap(header).getInt(ID_OFFSET)) : Optional.empty();
    }

    /**
     * A copy of a file that is not ours, with what stands in its log, without a lock or a byte written beside it. One that
     * changes meanwhile is copied again.
     */
    public static Path snapshot(Path file, Path folder) throws IOException {
        Path copy = folder.resolve(String.valueOf(file.getFileName()));
        Path log = Path.of(file + "-wal");
        Path copiedLog = Path.of(copy + "-wal");
        String before = "";
        for (int i = 0; i < TRIES && !before.equals(stamp(file, log)); i++) {
            before = stamp(file, log);
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(copiedLog);
            if (Files.exists(log)) {
                Files.copy(log, copiedLog);
            }
        }
        return copy;
    }

    private static String stamp(Path... files) throws IOException {
        StringBuilder stamp = new StringBuilder();
        for (Path file : files) {
            if (Files.exists(file)) {
                stamp.append(Files.size(file)).append('@').append(Files.getLastModifiedTime(file));
            }
            stamp.append(' ');
        }
        return stamp.toString();
    }

    /** A complete copy of a file of ours in one piece, while others go on with it. */
    public static void copy(Path file, Path target) throws SQLException {
        try (Connection connection = open(file);
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, target.toString());
            vacuum.execute();
        }
    }

    /** Opens it and looks at every page; what is wrong with it, or nothing. */
    public static Optional<String> trouble(Path file) {
        try (Connection connection = open(file)) {
            Object verdict = rows(connection, "PRAGMA quick_check(1)")
                    .get(0)
                    .values()
                    .iterator()
                    .next();
            return "ok".equals(verdict) ? Optional.empty() : Optional.of(String.valueOf(verdict));
        } catch (SQLException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /** All rows of a question, by the names of their columns. */
    public static List<Map<String, @Nullable Object>> rows(Connection connection, String sql, Object... values)
            throws SQLException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** The columns of a table; none when there is no such table. */
    public static Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        for (Map<String, @Nullable Object> row : rows(connection, "PRAGMA table_info(\"" + table + "\")")) {
            names.add(String.valueOf(row.get("name")));
        }
        return names;
    }
}
