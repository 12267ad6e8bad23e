package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;

/** What a client gets that waited for an answer when the agent had none. */
public final class NoAnswer {
    private NoAnswer() {}

    /** 502, with what Hermes clients want to know, and without the retries of the SDKs. */
    public static void send(ApiParts parts, Call call, TurnResult result) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("message", parts.redacted(result.words()));
        error.put("type", "server_error");
        error.putNull("param");
        error.put("code", "agent_incomplete");
        error.set("hermes", result.flags());
        call.put("X-Hermes-Completed", "false");
        call.put("X-Hermes-Partial", String.valueOf(result.partial()));
        call.put(Refusals.NO_RETRY, "false");
        parts.answer(call.exchange(), 502, body);
    }
}
