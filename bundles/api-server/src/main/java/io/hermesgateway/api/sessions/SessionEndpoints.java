package io.hermesgateway.api.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.info.Verbs;
import io.hermesgateway.api.runs.Runs;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.SessionHeaders;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/sessions}: listed, made, changed, branched, read, forgotten. */
public final class SessionEndpoints {
    static final String SCOPE = "sessions";
    static final String ALL = "/api/sessions";
    static final String ONE = ALL + "/{session_id}";
    private static final Set<String> FLAGS = Set.of("pinned", "archived", "hidden", "unread");
    private static final int LISTED = 50;
    private static final int LISTED_MOST = 200;
    private static final int OFFSET_MOST = 1_000_000;
    private static final int MESSAGES_MOST = 500;

    private final ApiParts parts;
    private final Runs runs;
    private final SessionBook book;
    private final SessionLines lines;
    private final Verbs verbs;

    SessionEndpoints(ApiParts parts, Runs runs, SessionBook book, SessionLines lines, Verbs verbs) {
        this.parts = parts;
        this.runs = runs;
        this.book = book;
        this.lines = lines;
        this.verbs = verbs;
    }

    void mount(Routes routes) {
        routes.add("GET", ALL, SCOPE, this::list);
        routes.add("POST", ALL, SCOPE, call -> call.exchange().body(bytes -> create(call, bytes)));
        routes.add("GET", ALL + "/search", SCOPE, this::search);
        routes.add("GET", ONE, SCOPE, call -> answer(call, 200, find(call)));
        routes.add("PATCH", ONE, SCOPE, call -> call.exchange().body(bytes -> change(call, bytes)));
        routes.add("DELETE", ONE, SCOPE, call -> call.exchange().body(bytes -> delete(call)));
        routes.add("GET", ONE + "/messages", SCOPE, this::messages);
        routes.add("POST", ONE + "/fork", SCOPE, call -> call.exchange().body(bytes -> fork(call, bytes)));
        routes.add("POST", ONE + "/model", SCOPE, call -> call.exchange().body(bytes -> lock(call, bytes)));
    }

    private ObjectNode find(Call call) {
        return find(book, call);
    }

    static ObjectNode find(SessionBook book, Call call) {
        return book.find(call.part("session_id"))
                .orElseThrow(() -> Refusals.notFound("session_not_found", "There is no such session"));
    }

    private void answer(Call call, int status, ObjectNode row) {
        ObjectNode answer = Json.object().put("object", "hermes.session");
        answer.set("session", row);
        parts.answer(call.exchange(), status, answer);
    }

    private void list(Call call) {
        int limit = number(call.exchange().query("limit"), LISTED, 1, LISTED_MOST);
        int offset = number(call.exchange().query("offset"), 0, 0, OFFSET_MOST);
        String title = call.exchange().query("title");
        boolean hidden = title != null && "true".equals(call.exchange().query("include_hidden"));
        List<ObjectNode> rows =
                book.list(new SessionBook.Wanted(limit, offset, call.exchange().query("source"), title, hidden));
        ObjectNode answer = Json.object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        rows.stream().limit(limit).forEach(data::add);
        answer.put("limit", limit).put("offset", offset).put("has_more", rows.size() > limit);
        parts.answer(call.exchange(), 200, answer);
    }

    /** What is no number, or out of range, is as if it were not there. */
    private static int number(@Nullable String text, int fallback, int least, int most) {
        try {
            int number = text == null ? fallback : Integer.parseInt(text.strip());
            return number < least ? fallback : Math.min(number, most);
        } catch (NumberFormatException noNumber) {
            return fallback;
        }
    }

