package io.hermesgateway.api.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response and what a next one needs to go on from it. Its trees are never changed once they are here.
 *
 * @param owner the name of the key it belongs to
 */
record StoredResponse(
        ObjectNode response, ArrayNode history, @Nullable String instructions, String sessionId, String owner) {

    String id() {
        return Json.textOf(response, "id");
    }

    String written(ObjectMapper mapper) throws JsonProcessingException {
        ObjectNode data = Json.object();
        data.set("response", response);
        data.set("conversation_history", history);
        data.put("instructions", instructions);
        data.put("session_id", sessionId);
        data.put("owner", owner);
        return mapper.writeValueAsString(data);
    }

    /** Empty for what is no response of ours. */
    static Optional<StoredResponse> read(ObjectMapper mapper, String data) {
        try {
            JsonNode node = mapper.readTree(data);
            if (node.path("response") instanceof ObjectNode response
                    && node.path("conversation_history") instanceof ArrayNode history) {
                JsonNode instructions = node.path("instructions");
                return Optional.of(new StoredResponse(
                        response,
                        history,
                        instructions.isTextual() ? instructions.textValue() : null,
                        Json.textOf(node, "session_id"),
                        Json.textOf(node, "owner")));
            }
        } catch (JsonProcessingException corrupt) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
