package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.httpkit.Refused;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request wishes about the model.
 *
 * @param model the name to answer under, as the client wrote it
 * @param options what the agent is told: {@code model}, {@code provider}, {@code reasoning_effort}, {@code service_tier},
 *     {@code metadata}; empty for whatever the gateway is set to
 */
public record Wishes(String model, Map<String, String> options) {
    private static final Set<String> EFFORTS =
            Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra");

    /** @throws Refused 400 when model and provider contradict each other */
    public static Wishes of(ApiParts parts, JsonNode body) {
        String model = Json.textOf(body, "model").strip();
        String provider = Json.textOf(body, "provider").strip();
        String offered = parts.setting(ApiSettings.MODEL_NAME);
        Map<String, String> options = new HashMap<>(4);
        Object route =
                model.isEmpty() ? null : parts.setting(ApiSettings.MODEL_ROUTES).get(model);
        if (route != null) {
            routed(route, provider, options);
        } else if (!provider.isEmpty()) {
            options.put("provider", provider);
            put(options, "model", model.equals(offered) ? "" : model);
        } else if (!model.equals(offered) && parts.setting(ApiSettings.DIRECT_MODEL_REQUESTS)) {
            put(options, "model", model);
        }
        effort(body, options);
        if (body.path("metadata").isObject()) {
            options.put("metadata", body.path("metadata").toString());
        }
        return new Wishes(model.isEmpty() ? offered : model, Map.copyOf(options));
    }

    private static void routed(Object route, String provider, Map<String, String> options) {
        if (!(route instanceof Map<?, ?> map)) {
            put(options, "model", String.valueOf(route));
            put(options, "provider", provider);
            return;
        }
        String routed = text(map.get("provider"));
        if (!provider.isEmpty() && !routed.isEmpty() && !provider.equals(routed)) {
            throw Refusals.bad(
                    "provider_conflict", "provider", "The provider of the request is not the one of its model");
        }
        put(options, "model", text(map.get("model")));
        put(options, "provider", routed.isEmpty() ? provider : routed);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value).strip();
    }

    private static void put(Map<String, String> options, String name, String value) {
        if (!value.isEmpty()) {
            options.put(name, value);
        }
    }

    /** Words that mean nothing to us are no error. */
    private static void effort(JsonNode body, Map<String, String> options) {
        JsonNode wishes = body.path("model_options");
        String effort = Json.textOf(wishes, "reasoning_effort");
        if (effort.isEmpty()) {
            effort = Json.textOf(wishes.path("reasoning"), "effort");
        }
        if (wishes.path("reasoning").has("enabled") && !Json.flag(wishes.path("reasoning"), "enabled", true)) {
            effort = "none";
        }
        effort = effort.strip().toLowerCase(Locale.ROOT);
        put(options, "reasoning_effort", EFFORTS.contains(effort) ? effort : "");
        put(options, "service_tier", Json.textOf(wishes, "service_tier").strip());
        if (Json.flag(wishes, "fast", false)) {
            options.putIfAbsent("service_tier", "priority");
        }
    }
}
