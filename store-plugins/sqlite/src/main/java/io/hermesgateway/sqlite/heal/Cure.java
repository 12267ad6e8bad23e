package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.Link;
import io.hermesgateway.sqlite.StateSchema;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How a database is put together again.
 *
 * @param journalled whether the kernel's journal fills in everything after the backup: then the backup goes first, and
 *     what was salvaged only fills gaps; otherwise what was salvaged is the newest there is, and the backup fills gaps
 * @param leftOut tables whose salvaged rows would be a lie in the new file
 * @param likely whether a row without a place may be one of a table, beyond what its columns say
 * @param after what else has to be done when rows were added
 */
record Cure(boolean journalled, Set<String> leftOut, BiPredicate<String, List<@Nullable Object>> likely, After after) {
    interface After {
        void rowsAdded(Link link) throws SQLException;
    }

    /** The history: its place in the journal is that of the backup, so that the feed sends the rest again. */
    static final Cure HISTORY = new Cure(true, Set.of("meta"), Cure::likelyHistory, Cure::searchAgain);

    /** Any other database. */
    static final Cure NAMED = new Cure(false, Set.of(), (table, values) -> true, Cure::indexAgain);

    /** Approvals and deliveries have the same columns, but only the former carry a whole record. */
    private static boolean likelyHistory(String table, List<@Nullable Object> values) {
        boolean approval = values.size() == 10 && values.get(7) instanceof String record && record.startsWith("{");
        return switch (table) {
            case "approvals" -> approval;
            case "deliveries" -> !approval;
            default -> true;
        };
    }

    /** The index has no text of its own; it is filled again from the lines, at its own pace. */
    private static void searchAgain(Link link) throws SQLException {
        link.run("INSERT INTO search(search) VALUES('delete-all')");
        link.update("DELETE FROM meta WHERE key = ?", StateSchema.INDEXED);
    }

    private static void indexAgain(Link link) throws SQLException {
        List<String> indexes = new ArrayList<>();
        PreparedStatement all =
                link.with("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%content%'"
                        + " AND sql NOT LIKE '%content=''''%'");
        try (ResultSet row = all.executeQuery()) {
            while (row.next()) {
                indexes.add('"' + row.getString(1).replace("\"", "\"\"") + '"');
            }
        }
        for (String index : indexes) {
            link.run("INSERT INTO " + index + "(" + index + ") VALUES('rebuild')");
        }
    }
}
