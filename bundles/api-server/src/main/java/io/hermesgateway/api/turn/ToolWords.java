package io.hermesgateway.api.turn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolCall;
import java.util.Map;

/** A tool call in a few words, for people who watch. */
public final class ToolWords {
    private static final int LABEL_MOST = 80;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> EMOJI = Map.of(
            "terminal", "💻",
            "process", "⚙️",
            "read_file", "📖",
            "write_file", "✍️",
            "edit_file", "🔧",
            "patch", "🔧",
            "search_files", "🔎",
            "web_search", "🔍",
            "memory", "🧠");

    private ToolWords() {}

    public static String emoji(String tool) {
        return EMOJI.getOrDefault(tool, "⚡");
    }

    /** The first telling argument on one line, or else the name of the tool. */
    public static String label(ToolCall call) {
        String line = argument(call).replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return call.tool();
        }
        return line.length() <= LABEL_MOST ? line : line.substring(0, LABEL_MOST - 1) + "…";
    }

    private static String argument(ToolCall call) {
        try {
            JsonNode arguments = MAPPER.readTree(call.arguments());
            for (JsonNode value : arguments) {
                if (value.isTextual() && !value.textValue().isBlank()) {
                    return value.textValue();
                }
            }
            return "";
        } catch (JsonProcessingException unreadable) {
            return "";
        }
    }
}
