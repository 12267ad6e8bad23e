package io.hermesgateway.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.tools.terminal.FakeRun;
import io.hermesgateway.tools.terminal.TestContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/** Calls tools by name, as a model does. */
public record Calls(List<Tool> tools, FakeRun run) {
    public Tool tool(String name) {
        return tools.stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static ToolCall call(String tool, Map<String, Object> arguments) {
        try {
            return new ToolCall("c1", tool, TestContext.JSON.writeValueAsString(arguments));
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    public Assessment assess(String tool, Map<String, Object> arguments) {
        return tool(tool).assess(call(tool, arguments), run.scope());
    }

    public ToolResult does(String tool, Map<String, Object> arguments) {
        return tool(tool).run(call(tool, arguments), run);
    }

    public String done(String tool, Map<String, Object> arguments) {
        return ended(Outcome.DONE, does(tool, arguments));
    }

    public String failed(String tool, Map<String, Object> arguments) {
        return ended(Outcome.FAILED, does(tool, arguments));
    }

    private static String ended(Outcome outcome, ToolResult result) {
        Assertions.assertEquals(outcome, result.outcome(), result.text());
        return result.text();
    }
}
