package io.hermesgateway.spi.agent;

import java.util.Objects;

/**
 * Something an agent wants to remember about a turn.
 *
 * @param kind the agent's own word, for example {@code model} for an answer of a model
 * @param payload the agent's own JSON text
 */
public record Step(String kind, String payload) {
    public Step {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(payload, "payload");
    }
}
