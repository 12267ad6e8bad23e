package io.hermesgateway.api.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.info.Verbs;
import io.hermesgateway.api.rows.KeptRows;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as rows: what the kernel knows of those in which something was said, under what clients noted about them. A
 * session that a client made exists before anything is said in it.
 */
final class SessionBook {
    /** When it was deleted. */
    private static final String DELETED = "deleted_at";

    private static final int ROWS_MOST = 10_000;
    private static final List<String> FLAGS = List.of("pinned", "archived", "hidden");
    private static final List<String> COUNTS =
            List.of("cache_read_tokens", "cache_write_tokens", "reasoning_tokens", "api_call_count");

    private final KeptRows notes;
    private final SessionLines lines;
    private final Verbs verbs;
    private final InstantSource clock;

    SessionBook(KeptRows notes, SessionLines lines, Verbs verbs, InstantSource clock) {
        this.notes = notes;
        this.lines = lines;
        this.verbs = verbs;
        this.clock = clock;
    }

    /** What to list; the source and the title are null for all. */
    record Wanted(int limit, int offset, @Nullable String source, @Nullable String title, boolean hidden) {}

    /** What clients noted about a session, with what only the gateway needs. */
    Optional<ObjectNode> note(String id) {
        return notes.find(id).filter(note -> !note.has(DELETED));
    }

    Optional<ObjectNode> find(String id) {
        ObjectNode note = notes.find(id).orElse(null);
        Store.SessionRow row = lines.row(id).orElse(null);
        double active = row == null ? 0 : seconds(row.lastActivityAt());
        return (note == null && row == null) || isDeleted(note, active)
                ? Optional.empty()
                : Optional.of(row(id, row, note));
    }

    /** The rows, newest first, one more than wanted when there are more. */
    List<ObjectNode> list(Wanted wanted) {
        Map<String, ObjectNode> noted = notes.all();
        Map<String, ObjectNode> rows = new LinkedHashMap<>();
        for (Store.SessionRow row : known(wanted, noted.size())) {
            rows.put(row.id(), row(row.id(), row, noted.get(row.id())));
        }
        noted.forEach((id, note) -> rows.computeIfAbsent(id, none -> row(id, null, note)));
        return rows.entrySet().stream()
                .filter(entry -> !isDeleted(
                        noted.get(entry.getKey()),
                        entry.getValue().path("last_active").asDouble()))
                .map(Map.Entry::getValue)
                .filter(row -> wanted.hidden() || !row.path("hidden").asBoolean())
                .filter(row ->
                        wanted.source() == null || row.path("source").asText().equals(wanted.source()))
                .filter(row ->
                        wanted.title() == null || row.path("title").asText().equals(wanted.title()))
                .sorted(Comparator.comparingDouble(
                                (ObjectNode row) -> row.path("last_active").asDouble())
                        .reversed())
                .skip(wanted.offset())
                .limit(wanted.limit() + 1L)
                .toList();
    }

    /** Whoever speaks in it afterwards makes it anew. */
    private static boolean isDeleted(@Nullable ObjectNode note, double active) {
        return note != null && note.has(DELETED) && active <= note.path(DELETED).asDouble();
    }

    private List<Store.SessionRow> known(Wanted wanted, int noted) {
        int most = wanted.title() != null || wanted.source() != null
                ? ROWS_MOST
                : Math.min(ROWS_MOST, wanted.offset() + wanted.limit() + noted + 1);
        List<Store.SessionRow> rows = new ArrayList<>();
        Object found = verbs.call("sessions.list", "api", Map.of("limit", most)).orElse(Map.of());
        if (found instanceof Map<?, ?> map && map.get("sessions") instanceof List<?> sessions) {
            sessions.forEach(row -> rows.add((Store.SessionRow) row));
        }
        return rows;
    }

    private ObjectNode row(String id, Store.@Nullable SessionRow row, @Nullable ObjectNode noted) {
        ObjectNode note = noted == null ? Json.object() : noted;
        Instant started = row == null ? clock.instant() : row.startedAt();
        double startedAt = note.path("started_at").asDouble(seconds(started));
        ObjectNode all = Json.object().put("id", id);
        all.put("source", note.path("source").asText(row == null ? ApiTurns.PLATFORM : row.platform()));
        all.set("user_id", note.get("user_id"));
        all.set("model", note.hasNonNull("model") ? note.get("model") : text(row == null ? null : row.model()));
        all.set("title", note.has("title") ? note.get("title") : text(row == null ? null : row.title()));
        all.put("started_at", startedAt);
        all.set("ended_at", note.get("ended_at"));
        all.set("end_reason", note.get("end_reason"));
        all.put(
                "message_count",
                (row == null ? 0 : row.messages()) + note.path("copied").asInt());
        all.put("tool_call_count", row == null ? 0 : row.toolCalls());
        all.put("input_tokens", row == null ? 0 : row.inputTokens());
        all.put("output_tokens", row == null ? 0 : row.outputTokens());
        COUNTS.forEach(name -> all.put(name, 0));
        all.putNull("estimated_cost_usd").putNull("actual_cost_usd");
        all.set(
                "parent_session_id",
                note.hasNonNull("parent_session_id")
                        ? note.get("parent_session_id")
                        : text(row == null ? null : row.parentId()));
        all.put("last_active", row == null ? startedAt : seconds(row.lastActivityAt()));
        all.putNull("preview");
        all.put("_lineage_root_id", note.path("root").asText(id));
        FLAGS.forEach(name -> all.put(name, note.path(name).asBoolean()));
        all.put("unread", note.path("unread").asBoolean());
        all.put("has_system_prompt", note.hasNonNull("system_prompt"));
        all.put("has_model_config", note.hasNonNull("model") || note.hasNonNull("provider"));
        return all;
    }

    private static @Nullable JsonNode text(@Nullable String text) {
        return text == null ? null : com.fasterxml.jackson.databind.node.TextNode.valueOf(text);
    }

    static double seconds(Instant at) {
        return at.toEpochMilli() / 1_000.0;
    }

    /** Makes a session; false when there is one of this name. Of two who try at once one does. */
    synchronized boolean create(String id, ObjectNode note) {
        if (find(id).isPresent()) {
            return false;
        }
        notes.putSafely(id, note.put("started_at", seconds(clock.instant())));
        return true;
    }

    /** Changes what is noted; begins a note about a session that has none. */
    synchronized void note(String id, UnaryOperator<ObjectNode> change) {
        ObjectNode note = notes.find(id).orElseGet(Json::object);
        notes.put(id, change.apply(note));
    }

    /** Whether another session has this title. */
    boolean isTitleTaken(String title, String id) {
        return notes.all().entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(id)
                        && !entry.getValue().has(DELETED)
                        && entry.getValue().path("title").asText("").equals(title));
    }

    void delete(String id) {
        notes.putSafely(id, Json.object().put(DELETED, seconds(clock.instant())));
        lines.forgetCopy(id);
    }
}
