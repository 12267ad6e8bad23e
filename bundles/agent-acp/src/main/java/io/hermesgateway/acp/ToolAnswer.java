package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.function.Function;

/** A wish that one of the gateway's own tools fulfils: its result is the answer, or the reason why not. */
record ToolAnswer(JsonNode id, ToolCall call, Function<ToolResult, JsonNode> reply) implements ClientCall {
    @Override
    public void answer(Rpc rpc, ToolResult result) {
        if (result.outcome() == ToolResult.Outcome.DONE) {
            rpc.reply(id, reply.apply(result));
        } else {
            rpc.refuse(id, Rpc.INTERNAL, result.outcome().word() + ": " + result.text());
        }
    }

    @Override
    public void cancel(Rpc rpc) {
        rpc.refuse(id, Rpc.INTERNAL, "cancelled: the turn was stopped");
    }
}
