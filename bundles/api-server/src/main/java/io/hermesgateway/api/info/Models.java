package io.hermesgateway.api.info;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.api.wire.Routes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models}: the agent itself, and the names that stand for particular models. */
public final class Models {
    private final ApiParts parts;

    public Models(ApiParts parts) {
        this.parts = parts;
    }

    public void mount(Routes routes) {
        routes.add("GET", "/v1/models", "models", call -> parts.answer(call.exchange(), 200, list()));
        routes.add(
                "GET",
                "/v1/models/{model}",
                "models",
                call -> parts.answer(call.exchange(), 200, one(call.part("model"))));
    }

    private ObjectNode list() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        String name = parts.setting(ApiSettings.MODEL_NAME);
        data.add(model(name, name, null));
        parts.setting(ApiSettings.MODEL_ROUTES)
                .forEach((alias, route) -> data.add(model(alias, real(alias, route), name)));
        return list;
    }

    private ObjectNode one(String wanted) {
        for (JsonNode model : list().path("data")) {
            if (model.path("id").asText().equals(wanted)) {
                return (ObjectNode) model;
            }
        }
        throw Refusals.notFound("model_not_found", "There is no such model here");
    }

    private static String real(String alias, @Nullable Object route) {
        Object model = route instanceof Map<?, ?> map ? map.get("model") : route;
        return model == null ? alias : String.valueOf(model);
    }

    private ObjectNode model(String id, String root, @Nullable String parent) {
        ObjectNode model = Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", parts.seconds())
                .put("owned_by", "hermes");
        model.putArray("permission");
        return model.put("root", root).put("parent", parent);
    }
}
