package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.Link;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts found rows into a sound database where there is nothing under their key yet. Rows that look wrong wait until all
 * others had their turn, and are left out when their words are there already.
 */
final class Merge implements Salvage.Rows {
    /** Beyond this a row's number is damage: nothing counts so far. */
    private static final long NUMBER_MOST = 1L << 56;

    private static final int WAITING_MOST = 100_000;

    private final Link target;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Set<String> leftOut;
    private final List<Waiting> waiting = new ArrayList<>();
    private long found;
    private long added;
    private long doubtful;
    private @Nullable SQLException broken;

    private record Waiting(Table table, long rowid, Map<String, @Nullable Object> values) {}

    /** Rows of the tables that are left out are of no use. */
    Merge(Link target, Set<String> leftOut) throws SQLException {
        this.target = target;
        this.leftOut = leftOut;
        for (Table table : Table.in(target.connection())) {
            tables.put(table.name(), table);
        }
    }

    List<Table> tables() {
        return List.copyOf(tables.values());
    }

    long found() {
        return found;
    }

    /** Rows that were not there before, those that looked wrong among them. */
    long added() {
        return added;
    }

    long doubtful() {
        return doubtful;
    }

    @Override
    public void take(String name, long rowid, Map<String, @Nullable Object> values, boolean whole) {
        Table table = tables.get(name);
        if (table == null || leftOut.contains(name) || broken != null) {
            return;
        }
        found++;
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        table.columns().stream()
                .filter(column -> values.containsKey(column.name()))
                .forEach(column -> known.put(column.name(), values.get(column.name())));
        boolean numbered =
                table.columns().stream().noneMatch(Table.Column::rowid) || (rowid > 0 && rowid < NUMBER_MOST);
        if (whole && numbered) {
            added += insert(table, rowid, known);
        } else if (waiting.size() < WAITING_MOST) {
            waiting.add(new Waiting(table, rowid, known));
        }
    }

    /** Takes the rows that had to wait, and says what went wrong meanwhile. */
    void finish() throws SQLException {
        for (Waiting row : waiting) {
            Map<String, @Nullable Object> values = filled(row);
            if (!isThere(row.table(), values)) {
                int done = insert(row.table(), row.rowid(), values);
                added += done;
                doubtful += done;
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    private int insert(Table table, long rowid, Map<String, @Nullable Object> values) {
        boolean keyless = table.rowids() && table.columns().stream().noneMatch(column -> column.key() > 0);
        String columns = values.keySet().stream().map(Merge::quoted).collect(Collectors.joining(", "));
        String marks = "?, ".repeat(Math.max(0, values.size() - 1)) + "?";
        String sql = "INSERT OR IGNORE INTO " + quoted(table.name()) + "(" + (keyless ? "rowid, " : "") + columns
                + ") VALUES (" + (keyless ? "?, " : "") + marks + ")";
        List<@Nullable Object> parameters = new ArrayList<>(values.values());
        if (keyless) {
            parameters.add(0, rowid);
        }
        try {
            return bound(sql, parameters).executeUpdate();
        } catch (SQLException failure) {
            broken = failure;
            return 0;
        }
    }

    /** Without a number that is damage, and with something in every column that needs it. */
    private static Map<String, @Nullable Object> filled(Waiting row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
        for (Table.Column column : row.table().columns()) {
            if (column.rowid() && (row.rowid() <= 0 || row.rowid() >= NUMBER_MOST)) {
                values.remove(column.name());
            } else if (column.mandatory() && values.containsKey(column.name()) && values.get(column.name()) == null) {
                values.put(column.name(), column.affinity() == Table.Affinity.TEXT ? "" : Long.valueOf(0));
            }
        }
        return values;
    }

    private boolean isThere(Table table, Map<String, @Nullable Object> values) throws SQLException {
        List<String> compared = table.columns().stream()
                .filter(column -> !column.rowid() && values.get(column.name()) != null)
                .map(Table.Column::name)
                .toList();
        if (compared.isEmpty()) {
            return true;
        }
        String all = compared.stream().map(name -> quoted(name) + " IS ?").collect(Collectors.joining(" AND "));
        List<@Nullable Object> words = new ArrayList<>();
        compared.forEach(name -> words.add(values.get(name)));
        String sql = "SELECT 1 FROM " + quoted(table.name()) + " WHERE " + all + " LIMIT 1";
        try (ResultSet row = bound(sql, words).executeQuery()) {
            return row.next();
        }
    }

    private PreparedStatement bound(String sql, List<@Nullable Object> parameters) throws SQLException {
        PreparedStatement statement = target.with(sql);
        int at = 1;
        for (Object parameter : parameters) {
            statement.setObject(at++, parameter);
        }
        return statement;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
