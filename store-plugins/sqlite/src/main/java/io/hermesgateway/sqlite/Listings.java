package io.hermesgateway.sqlite;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.store.Store.AuditRow;
import io.hermesgateway.spi.store.Store.DeliveryRow;
import io.hermesgateway.spi.store.Store.Query;
import io.hermesgateway.spi.store.Store.SessionRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows, newest first. */
final class Listings {
    private static final String SESSION =
            "SELECT id, session_key, source, title, parent_session_id, started_at, last_activity_at, message_count,"
                    + " tool_call_count, model, input_tokens, output_tokens FROM sessions ";

    private Listings() {}

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static List<TranscriptLine> transcript(Link link, String sessionId, int atMost) throws SQLException {
        List<TranscriptLine> lines = rows(
                link,
                "SELECT role, content, details, turn_id, at FROM messages WHERE session_id=? AND active=1"
                        + " ORDER BY id DESC LIMIT ?",
                row -> new TranscriptLine(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Times.at(row.getLong(5))),
                sessionId,
                atMost);
        Collections.reverse(lines);
        return lines;
    }

    static List<SessionRow> session(Link link, String sessionId) throws SQLException {
        return rows(link, SESSION + "WHERE id=?", Listings::session, sessionId);
    }

    static List<SessionRow> sessions(Link link, Query query) throws SQLException {
        return page(link, SESSION, "last_activity_at", "source", Listings::session, query);
    }

    static List<Approval> approvals(Link link, Json json, Query query) throws SQLException {
        return page(
                link,
                "SELECT approval FROM approvals ",
                "decided_at",
                "state",
                row -> json.approval(row.getString(1)),
                query);
    }

    static List<DeliveryRow> deliveries(Link link, Query query) throws SQLException {
        return page(
                link,
                "SELECT id, source, session_key, state, excerpt, why, settled_at FROM deliveries ",
                "settled_at",
                "state",
                row -> new DeliveryRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        Times.at(row.getLong(7))),
                query);
    }

    static List<AuditRow> audit(Link link, Query query) throws SQLException {
        return page(
                link,
                "SELECT who, via, what, about, at FROM audit ",
                "at",
                "who",
                row -> new AuditRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Times.at(row.getLong(5))),
                query);
    }

    private static SessionRow session(ResultSet row) throws SQLException {
        return new SessionRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Times.at(row.getLong(6)),
                Times.at(row.getLong(7)),
                row.getInt(8),
                row.getInt(9),
                row.getString(10),
                row.getLong(11),
                row.getLong(12));
    }

    /** Rows whose time is null have not happened yet. */
    private static <T> List<T> page(Link link, String select, String time, String filtered, Row<T> reader, Query query)
            throws SQLException {
        long before = query.before() == null ? Long.MAX_VALUE : Times.of(query.before());
        String where = "WHERE " + time + "<?" + (query.filter() == null ? "" : " AND " + filtered + "=?");
        String sql = select + where + " ORDER BY " + time + " DESC, rowid DESC LIMIT " + query.atMost();
        return query.filter() == null
                ? rows(link, sql, reader, before)
                : rows(link, sql, reader, before, query.filter());
    }

    private static <T> List<T> rows(Link link, String sql, Row<T> reader, @Nullable Object... parameters)
            throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet row = link.with(sql, parameters).executeQuery()) {
            while (row.next()) {
                rows.add(reader.read(row));
            }
        }
        return rows;
    }
}
