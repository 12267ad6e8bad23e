package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.MessageContent;
import io.hermesgateway.api.turn.SessionHeaders;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /v1/runs} asks for, checked.
 *
 * @param earlier the turns before the message that the input itself carries; empty when it is only a message
 * @param history {@code conversation_history}; null when there is none
 * @param sessionId null when the body names none
 * @param previous {@code previous_response_id}; empty when there is none
 * @param author JSON of who speaks; null when it is not said
 */
record RunRequest(
        MessageContent message,
        List<TranscriptLine> earlier,
        @Nullable List<TranscriptLine> history,
        @Nullable String sessionId,
        @Nullable String instructions,
        String previous,
        @Nullable String author) {

    static RunRequest of(ObjectNode body, Instant now) {
        JsonNode input = body.path("input");
        if (input.isMissingNode() || input.isNull() || (input.isArray() && input.isEmpty())) {
            throw Refusals.bad(null, "input", "Missing 'input' field");
        }
        List<TranscriptLine> earlier = new ArrayList<>();
        MessageContent message =
                input.isArray() && isTurns(input) ? turns(input, earlier, now) : MessageContent.of(input, "input");
        if (message.blank()) {
            throw Refusals.bad(null, "input", "No user message found in input");
        }
        return new RunRequest(
                message,
                earlier,
                history(body, now),
                sessionId(body),
                text(body, "instructions"),
                Json.textOf(body, "previous_response_id").strip(),
                author(body));
    }

    /** Turns have contents; parts of one message have types only. */
    private static boolean isTurns(JsonNode input) {
        for (JsonNode item : input) {
            if (item.has("content") || item.has("role") || item.isTextual()) {
                return true;
            }
        }
        return false;
    }

    private static MessageContent turns(JsonNode input, List<TranscriptLine> earlier, Instant now) {
        for (int i = 0; i < input.size() - 1; i++) {
            JsonNode item = input.get(i);
            String text = item.isTextual() ? item.textValue() : MessageContent.textOf(item.path("content"));
            String role = Json.textOf(item, "role");
            if (!text.isBlank()) {
                earlier.add(new TranscriptLine(role.isEmpty() ? "user" : role, text, null, null, now));
            }
        }
        int last = input.size() - 1;
        JsonNode item = input.get(last);
        return MessageContent.of(item.isTextual() ? item : item.path("content"), "input[" + last + "].content");
    }

    private static @Nullable List<TranscriptLine> history(ObjectNode body, Instant now) {
        JsonNode given = body.path("conversation_history");
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        if (!given.isArray()) {
            throw Refusals.bad(null, "conversation_history", "'conversation_history' must be an array");
        }
        List<TranscriptLine> lines = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            JsonNode item = given.get(i);
            if (!item.isObject() || !item.path("role").isTextual() || !item.has("content")) {
                throw Refusals.bad(
                        null, "conversation_history[" + i + "]", "Each entry needs a 'role' and a 'content'");
            }
            String text = MessageContent.textOf(item.path("content"));
            lines.add(new TranscriptLine(item.path("role").textValue(), text, null, null, now));
        }
        return lines;
    }

    private static @Nullable String sessionId(ObjectNode body) {
        String id = text(body, "session_id");
        if (id != null && !SessionHeaders.fit(id)) {
            throw Refusals.bad("invalid_session_id", "session_id", "This is no session id");
        }
        return id;
    }

    private static @Nullable String text(ObjectNode body, String name) {
        String text = Json.textOf(body, name).strip();
        return text.isEmpty() ? null : text;
    }

    /** Who speaks, for clients that are shared by several people. */
    static @Nullable String author(ObjectNode body) {
        JsonNode author = body.path("author");
        if (author.isMissingNode() || author.isNull()) {
            return null;
        }
        boolean fits = author.isObject()
                && (author.path("id").isTextual() || author.path("id").isMissingNode())
                && (author.path("name").isTextual() || author.path("name").isMissingNode())
                && (author.path("is_bot").isBoolean() || author.path("is_bot").isMissingNode());
        if (!fits) {
            throw Refusals.bad("invalid_author", "author", "'author' needs texts id and name, and a flag is_bot");
        }
        return author.toString();
    }
}
