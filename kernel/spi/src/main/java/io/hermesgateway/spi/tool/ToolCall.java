package io.hermesgateway.spi.tool;

import java.util.Objects;

/**
 * One call of a tool.
 *
 * @param id unique within the turn, chosen by the agent, the same when the turn is run again
 * @param arguments JSON text as the model wrote it
 */
public record ToolCall(String id, String tool, String arguments) {
    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(arguments, "arguments");
    }
}
