package io.hermesgateway.sqlite;

import io.hermesgateway.spi.store.Store.Query;
import io.hermesgateway.spi.store.Store.SearchHit;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Full-text search over lines. The index has a position of its own and may lag behind; what it does not know yet is
 * looked through line by line, so that a search is complete all the same, unless the lag is very long. A single session
 * is short enough to be looked through without the index.
 */
final class SearchIndex {
    private static final int BATCH = 1_000;
    private static final int LOOKED_THROUGH = 5_000;
    private static final int TEXT_MOST = 32_768;
    private static final int TOOL_TEXT_MOST = 8_192;

    private static final String COLUMNS = "m.session_id, m.turn_id, m.role, m.content, m.at";
    private static final String INDEXED = "SELECT value FROM meta WHERE key='" + StateSchema.INDEXED + "'";

    private SearchIndex() {}

    /** Takes in the next lines; says whether there may be more. */
    static boolean advance(Link link) throws SQLException {
        long from = link.number(INDEXED, 0);
        long last = from;
        int lines = 0;
        PreparedStatement next =
                link.with("SELECT id, role, content FROM messages WHERE id>? ORDER BY id LIMIT " + BATCH, from);
        try (ResultSet row = next.executeQuery()) {
            while (row.next()) {
                last = row.getLong(1);
                String words = words(row.getString(2), row.getString(3));
                link.update("INSERT INTO search(rowid, words) VALUES(?,?)", last, words);
                lines++;
            }
        }
        if (last > from) {
            link.update(
                    "INSERT INTO meta(key, value) VALUES('" + StateSchema.INDEXED
                            + "', ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
                    last);
        }
        return lines == BATCH;
    }

    /** Forgets everything; it is taken in again bit by bit. */
    static void reset(Link link) throws SQLException {
        link.run("INSERT INTO search(search) VALUES('delete-all')");
        link.run("DELETE FROM meta WHERE key='" + StateSchema.INDEXED + "'");
    }

    private static String words(@Nullable String role, @Nullable String text) {
        if (text == null) {
            return "";
        }
        int most = "tool".equals(role) ? TOOL_TEXT_MOST : TEXT_MOST;
        return String.join(" ", Words.of(text.length() > most ? text.substring(0, most) : text));
    }

    static List<SearchHit> search(Link link, String text, Query query) throws SQLException {
        Optional<SearchQuery> wanted = SearchQuery.of(text);
        List<SearchHit> hits = new ArrayList<>();
        if (wanted.isPresent() && query.filter() != null) {
            new Filter(wanted.get(), query, hits)
                    .take(
                            link.with(
                                    "SELECT " + COLUMNS + " FROM messages m WHERE m.session_id=? AND m.active=1"
                                            + " ORDER BY m.id DESC",
                                    query.filter()),
                            false);
        } else if (wanted.isPresent()) {
            long indexed = link.number(INDEXED, 0);
            Filter filter = new Filter(wanted.get(), query, hits);
            filter.take(
                    link.with(
                            "SELECT " + COLUMNS
                                    + " FROM messages m WHERE m.id>? AND m.active=1 ORDER BY m.id DESC LIMIT "
                                    + LOOKED_THROUGH,
                            indexed),
                    false);
            filter.take(
                    link.with(
                            "SELECT " + COLUMNS + " FROM search f CROSS JOIN messages m ON m.id=f.rowid"
                                    + " WHERE f.search MATCH ? AND m.active=1 ORDER BY f.rowid DESC",
                            wanted.get().match()),
                    true);
        }
        return hits;
    }

    /** Takes rows, newest first, until there are enough. */
    private record Filter(SearchQuery wanted, Query query, List<SearchHit> hits) {

        void take(PreparedStatement rows, boolean known) throws SQLException {
            long before = query.before() == null ? Long.MAX_VALUE : Times.of(query.before());
            try (ResultSet row = rows.executeQuery()) {
                while (hits.size() < query.atMost() && row.next()) {
                    if (row.getLong(5) < before) {
                        String text = row.getString(4);
                        if (known ? wanted.confirms(text) : wanted.finds(text)) {
                            hits.add(hit(row, text));
                        }
                    }
                }
            }
        }

        private SearchHit hit(ResultSet row, String text) throws SQLException {
            return new SearchHit(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    wanted.excerpt(text),
                    Times.at(row.getLong(5)));
        }
    }
}
