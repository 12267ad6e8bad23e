package io.hermesgateway.api.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.NoAnswer;
import io.hermesgateway.api.turn.Story;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.spi.tool.ToolResult;

/** A response in one piece. */
final class ResponseBatch {
    private final ApiParts parts;
    private final Call call;
    private final Chain chain;

    ResponseBatch(ApiParts parts, Call call, Chain chain) {
        this.parts = parts;
        this.call = call;
        this.chain = chain;
    }

    void answer(TurnResult result) {
        if (!result.completed() && !result.partial()) {
            NoAnswer.send(parts, call, result);
            return;
        }
        String status = result.completed() ? "completed" : result.failed() ? "failed" : "incomplete";
        ObjectNode error = result.failed() ? chain.error(result) : null;
        ObjectNode envelope = chain.envelope(status, output(result), error, Items.usage(result.usage()));
        chain.keep(envelope, chain.added(result.story(), result.text()));
        parts.answer(call.exchange(), 200, envelope);
    }

    private ArrayNode output(TurnResult result) {
        ArrayNode output = JsonNodeFactory.instance.arrayNode();
        if (!result.reasoning().isBlank()) {
            output.add(Items.reasoning(parts.id("rs_", 24), "completed", result.reasoning()));
        }
        for (Story.Made made : result.story().calls()) {
            ToolResult told = made.result();
            output.add(Items.call(parts.id("fc_", 24), made.call(), "completed"));
            if (told != null) {
                output.add(Items.output(parts.id("fco_", 24), made.call().id(), told.text()));
            }
        }
        return output.add(Items.message(parts.id("msg_", 24), "completed", result.text()));
    }
}
