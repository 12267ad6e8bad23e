package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TurnOutcome;

/** Tokens as runs and session chats count them. */
public final class RunUsage {
    private RunUsage() {}

    public static ObjectNode of(TurnOutcome.Usage usage) {
        return Json.object()
                .put("input_tokens", usage.input())
                .put("output_tokens", usage.output())
                .put("total_tokens", usage.input() + usage.output())
                .put("cache_read_tokens", usage.cached())
                .put("cache_write_tokens", 0)
                .put("reasoning_tokens", usage.reasoning());
    }
}
