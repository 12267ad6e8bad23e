package io.hermesgateway.api.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.tool.ToolCall;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The items of a response's output. */
final class Items {
    private static final Set<String> CUT = Set.of("content", "query", "pattern", "old_string", "new_string");
    private static final int ARGUMENT_MOST = 500;
    private static final int OUTPUT_MOST = 1_000;
    private static final int OUTPUT_KEPT = 500;

    private final ObjectMapper mapper;

    Items(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    static ObjectNode call(String id, ToolCall call, String status) {
        return Json.object()
                .put("id", id)
                .put("type", "function_call")
                .put("status", status)
                .put("name", call.tool())
                .put("call_id", call.id())
                .put("arguments", call.arguments());
    }

    /** Where nothing is streamed the output is a plain text, as the API says. */
    static ObjectNode output(String id, String callId, String text) {
        return result(id, callId).put("output", text);
    }

    /** In a stream it is a list of parts, which is what the clients that show it read. */
    static ObjectNode outputParts(String id, String callId, String text) {
        ObjectNode item = result(id, callId);
        item.putArray("output").addObject().put("type", "input_text").put("text", text);
        return item;
    }

    private static ObjectNode result(String id, String callId) {
        return Json.object()
                .put("id", id)
                .put("type", "function_call_output")
                .put("status", "completed")
                .put("call_id", callId);
    }

    static ObjectNode reasoning(String id, String status, @Nullable String text) {
        ObjectNode item = Json.object().put("id", id).put("type", "reasoning").put("status", status);
        ArrayNode summary = item.putArray("summary");
        if (text != null) {
            summary.addObject().put("type", "summary_text").put("text", text);
        }
        return item;
    }

    /** @param text null for a message that has no content yet */
    static ObjectNode message(String id, String status, @Nullable String text) {
        ObjectNode item = Json.object()
                .put("id", id)
                .put("type", "message")
                .put("status", status)
                .put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (text != null) {
            content.add(part(text));
        }
        return item;
    }

    static ObjectNode part(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    static ObjectNode usage(TurnOutcome.Usage usage) {
        ObjectNode counts = Json.object().put("input_tokens", usage.input());
        counts.putObject("input_tokens_details")
                .put("cached_tokens", usage.cached())
                .put("cache_write_tokens", 0);
        counts.put("output_tokens", usage.output());
        counts.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
        return counts.put("total_tokens", usage.input() + usage.output());
    }

    /** The item as the last event of a stream carries it: what is long was sent in full before. */
    ObjectNode shortened(ObjectNode item) {
        ObjectNode copy = item.deepCopy();
        JsonNode arguments = item.path("arguments");
        if (arguments.isTextual()) {
            copy.put("arguments", shortArguments(arguments.textValue()));
        }
        for (JsonNode part : copy.path("output")) {
            String text = Json.textOf(part, "text");
            if (text.length() > OUTPUT_MOST && part instanceof ObjectNode node) {
                node.put(
                        "text",
                        text.substring(0, OUTPUT_KEPT) + "… [" + (text.length() - OUTPUT_KEPT) + " more characters]");
            }
        }
        return copy;
    }

    private String shortArguments(String json) {
        try {
            if (!(mapper.readTree(json) instanceof ObjectNode arguments)) {
                return json;
            }
            boolean cut = false;
            for (Map.Entry<String, JsonNode> field : arguments.properties()) {
                String text = field.getValue().isTextual() ? field.getValue().textValue() : "";
                if (CUT.contains(field.getKey()) && text.length() > ARGUMENT_MOST) {
                    field.setValue(mapper.getNodeFactory().textNode("[" + text.length() + " characters]"));
                    cut = true;
                }
            }
            return cut ? mapper.writeValueAsString(arguments) : json;
        } catch (JsonProcessingException foreign) {
            return json;
        }
    }
}
