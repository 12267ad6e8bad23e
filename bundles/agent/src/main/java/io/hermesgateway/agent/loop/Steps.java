package io.hermesgateway.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.agent.wire.Reply;
import io.hermesgateway.agent.wire.Tokens;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** What the agent remembers between runs, as it stands in the journal. */
final class Steps {
    /** An answer of the model that was not the last one. */
    static final String MODEL = "model";
    /** Words of a person who steers the turn. */
    static final String STEER = "steer";
    /** Something the gateway tells the model. */
    static final String NOTICE = "notice";
    /** What is left of the talk before this turn. */
    static final String SUM = "sum";
    /** The run ended to wait for a person; without it a new run means that the last one was cut off. */
    static final String WAIT = "wait";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Steps() {}

    static Step answer(Reply.Answer answer) {
        ObjectNode json = JSON.createObjectNode();
        json.put("text", answer.text());
        json.put("reasoning", answer.reasoning());
        ArrayNode calls = json.putArray("calls");
        for (ToolCall call : answer.calls()) {
            calls.addObject().put("id", call.id()).put("name", call.tool()).put("arguments", call.arguments());
        }
        Tokens tokens = answer.tokens();
        json.put("finish", answer.finish()).put("model", answer.model());
        json.putArray("tokens")
                .add(tokens.input())
                .add(tokens.output())
                .add(tokens.cached())
                .add(tokens.reasoning());
        return new Step(MODEL, json.toString());
    }

    static Reply.Answer answer(Step step) {
        try {
            JsonNode json = JSON.readTree(step.payload());
            List<ToolCall> calls = new ArrayList<>();
            for (JsonNode call : json.path("calls")) {
                calls.add(new ToolCall(
                        call.path("id").asText(),
                        call.path("name").asText(),
                        call.path("arguments").asText()));
            }
            JsonNode tokens = json.path("tokens");
            return new Reply.Answer(
                    json.path("text").asText(),
                    json.path("reasoning").asText(),
                    calls,
                    json.path("finish").asText(),
                    json.path("model").asText(),
                    new Tokens(
                            tokens.path(0).asLong(),
                            tokens.path(1).asLong(),
                            tokens.path(2).asLong(),
                            tokens.path(3).asLong()));
        } catch (JsonProcessingException foreign) {
            throw new GatewayException(KernelError.INTERNAL, "A step of this turn cannot be read.", foreign);
        }
    }
}
