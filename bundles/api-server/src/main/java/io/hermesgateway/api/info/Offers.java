package io.hermesgateway.api.info;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Routes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the agent has to offer: {@code /v1/skills}, {@code /v1/toolsets}, {@code /api/model/options}. */
public final class Offers {
    private final ApiParts parts;
    private final Verbs verbs;

    public Offers(ApiParts parts, Verbs verbs) {
        this.parts = parts;
        this.verbs = verbs;
    }

    public void mount(Routes routes) {
        routes.add("GET", "/v1/skills", "skills", call -> parts.answer(call.exchange(), 200, skills(call)));
        routes.add("GET", "/v1/toolsets", "skills", call -> parts.answer(call.exchange(), 200, toolsets(call)));
        routes.add("GET", "/api/model/options", "models", call -> parts.answer(call.exchange(), 200, models()));
    }

    private ObjectNode skills(Call call) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        Optional<Object> found = verbs.call("skills.list", call.key(), Map.of());
        if (found.isPresent()) {
            for (JsonNode skill : parts.mapper().<JsonNode>valueToTree(found.get())) {
                data.add(skill);
            }
        }
        return list;
    }

    private ObjectNode toolsets(Call call) {
        ObjectNode list = Json.object().put("object", "list").put("platform", ApiTurns.PLATFORM);
        ArrayNode data = list.putArray("data");
        Object disabled = verbs.call("toolsets.disabled", call.key(), Map.of()).orElse(List.of());
        if (verbs.call("toolsets.list", call.key(), Map.of()).orElse(Map.of()) instanceof Map<?, ?> toolsets) {
            toolsets.forEach((name, tools) -> {
                List<String> names =
                        ((List<?>) tools).stream().map(String::valueOf).sorted().toList();
                ObjectNode toolset = data.addObject()
                        .put("name", String.valueOf(name))
                        .put("label", label(String.valueOf(name)))
                        .put("description", String.join(", ", names))
                        .put("enabled", !(disabled instanceof List<?> off && off.contains(name)))
                        .put("configured", true);
                names.forEach(toolset.putArray("tools")::add);
            });
        }
        return list;
    }

    private static String label(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** What a picker of models needs: the names under which the agent can be asked, never a credential. */
    private ObjectNode models() {
        String name = parts.setting(ApiSettings.MODEL_NAME);
        ObjectNode options = Json.object().put("model", name).put("provider", "hermes");
        ObjectNode provider =
                options.putArray("providers").addObject().put("id", "hermes").put("name", "Hermes Gateway");
        ArrayNode models = provider.putArray("models").add(name);
        parts.setting(ApiSettings.MODEL_ROUTES).keySet().forEach(models::add);
        return options;
    }
}
