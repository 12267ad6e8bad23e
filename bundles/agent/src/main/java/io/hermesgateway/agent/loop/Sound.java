package io.hermesgateway.agent.loop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hermesgateway.spi.tool.ToolCall;
import java.io.IOException;
import java.util.List;

/** Arguments as they may be sent back: providers refuse the very garbage that their models wrote. */
final class Sound {
    private static final JsonFactory JSON = new JsonFactory();

    private Sound() {}

    static List<ToolCall> calls(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> isObject(call.arguments()) ? call : new ToolCall(call.id(), call.tool(), "{}"))
                .toList();
    }

    static boolean isObject(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            json.skipChildren();
            return object && json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException garbage) {
            return false;
        }
    }
}
