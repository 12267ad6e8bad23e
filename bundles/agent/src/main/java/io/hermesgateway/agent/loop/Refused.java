package io.hermesgateway.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was refused in this turn. A model that asks for the same thing again gets the same answer without a person being
 * asked again, and after a few times it is to stop.
 */
final class Refused {
    private static final int PATIENCE = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ToolResult> results = new HashMap<>();
    private int repeats;

    void learn(ToolCall call, ToolResult result) {
        switch (result.outcome()) {
            case FORBIDDEN, DENIED, EXPIRED, WITHDRAWN, UNDELIVERABLE -> results.put(same(call), result);
            default -> results.remove(same(call));
        }
    }

    /** The answer to a call that was refused before. */
    Optional<ToolResult> before(ToolCall call) {
        Optional<ToolResult> before = Optional.ofNullable(results.get(same(call)));
        before.ifPresent(result -> repeats++);
        return before.map(result -> new ToolResult(
                result.outcome(),
                "This very call was refused before in this turn and was not made. Do something else, or end with an"
                        + " answer that says what you could not do. " + result.text()));
    }

    boolean exhausted() {
        return repeats >= PATIENCE;
    }

    private static String same(ToolCall call) {
        String arguments = call.arguments().strip();
        try {
            arguments = JSON.readTree(arguments).toString().replaceAll("\\s+", " ");
        } catch (JsonProcessingException notJson) {
            return call.tool() + "\n" + arguments;
        }
        return call.tool() + "\n" + arguments;
    }
}
