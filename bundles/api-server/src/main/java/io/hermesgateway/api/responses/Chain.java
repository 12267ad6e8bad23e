package io.hermesgateway.api.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.Story;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * One response on its way: what it goes on from, what it looks like now, and what of it is kept.
 *
 * @param history what was said before this request
 * @param conversation the name to keep it under, that of its owner included; empty for none
 */
record Chain(
        ApiParts parts,
        ResponseStore store,
        ResponseRequest request,
        String id,
        long createdAt,
        String model,
        String sessionId,
        ArrayNode history,
        @Nullable String instructions,
        String conversation,
        String owner) {

    /** The response with this status and output; what is not yet there is null. */
    ObjectNode envelope(String status, ArrayNode output, @Nullable ObjectNode error, @Nullable ObjectNode usage) {
        ObjectNode envelope = Json.object()
                .put("id", id)
                .put("object", "response")
                .put("status", status)
                .put("created_at", createdAt)
                .put("model", model);
        envelope.set("output", output);
        envelope.set("error", error);
        envelope.set("usage", usage);
        ObjectNode incomplete = status.equals("incomplete") ? Json.object().put("reason", "interrupted") : null;
        envelope.set("incomplete_details", incomplete);
        envelope.put("instructions", instructions);
        envelope.put("previous_response_id", request.previous().isEmpty() ? null : request.previous());
        envelope.set("metadata", request.metadata().isObject() ? request.metadata() : Json.object());
        envelope.put("parallel_tool_calls", true);
        envelope.put("tool_choice", "auto");
        envelope.putArray("tools");
        envelope.putNull("temperature");
        envelope.putNull("top_p");
        envelope.put("store", request.store());
        return envelope;
    }

    ObjectNode error(TurnResult result) {
        return Json.object()
                .put("code", "server_error")
                .put("message", parts.redacted(result.words()))
                .put("type", "server_error");
    }

    /** Keeps the response with what it adds to the conversation. */
    void keep(ObjectNode envelope, ArrayNode added) {
        if (request.store()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode(history.size() + added.size() + 1);
            all.addAll(history);
            all.addAll(added);
            store.put(new StoredResponse(envelope, all, instructions, sessionId, owner), conversation);
        }
    }

    /** The messages of this request and its answer. */
    ArrayNode added(Story story, String lastWords) {
        ArrayNode added = JsonNodeFactory.instance.arrayNode();
        added.add(History.message("user", request.message()));
        story.addTo(added, lastWords, parts.setting(ApiSettings.HISTORY_TOOL_OUTPUT_MAX_CHARS));
        return added;
    }
}
