package io.hermesgateway.spi.tool;

import java.util.Objects;

/**
 * What a model is told about a tool.
 *
 * @param parameters a JSON schema of the arguments, as JSON text
 */
public record ToolSpec(String name, String description, String parameters) {
    public ToolSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
    }
}
