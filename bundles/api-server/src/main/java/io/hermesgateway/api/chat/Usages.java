package io.hermesgateway.api.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TurnOutcome;

/** Tokens as the chat API counts them. */
final class Usages {
    private Usages() {}

    static ObjectNode chat(TurnOutcome.Usage usage) {
        ObjectNode counts = Json.object()
                .put("prompt_tokens", usage.input())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.input() + usage.output());
        counts.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
        counts.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        return counts;
    }
}
