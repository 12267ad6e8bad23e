package io.hermesgateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.MessageContent;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was said before, as it is stored with a response: messages of the chat API, tool calls and results included. */
final class History {
    private static final int NEWEST = 100;
    private static final List<String> SUMMARIES = List.of("[CONTEXT COMPACTION", "[CONTEXT SUMMARY]");

    private History() {}

    static ObjectNode message(String role, MessageContent content) {
        ObjectNode message = Json.object().put("role", role);
        ArrayNode parts = content.parts();
        if (parts == null) {
            message.put("content", content.text());
        } else {
            message.set("content", parts);
        }
        return message;
    }

    /** The newest messages; summaries of what was compressed before stay wherever they stand. */
    static ArrayNode newest(ArrayNode history) {
        if (history.size() <= NEWEST) {
            return history;
        }
        int room = NEWEST;
        for (JsonNode message : history) {
            room -= isSummary(message) ? 1 : 0;
        }
        List<JsonNode> kept = new ArrayList<>(NEWEST);
        for (int i = history.size() - 1; i >= 0; i--) {
            JsonNode message = history.get(i);
            if (isSummary(message)) {
                kept.add(message);
            } else if (room > 0) {
                kept.add(message);
                room--;
            }
        }
        Collections.reverse(kept);
        return JsonNodeFactory.instance.arrayNode().addAll(kept);
    }

    private static boolean isSummary(JsonNode message) {
        String text = Json.textOf(message, "content");
        return message.path("compaction").asBoolean() || SUMMARIES.stream().anyMatch(text::startsWith);
    }

    /** For the agent. */
    static List<TranscriptLine> lines(ArrayNode history, Instant now) {
        List<TranscriptLine> lines = new ArrayList<>(history.size());
        for (JsonNode message : history) {
            lines.add(line(message, now));
        }
        return lines;
    }

    private static TranscriptLine line(JsonNode message, Instant now) {
        String role = Json.textOf(message, "role");
        if (role.equals("tool") || message.has("tool_calls")) {
            ObjectNode details = message.deepCopy();
            details.remove(List.of("role", "content"));
            return new TranscriptLine(role, Json.textOf(message, "content"), details.toString(), null, now);
        }
        return MessageContent.of(message.path("content"), "conversation_history")
                .line(role, now);
    }
}
