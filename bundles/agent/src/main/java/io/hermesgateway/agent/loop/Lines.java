package io.hermesgateway.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.agent.prompt.Past;
import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.agent.wire.Reply;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Between lines of a transcript and messages of a talk with a model. */
final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}

    static TranscriptLine assistant(Reply.Answer answer, String turnId, Instant at) {
        boolean plain = answer.calls().isEmpty() && answer.reasoning().isEmpty();
        return new TranscriptLine("assistant", answer.text(), plain ? null : details(answer), turnId, at);
    }

    private static String details(Reply.Answer answer) {
        ObjectNode json = JSON.createObjectNode();
        if (!answer.calls().isEmpty()) {
            var calls = json.putArray("tool_calls");
            for (ToolCall call : answer.calls()) {
                calls.addObject()
                        .put("id", call.id())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.tool())
                        .put("arguments", call.arguments());
            }
        }
        if (!answer.reasoning().isEmpty()) {
            json.put("reasoning_content", answer.reasoning());
        }
        json.put("finish_reason", answer.finish()).put("model", answer.model());
        return json.toString();
    }

    static TranscriptLine tool(ToolCall call, ToolResult result, String turnId, Instant at) {
        String details = JSON.createObjectNode()
                .put("tool_call_id", call.id())
                .put("tool_name", call.tool())
                .put("outcome", result.outcome().word())
                .toString();
        return new TranscriptLine("tool", told(result), details, turnId, at);
    }

    /** The model is told in so many words what it may not take for success. */
    static String told(ToolResult result) {
        return switch (result.outcome()) {
            case DONE, FAILED -> result.text();
            case UNKNOWN -> "[unknown] " + result.text() + " Find out before you do it again.";
            default -> "[" + result.outcome().word() + "] " + result.text();
        };
    }

    static String notice(String text) {
        return "[The gateway says: " + text + "]";
    }

    /**
     * The talk so far. Providers refuse calls without results and results without calls, so what was cut in two is left
     * out.
     */
    static List<Message> messages(List<TranscriptLine> lines, boolean sees) {
        List<Message> messages = new ArrayList<>(lines.size() + 8);
        Past past = Past.of(lines, sees);
        for (TranscriptLine line : lines) {
            switch (line.role()) {
                case "user" -> messages.add(past.message(line));
                case "assistant" -> messages.add(assistant(line));
                case "tool" ->
                    messages.add(Message.tool(
                            parse(line.details()).path("tool_call_id").asText(""), line.text()));
                case "system" -> messages.add(Message.system(line.text()));
                default -> messages.add(Message.user(notice(line.text())));
            }
        }
        return paired(messages);
    }

    private static Message assistant(TranscriptLine line) {
        JsonNode details = parse(line.details());
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : details.path("tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(new ToolCall(
                    call.path("id").asText(),
                    function.path("name").asText(),
                    function.path("arguments").asText("{}")));
        }
        // What was thought about an answered question is of no use later, and costs.
        return Message.assistant(line.text(), calls, "");
    }

    private static JsonNode parse(@Nullable String details) {
        if (details == null) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(details);
        } catch (JsonProcessingException foreign) {
            return JSON.missingNode();
        }
    }

    private static List<Message> paired(List<Message> messages) {
        List<Message> whole = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Message.Role.TOOL) {
                continue;
            }
            if (message.calls().isEmpty()) {
                whole.add(message);
                continue;
            }
            List<Message> results = new ArrayList<>();
            Set<String> answered = new HashSet<>();
            for (int j = i + 1; j < messages.size() && messages.get(j).role() == Message.Role.TOOL; j++) {
                results.add(messages.get(j));
                answered.add(String.valueOf(messages.get(j).callId()));
            }
            if (message.calls().stream().allMatch(call -> answered.contains(call.id()))) {
                whole.add(message);
                whole.addAll(results);
            } else if (!message.text().isEmpty()) {
                whole.add(Message.assistant(message.text(), List.of(), ""));
            }
        }
        return whole;
    }
}
