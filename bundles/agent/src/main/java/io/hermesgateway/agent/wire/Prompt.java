package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.tool.ToolSpec;
import java.util.List;
import java.util.Map;

/**
 * One question to a model.
 *
 * @param options further fields of the request, by their names in the API, each as JSON text
 * @param streamed whether the answer is to come piece by piece
 */
public record Prompt(
        String model, List<Message> messages, List<ToolSpec> tools, Map<String, String> options, boolean streamed) {
    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        options = Map.copyOf(options);
    }

    public Prompt model(String other) {
        return new Prompt(other, messages, tools, options, streamed);
    }
}
