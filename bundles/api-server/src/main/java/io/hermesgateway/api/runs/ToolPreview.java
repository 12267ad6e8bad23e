package io.hermesgateway.api.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolCall;
import java.util.List;

/** A tool call in a few words. */
public final class ToolPreview {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST = 80;
    private static final List<String> TELLING =
            List.of("command", "path", "file_path", "query", "pattern", "url", "name", "input", "text");

    private ToolPreview() {}

    public static String of(ToolCall call) {
        try {
            JsonNode arguments = MAPPER.readTree(call.arguments());
            for (String name : TELLING) {
                JsonNode value = arguments.path(name);
                if (value.isTextual() && !value.textValue().isBlank()) {
                    return cut(value.textValue().strip().replaceAll("\\s+", " "), MOST);
                }
            }
        } catch (JsonProcessingException notJson) {
            return cut(call.arguments().strip(), MOST);
        }
        return call.tool();
    }

    /** Never through the middle of a character. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
