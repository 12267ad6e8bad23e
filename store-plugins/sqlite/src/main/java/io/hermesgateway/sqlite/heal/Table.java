package io.hermesgateway.sqlite.heal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table as its stored rows look.
 *
 * @param rowids false for a table WITHOUT ROWID, whose rows are stored with the columns of the key first
 */
record Table(String name, List<Column> columns, boolean rowids) {
    Table {
        columns = List.copyOf(columns);
    }

    /** What a column likes to hold; the names are those of SQLite's affinities. */
    enum Affinity {
        INTEGER,
        TEXT,
        REAL,
        NUMERIC,
        BLOB;

        static Affinity of(String declared) {
            String type = declared.toUpperCase(Locale.ROOT);
            if (type.contains("INT")) {
                return INTEGER;
            }
            if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
                return TEXT;
            }
            if (type.isEmpty() || type.contains("BLOB")) {
                return BLOB;
            }
            return type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") ? REAL : NUMERIC;
        }

        boolean fits(Object value) {
            return switch (this) {
                case INTEGER, NUMERIC -> value instanceof Long || value instanceof Double;
                case REAL -> value instanceof Double || value instanceof Long;
                case TEXT -> value instanceof String;
                case BLOB -> true;
            };
        }
    }

    /**
     * A column.
     *
     * @param key its place in the primary key, from one; zero when it is not part of it
     * @param rowid whether it stands for the row's number, and is stored as null
     */
    record Column(String name, Affinity affinity, boolean mandatory, int key, boolean rowid) {}

    List<Column> stored() {
        if (rowids) {
            return columns;
        }
        List<Column> key = new ArrayList<>(columns.stream()
                .filter(column -> column.key() > 0)
                .sorted(Comparator.comparingInt(Column::key))
                .toList());
        columns.stream().filter(column -> column.key() == 0).forEach(key::add);
        return key;
    }

    /** The tables of a database, without SQLite's own and those that serve a search index. */
    static List<Table> in(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement list = connection.prepareStatement("SELECT name, wr FROM pragma_table_list"
                        + " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
                ResultSet rows = list.executeQuery()) {
            while (rows.next()) {
                tables.add(of(connection, rows.getString(1), rows.getInt(2) == 0));
            }
        }
        return tables;
    }

    private static Table of(Connection connection, String name, boolean rowids) throws SQLException {
        List<Column> columns = new ArrayList<>();
        boolean[] number = {false};
        int keys = 0;
        try (PreparedStatement info = connection.prepareStatement(
                "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid")) {
            info.setString(1, name);
            try (ResultSet rows = info.executeQuery()) {
                while (rows.next()) {
                    String type = String.valueOf(rows.getString(2));
                    int key = rows.getInt(4);
                    keys += key > 0 ? 1 : 0;
                    boolean alias = rowids && key == 1 && type.equalsIgnoreCase("INTEGER");
                    number[0] |= alias;
                    columns.add(new Column(rows.getString(1), Affinity.of(type), rows.getBoolean(3), key, alias));
                }
            }
        }
        return number[0] && keys > 1
                ? new Table(name, columns.stream().map(Table::plain).toList(), rowids)
                : new Table(name, columns, rowids);
    }

    private static Column plain(Column column) {
        return new Column(column.name(), column.affinity(), column.mandatory(), column.key(), false);
    }

    /**
     * How well a stored row suits: higher is better, nought means not at all. Fewer values than columns are what a row
     * has that was written before a column was added.
     */
    int suits(Fields row) {
        List<@Nullable Object> values = row.values();
        List<Column> stored = stored();
        if (values.size() > stored.size() || values.size() * 2 < stored.size()) {
            return 0;
        }
        int points = values.size() == stored.size() ? 10 : 1;
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            Column column = stored.get(i);
            if (value == null
                    ? column.mandatory() && !column.rowid()
                    : column.rowid() || !column.affinity().fits(value)) {
                return 0;
            }
            points += value == null ? 1 : 2;
        }
        return points;
    }
}
