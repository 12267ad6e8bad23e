package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a damaged file says about its own tables. The statements found in it are tried one by one in an empty database
 * in memory, which knows better than any parser what they mean; a damaged one is simply refused there.
 *
 * @param roots the page where each table begins
 */
record Catalogue(Map<Integer, Table> roots) {
    private static final Set<String> KINDS = Set.of("table", "index", "view", "trigger");

    static Catalogue of(Image image) throws IOException {
        Map<Integer, Table> roots = new LinkedHashMap<>();
        Leaf leaf = new Leaf(image);
        for (int number = 1; number <= image.count(); number++) {
            byte[] page = image.page(number);
            if (Leaf.kind(page, number) == Leaf.TABLE_LEAF) {
                for (Leaf.Cell cell : leaf.read(page, number)) {
                    add(cell.fields().values(), roots);
                }
            }
        }
        return new Catalogue(roots);
    }

    /** Whether it is a row about a table or the like, not of one. */
    static boolean describes(List<?> values) {
        return values.size() == 5
                && values.get(0) instanceof String kind
                && KINDS.contains(kind)
                && values.get(3) instanceof Long;
    }

    private static void add(List<?> values, Map<Integer, Table> roots) {
        if (describes(values)
                && "table".equals(values.get(0))
                && values.get(3) instanceof Long root
                && values.get(4) instanceof String sql
                && sql.regionMatches(true, 0, "CREATE TABLE", 0, 12)) {
            table(sql).forEach(table -> roots.putIfAbsent(root.intValue(), table));
        }
    }

    private static List<Table> table(String sql) {
        try (Connection empty = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = empty.createStatement()) {
            statement.execute(sql);
            return Table.in(empty);
        } catch (SQLException damaged) {
            return List.of();
        }
    }

    /** Its own tables, and those of the known ones that it does not name. */
    List<Table> and(List<Table> known) {
        List<Table> all = new ArrayList<>(roots.values());
        for (Table table : known) {
            if (all.stream().noneMatch(own -> own.name().equals(table.name()))) {
                all.add(table);
            }
        }
        return all;
    }
}
