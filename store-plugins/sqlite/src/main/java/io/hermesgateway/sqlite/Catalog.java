package io.hermesgateway.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What stands in a database: its tables with their columns, its indexes, views and triggers.
 *
 * @param columns by table, in lower case; the text with which each is declared
 * @param statements by kind and name, in lower case, those that made it; tables come first
 */
record Catalog(Map<String, Map<String, String>> columns, Map<String, String> statements) {

    static Catalog of(Link link) throws SQLException {
        Set<String> shadows = shadows(link);
        Map<String, Map<String, String>> columns = new LinkedHashMap<>();
        Map<String, String> statements = new LinkedHashMap<>();
        PreparedStatement all = link.with("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
                + " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, rowid");
        try (ResultSet row = all.executeQuery()) {
            while (row.next()) {
                String name = row.getString(2).toLowerCase(Locale.ROOT);
                if (!shadows.contains(name)) {
                    String sql = row.getString(3);
                    statements.put(row.getString(1) + " " + name, sql);
                    if (row.getString(1).equals("table")) {
                        columns.put(name, declared(sql));
                    }
                }
            }
        }
        return new Catalog(columns, statements);
    }

    /** Tables that belong to a full-text index; they come and go with it. */
    private static Set<String> shadows(Link link) throws SQLException {
        Set<String> shadows = new LinkedHashSet<>();
        try (ResultSet row = link.with("SELECT name FROM pragma_table_list WHERE type = 'shadow'")
                .executeQuery()) {
            while (row.next()) {
                shadows.add(row.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return shadows;
    }

    boolean isEmpty() {
        return statements.isEmpty();
    }

    boolean has(String kindAndName) {
        return statements.containsKey(kindAndName.toLowerCase(Locale.ROOT));
    }

    boolean hasColumn(String table, String column) {
        return columns.getOrDefault(table.toLowerCase(Locale.ROOT), Map.of())
                .containsKey(column.toLowerCase(Locale.ROOT));
    }

    /** The columns of a {@code CREATE TABLE} by name; constraints of the table and virtual tables have none. */
    private static Map<String, String> declared(String sql) {
        Map<String, String> declared = new LinkedHashMap<>();
        int open = sql.indexOf('(');
        if (open < 0 || sql.regionMatches(true, 0, "CREATE VIRTUAL", 0, 14)) {
            return declared;
        }
        for (String part : parts(sql.substring(open + 1, sql.lastIndexOf(')')))) {
            String name = firstWord(part);
            if (!Set.of("primary", "unique", "check", "foreign", "constraint").contains(name)) {
                declared.put(name, part);
            }
        }
        return declared;
    }

    private static List<String> parts(String body) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        char quote = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            } else if (c == ',' && depth == 0) {
                parts.add(body.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(body.substring(from).strip());
        return parts;
    }

    static String firstWord(String text) {
        return text.split("[\\s(]", 2)[0].replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