    private void create(Call call, byte[] bytes) {
        ObjectNode body = parts.json().object(bytes);
        String id = id(body);
        ObjectNode note = Json.object()
                .put("user_id", call.key())
                .put("source", Json.textOf(body, "source").isBlank() ? "api_server" : Json.textOf(body, "source"));
        title(body, id, note);
        JsonNode prompt = body.path("system_prompt");
        if (!prompt.isMissingNode() && !prompt.isNull() && !prompt.isTextual()) {
            throw Refusals.bad("invalid_system_prompt", "system_prompt", "'system_prompt' must be a text");
        }
        note.set("system_prompt", prompt.isTextual() ? prompt : null);
        model(body, note);
        if (!book.create(id, note)) {
            throw new Refused(Failure.conflict("session_exists", "There is a session of this id"));
        }
        answer(call, 201, book.find(id).orElseThrow());
    }

    private String id(ObjectNode body) {
        String name = body.hasNonNull("id") ? "id" : "session_id";
        if (!body.hasNonNull(name)) {
            String random = parts.id("", 8);
            return "api_" + parts.seconds() + "_" + random;
        }
        String id = Json.textOf(body, name).strip();
        if (!SessionHeaders.fit(id) || id.equals("search")) {
            throw Refusals.bad("invalid_session_id", name, "This is no session id");
        }
        return id;
    }

    /** The offered name of the agent itself is no choice of a model. */
    private void model(ObjectNode body, ObjectNode note) {
        String model = Json.textOf(body, "model").strip();
        String offered = parts.setting(ApiSettings.MODEL_NAME);
        boolean own = model.isEmpty() || model.equals(offered) || model.endsWith("::" + offered);
        note.put("model", own ? null : model);
        String provider = Json.textOf(body, "provider").strip();
        note.put("provider", provider.isEmpty() ? null : provider);
        if (body.path("model_options").isObject()) {
            note.set("model_options", body.path("model_options"));
        }
    }

    private void title(ObjectNode body, String id, ObjectNode note) {
        JsonNode title = body.path("title");
        if (title.isMissingNode()) {
            return;
        }
        if (!title.isNull() && !title.isTextual()) {
            throw Refusals.bad("invalid_title", "title", "'title' must be a text");
        }
        String text = title.isNull() ? "" : title.textValue().strip();
        if (!text.isEmpty() && book.isTitleTaken(text, id)) {
            throw Refusals.bad("invalid_title", "title", "Another session has this title");
        }
        note.put("title", text.isEmpty() ? null : text);
    }

