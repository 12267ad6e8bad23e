package io.hermesgateway.api.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.runs.Run;
import io.hermesgateway.api.runs.RunUsage;
import io.hermesgateway.api.runs.Runs;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.turn.Ask;
import io.hermesgateway.api.turn.MessageContent;
import io.hermesgateway.api.turn.NoAnswer;
import io.hermesgateway.api.turn.SessionHeaders;
import io.hermesgateway.api.turn.Slots;
import io.hermesgateway.api.turn.StreamOptions;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.turn.TurnWatch;
import io.hermesgateway.api.turn.Wishes;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/sessions/{id}/chat}: one turn in a session, answered at once or as a stream that is also a run. */
final class SessionChat {
    private final ApiParts parts;
    private final ApiTurns turns;
    private final Runs runs;
    private final SessionBook book;
    private final SessionLines lines;

    SessionChat(ApiParts parts, ApiTurns turns, Runs runs, SessionBook book, SessionLines lines) {
        this.parts = parts;
        this.turns = turns;
        this.runs = runs;
        this.book = book;
        this.lines = lines;
    }

    void mount(Routes routes) {
        String chat = SessionEndpoints.ONE + "/chat";
        routes.add("POST", chat, SessionEndpoints.SCOPE, call -> call.exchange().body(bytes -> {
            Slots.Slot slot = parts.slots().take();
            held(slot, () -> chat(call, bytes, slot));
        }));
        routes.add("POST", chat + "/stream", SessionEndpoints.SCOPE, call -> call.exchange()
                .body(bytes -> {
                    Slots.Slot slot = parts.slots().take();
                    held(slot, () -> stream(call, bytes, slot));
                }));
    }

    private static void held(Slots.Slot slot, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException refused) {
            slot.close();
            throw refused;
        }
    }

    private void chat(Call call, byte[] bytes, Slots.Slot slot) {
        ObjectNode body = parts.json().object(bytes);
        SessionHeaders headers = SessionHeaders.of(call);
        Ask ask = ask(call, body, headers, Turns.Asking.UNATTENDED);
        headers.echo(call, ask.sessionId());
        turns.start(call.key(), ask, new TurnWatch() {
            @Override
            protected void ended(String turnId, TurnResult result) {
                slot.close();
                answer(call, ask, result);
            }
        });
    }

    private void answer(Call call, Ask ask, TurnResult result) {
        if (!result.completed() && !result.partial()) {
            NoAnswer.send(parts, call, result);
            return;
        }
        ObjectNode answer =
                Json.object().put("object", "hermes.session.chat.completion").put("session_id", ask.sessionId());
        answer.putObject("message").put("role", "assistant").put("content", result.text());
        answer.set("usage", RunUsage.of(result.usage()));
        answer.set("runtime", runtime(ask));
        if (!result.completed()) {
            answer.set("hermes", result.details(parts));
        }
        parts.answer(call.exchange(), 200, answer);
    }

    private void stream(Call call, byte[] bytes, Slots.Slot slot) {
        ObjectNode body = parts.json().object(bytes);
        SessionHeaders headers = SessionHeaders.of(call);
        Ask ask = ask(call, body, headers, Turns.Asking.ATTENDED);
        headers.echo(call, ask.sessionId());
        String runId = parts.id("run_", 32);
        SessionStream stream = new SessionStream(parts, call, StreamOptions.of(parts, call), runId, ask, runtime(ask));
        Run run = runs.begin(
                new Runs.Order(
                        runId, call.key(), ask, runtime(ask).path("model").asText(), null, null, slot),
                stream);
        stream.follow(run);
    }

    static ObjectNode runtime(Ask ask) {
        return Json.object()
                .put("model", ask.options().getOrDefault("model", "hermes-agent"))
                .put("provider", ask.options().get("provider"));
    }

    private Ask ask(Call call, ObjectNode body, SessionHeaders headers, Turns.Asking asking) {
        String id = SessionEndpoints.find(book, call).path("id").asText();
        ObjectNode note = book.note(id).orElseGet(Json::object);
        MessageContent message = message(body);
        Map<String, String> options = new HashMap<>();
        locked(note, options);
        options.putAll(headers.among(Wishes.of(parts, body).options()));
        author(body, options);
        return new Ask(id, message, history(id), prompt(body, note), options, asking);
    }

    private static MessageContent message(ObjectNode body) {
        String name = body.hasNonNull("message") ? "message" : "input";
        MessageContent message = body.hasNonNull(name) ? MessageContent.of(body.path(name), name) : null;
        if (message == null || message.blank()) {
            throw Refusals.bad("missing_message", "message", "Say something in 'message' or 'input'");
        }
        return message;
    }

    private static void locked(ObjectNode note, Map<String, String> options) {
        for (String name : List.of("model", "provider")) {
            if (note.hasNonNull(name)) {
                options.put(name, note.path(name).asText());
            }
        }
    }

    private static void author(ObjectNode body, Map<String, String> options) {
        JsonNode author = body.path("author");
        if (author.isMissingNode() || author.isNull()) {
            return;
        }
        if (!author.isObject()) {
            throw Refusals.bad("invalid_author", "author", "'author' needs texts id and name, and a flag is_bot");
        }
        options.put("author", author.toString());
    }

    /** A session that branched off carries what was said before; every other one remembers by itself. */
    private @Nullable List<TranscriptLine> history(String id) {
        return lines.hasCopy(id) ? lines.all(id) : null;
    }

    private static @Nullable String prompt(ObjectNode body, ObjectNode note) {
        for (String name : List.of("system_message", "instructions")) {
            JsonNode given = body.path(name);
            if (given.isMissingNode() || given.isNull()) {
                continue;
            }
            if (!given.isTextual()) {
                throw Refusals.bad("invalid_system_message", name, "'" + name + "' must be a text");
            }
            return given.textValue();
        }
        return note.hasNonNull("system_prompt") ? note.path("system_prompt").asText() : null;
    }
}
