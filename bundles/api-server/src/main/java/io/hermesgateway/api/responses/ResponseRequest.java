package io.hermesgateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.MessageContent;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for a response, sorted out.
 *
 * @param message the last message
 * @param earlier the messages of the input before it
 * @param carried the history the client brings itself; null when it brings none
 * @param instructions null when there are none
 * @param previous the response to go on from; empty for none
 * @param conversation the name of a chain; empty for none
 */
record ResponseRequest(
        MessageContent message,
        ArrayNode earlier,
        @Nullable ArrayNode carried,
        @Nullable String instructions,
        String previous,
        String conversation,
        boolean store,
        boolean stream,
        boolean truncated,
        JsonNode metadata) {
    private static final Set<String> ROLES = Set.of("user", "assistant");
    private static final Set<String> PROMPTS = Set.of("system", "developer");

    static ResponseRequest of(JsonNode body) {
        String previous = Json.textOf(body, "previous_response_id").strip();
        String conversation = conversation(body.path("conversation"));
        if (!previous.isEmpty() && !conversation.isEmpty()) {
            throw Refusals.bad(null, "conversation", "Cannot use both 'conversation' and 'previous_response_id'");
        }
        Input input = new Input();
        input.read(body.path("input"));
        ObjectNode last = input.last();
        String instructions = input.instructions(Json.textOf(body, "instructions"));
        return new ResponseRequest(
                MessageContent.of(last.path("content"), "input"),
                input.earlier(),
                carried(body.path("conversation_history")),
                instructions.isBlank() ? null : instructions,
                previous,
                conversation,
                Json.flag(body, "store", true),
                Json.flag(body, "stream", false),
                Json.textOf(body, "truncation").equals("auto"),
                body.path("metadata"));
    }

    private static String conversation(JsonNode name) {
        return name.isObject()
                ? Json.textOf(name, "id").strip()
                : name.asText("").strip();
    }

    private static @Nullable ArrayNode carried(JsonNode history) {
        if (history.isMissingNode() || history.isNull()) {
            return null;
        }
        if (!history.isArray()) {
            throw Refusals.bad(null, "conversation_history", "'conversation_history' must be an array of messages");
        }
        ArrayNode carried = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < history.size(); i++) {
            JsonNode message = history.get(i);
            String where = "conversation_history[" + i + "]";
            if (!message.isObject() || !message.path("role").isTextual() || !message.has("content")) {
                throw Refusals.bad(null, where, "A message of 'conversation_history' needs 'role' and 'content'");
            }
            String role = Json.textOf(message, "role");
            if (ROLES.contains(role)) {
                carried.add(History.message(role, MessageContent.of(message.path("content"), where + ".content")));
            } else if (PROMPTS.contains(role)) {
                carried.add(Json.object()
                        .put("role", "system")
                        .put("content", MessageContent.textOf(message.path("content"))));
            }
        }
        return carried;
    }

    /** The field {@code input}: what is said, and by the way what the prompt is to say. */
    private static final class Input {
        private final List<ObjectNode> messages = new ArrayList<>();
        private final List<String> prompts = new ArrayList<>();

        void read(JsonNode input) {
            if (input.isMissingNode() || input.isNull()) {
                throw Refusals.bad(null, "input", "Missing 'input' field");
            }
            if (!input.isArray()) {
                if (!input.isTextual()) {
                    throw Refusals.bad(null, "input", "'input' must be a string or an array");
                }
                say("user", input, "input");
                return;
            }
            for (int i = 0; i < input.size(); i++) {
                item(input.get(i), "input[" + i + "]");
            }
        }

        private void item(JsonNode item, String where) {
            if (!item.isObject()) {
                say("user", item, where);
                return;
            }
            String type = Json.textOf(item, "type");
            if (item.has("content") && !type.equals("reasoning")) {
                said(item, where);
            } else if (type.startsWith("input_") || type.equals("text") || type.equals("image_url")) {
                say("user", JsonNodeFactory.instance.arrayNode().add(item), where);
            }
            // Reasoning, tool calls and their results are echoes of what happened here.
        }

        private void said(JsonNode item, String where) {
            String role = Json.textOf(item, "role");
            if (PROMPTS.contains(role)) {
                prompts.add(MessageContent.textOf(item.path("content")));
            } else {
                say(role.equals("assistant") ? role : "user", item.path("content"), where + ".content");
            }
        }

        private void say(String role, JsonNode content, String where) {
            messages.add(History.message(role, MessageContent.of(content, where)));
        }

        ObjectNode last() {
            ObjectNode last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
            if (last == null || MessageContent.of(last.path("content"), "input").blank()) {
                throw Refusals.bad(null, "input", "There is no user message in 'input'");
            }
            return last;
        }

        ArrayNode earlier() {
            ArrayNode earlier = JsonNodeFactory.instance.arrayNode();
            for (ObjectNode message : messages.subList(0, messages.size() - 1)) {
                if (!MessageContent.of(message.path("content"), "input").blank()) {
                    earlier.add(message);
                }
            }
            return earlier;
        }

        String instructions(String given) {
            List<String> all = new ArrayList<>();
            all.add(given);
            all.addAll(prompts);
            all.removeIf(String::isBlank);
            return String.join("\n", all);
        }
    }
}