    private void change(Call call, byte[] bytes) {
        String id = find(call).path("id").asText();
        ObjectNode body = parts.json().object(bytes);
        ObjectNode changes = Json.object();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String name = field.getKey();
            if (FLAGS.contains(name)) {
                if (!field.getValue().isBoolean()) {
                    throw Refusals.bad("invalid_session_field", name, "'" + name + "' must be true or false");
                }
                changes.set(name, field.getValue());
            } else if (name.equals("end_reason")) {
                changes.set("end_reason", field.getValue());
                changes.put("ended_at", SessionBook.seconds(parts.clock().instant()));
            } else if (!name.equals("title")) {
                throw Refusals.bad("unsupported_session_field", name, "'" + name + "' cannot be changed");
            }
        }
        title(body, id, changes);
        book.note(id, note -> {
            note.setAll(changes);
            return note;
        });
        answer(call, 200, find(call));
    }

    private void delete(Call call) {
        String id = find(call).path("id").asText();
        if (runs.isActiveIn(id)) {
            throw new Refused(Failure.conflict("session_active_turn", "A turn of this session goes on; stop it first"));
        }
        parts.context().turns().forget(id);
        book.delete(id);
        parts.answer(
                call.exchange(),
                200,
                Json.object()
                        .put("object", "hermes.session.deleted")
                        .put("id", id)
                        .put("deleted", true));
    }

    /** Without a limit the newest, with one from the oldest on; always in the order in which it was said. */
    private void messages(Call call) {
        String id = find(call).path("id").asText();
        String given = call.exchange().query("limit");
        String order = call.exchange().query("order");
        String wanted = order == null ? (given == null ? "latest" : "oldest") : order;
        if (!wanted.equals("oldest") && !wanted.equals("latest")) {
            throw Refusals.bad("invalid_pagination", "order", "'order' must be oldest or latest");
        }
        int limit = number(given, MESSAGES_MOST, 1, MESSAGES_MOST);
        int offset = number(call.exchange().query("offset"), 0, 0, Integer.MAX_VALUE);
        List<TranscriptLine> all = lines.all(id);
        int from = wanted.equals("oldest")
                ? Math.min(offset, all.size())
                : (int) Math.max(0, (long) all.size() - offset - limit);
        int to = wanted.equals("oldest")
                ? (int) Math.min(all.size(), (long) from + limit)
                : Math.max(from, all.size() - Math.min(offset, all.size()));
        ObjectNode answer = Json.object().put("object", "list").put("session_id", id);
        ArrayNode data = answer.putArray("data");
        for (int i = from; i < to; i++) {
            data.add(lines.message(all.get(i), id, i + 1L));
        }
        answer.putObject("pagination")
                .put("limit", limit)
                .put("offset", offset)
                .put("order", wanted)
                .put("returned", to - from);
        parts.answer(call.exchange(), 200, answer);
    }

    private void search(Call call) {
        String text = call.exchange().query("q");
        if (text == null || text.isBlank()) {
            throw Refusals.bad("missing_query", "q", "Say in 'q' what to search for");
        }
        int limit = number(call.exchange().query("limit"), LISTED, 1, LISTED_MOST);
        ObjectNode answer = Json.object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        Object found = verbs.call("sessions.search", call.key(), Map.of("text", text, "limit", limit))
                .orElse(Map.of());
        if (found instanceof Map<?, ?> map && map.get("hits") instanceof List<?> hits) {
            for (Object one : hits) {
                Store.SearchHit hit = (Store.SearchHit) one;
                if (book.find(hit.sessionId()).isPresent()) {
                    data.addObject()
                            .put("session_id", hit.sessionId())
                            .put("role", hit.role())
                            .put("excerpt", hit.excerpt())
                            .put("timestamp", SessionBook.seconds(hit.at()));
                }
            }
        }
        parts.answer(call.exchange(), 200, answer);
    }

    /** The branch first: when it cannot be made, the session goes on as if nothing had been asked. */
    private void fork(Call call, byte[] bytes) {
        String parent = find(call).path("id").asText();
        ObjectNode body = parts.json().object(bytes);
        String id = id(body);
        ObjectNode note = book.note(parent).orElseGet(Json::object).deepCopy();
        note.remove(List.of("title", "ended_at", "end_reason", "pinned", "archived", "hidden"));
        title(body, id, note);
        List<TranscriptLine> said = lines.all(parent);
        note.put("parent_session_id", parent).put("copied", said.size()).put("user_id", call.key());
        note.put("root", note.path("root").asText(parent));
        if (!book.create(id, note)) {
            throw new Refused(Failure.conflict("session_exists", "There is a session of this id"));
        }
        try {
            lines.copy(id, said);
        } catch (RuntimeException refused) {
            book.delete(id);
            throw refused;
        }
        book.note(parent, ended -> ended.put("end_reason", "branched")
                .put("ended_at", SessionBook.seconds(parts.clock().instant())));
        answer(call, 201, book.find(id).orElseThrow());
    }

    private void lock(Call call, byte[] bytes) {
        String id = find(call).path("id").asText();
        ObjectNode body = parts.json().object(bytes);
        String model = Json.textOf(body, "model").strip();
        if (model.isEmpty()) {
            throw Refusals.bad("missing_model", "model", "Say in 'model' which one");
        }
        ObjectNode note = Json.object();
        model(body, note);
        book.note(id, before -> {
            before.setAll(note);
            return before;
        });
        ObjectNode answer =
                Json.object().put("object", "hermes.session.model_lock").put("session_id", id);
        answer.putObject("runtime")
                .put("model", model)
                .put("provider", note.path("provider").asText(null))
                .put("locked", true);
        parts.answer(call.exchange(), 200, answer);
    }
}
