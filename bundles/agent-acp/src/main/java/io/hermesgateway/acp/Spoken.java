package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.HashMap;
import java.util.Map;

/** What the agent said in a turn, shown as it comes and kept for the answer. */
final class Spoken {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, ToolCall> calls = new HashMap<>();
    private boolean apart;

    String text() {
        return text.toString().strip();
    }

    /** Shows an update; whether the agent has begun to do something. */
    boolean show(String turnId, JsonNode update, TurnContext context) {
        switch (update.path("sessionUpdate").asText()) {
            case "agent_message_chunk" -> say(turnId, words(update.path("content")), context);
            case "agent_thought_chunk" ->
                context.emit(new TurnEvent.ReasoningDelta(turnId, words(update.path("content"))));
            case "tool_call" -> {
                apart = true;
                begin(turnId, update, context);
                return acts(update);
            }
            case "tool_call_update" -> {
                progress(turnId, update, context);
                return acts(update);
            }
            default -> {}
        }
        return false;
    }

    private static boolean acts(JsonNode update) {
        String status = update.path("status").asText("");
        return status.equals("in_progress") || status.equals("completed") || status.equals("failed");
    }

    private static String words(JsonNode content) {
        String text = content.path("text").asText("");
        return text.isEmpty() && content.has("uri") ? content.path("uri").asText() : text;
    }

    private void say(String turnId, String words, TurnContext context) {
        if (words.isEmpty()) {
            return;
        }
        String gap = apart && text.length() > 0 && text.charAt(text.length() - 1) != '\n' ? "\n\n" : "";
        apart = false;
        text.append(gap).append(words);
        context.emit(new TurnEvent.TextDelta(turnId, gap + words));
    }

    private void begin(String turnId, JsonNode update, TurnContext context) {
        String id = update.path("toolCallId").asText();
        String name = update.path("name").asText(update.path("kind").asText("tool"));
        String arguments = update.path("rawInput").isMissingNode()
                        || update.path("rawInput").isNull()
                ? "{}"
                : update.path("rawInput").toString();
        ToolCall call = new ToolCall(id, name.isEmpty() ? "tool" : name, arguments);
        if (calls.put(id, call) == null) {
            context.emit(new TurnEvent.ToolStarted(turnId, call));
            context.emit(
                    new TurnEvent.ToolProgress(turnId, id, update.path("title").asText("")));
        }
    }

    private void progress(String turnId, JsonNode update, TurnContext context) {
        ToolCall call = calls.get(update.path("toolCallId").asText());
        String status = update.path("status").asText("");
        if (call != null && (status.equals("completed") || status.equals("failed"))) {
            StringBuilder output = new StringBuilder();
            update.path("content").forEach(part -> output.append(words(part.path("content"))));
            ToolResult result = status.equals("completed")
                    ? ToolResult.done(output.toString())
                    : ToolResult.failed(output.toString());
            calls.remove(call.id());
            context.emit(new TurnEvent.ToolEnded(turnId, call, result));
        }
    }
}
