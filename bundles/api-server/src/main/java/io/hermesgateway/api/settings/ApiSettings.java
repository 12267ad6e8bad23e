package io.hermesgateway.api.settings;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.util.List;
import java.util.Map;

/** The settings of the API server. They are read anew for each request: a change needs no restart. */
public interface ApiSettings {
    Setting<Boolean> ENABLED = Setting.of("enabled", Types.FLAG, true, "Whether the API is served.")
            .env("API_SERVER_ENABLED");
    Setting<Secret> KEY = Setting.of(
                    "key", Types.SECRET, new Secret(""), "The key that clients send as a bearer token.")
            .env("API_SERVER_KEY");
    Setting<Map<String, Object>> KEYS = Setting.of(
            "keys",
            Types.TREE,
            Map.of(),
            "Further keys by name, each with key, scopes (none is all of them) and rate_limit (requests a minute).");
    Setting<Long> RATE_LIMIT = Setting.of(
            "rate_limit", Types.NUMBER, 0L, "How many requests a minute the first key may make; 0 is no limit.");
    Setting<List<String>> CORS_ORIGINS = Setting.of(
                    "cors_origins", Types.LIST, List.of(), "Origins of web pages that may call the API; * is any.")
            .env("API_SERVER_CORS_ORIGINS");
    Setting<String> MODEL_NAME = Setting.of(
                    "model_name", Types.TEXT, "hermes-agent", "The name under which the agent is offered as a model.")
            .env("API_SERVER_MODEL_NAME");
    Setting<Map<String, Object>> MODEL_ROUTES =
            Setting.of("model_routes", Types.TREE, Map.of(), "Further model names and the models they stand for.");
    Setting<Boolean> DIRECT_MODEL_REQUESTS = Setting.of(
            "direct_model_requests",
            Types.FLAG,
            false,
            "Whether the model named in a request is the one that answers.");
    Setting<Boolean> TOOL_PROGRESS_EVENTS =
            Setting.of("tool_progress_events", Types.FLAG, true, "Whether chat streams carry frames about tools.");
    Setting<Long> MAX_CONCURRENT_RUNS =
            Setting.of("max_concurrent_runs", Types.NUMBER, 10L, "How many turns may run at once; 0 is no limit.");
    Setting<Long> HISTORY_TOOL_OUTPUT_MAX_CHARS = Setting.of(
            "history_tool_output_max_chars",
            Types.NUMBER,
            0L,
            "The longest output of a tool in a stored response; 0 is no limit.");
    Setting<Boolean> DETACH_ON_DISCONNECT = Setting.of(
            "detach_on_disconnect",
            Types.FLAG,
            false,
            "Whether a turn goes on when the client of its stream has gone; X-Hermes-Detach decides per request.");
    Setting<Boolean> REJECT_CLIENT_TOOLS = Setting.of(
            "reject_client_tools",
            Types.FLAG,
            false,
            "Whether a request that brings tools of its own is refused; otherwise they are ignored and a header says so.");

    SettingsSpec SPEC = SettingsSpec.of(
            "platforms.api_server",
            ENABLED,
            KEY,
            KEYS,
            RATE_LIMIT,
            CORS_ORIGINS,
            MODEL_NAME,
            MODEL_ROUTES,
            DIRECT_MODEL_REQUESTS,
            TOOL_PROGRESS_EVENTS,
            MAX_CONCURRENT_RUNS,
            HISTORY_TOOL_OUTPUT_MAX_CHARS,
            DETACH_ON_DISCONNECT,
            REJECT_CLIENT_TOOLS);
}
