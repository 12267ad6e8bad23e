package io.hermesgateway.api.info;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Routes;
import java.util.List;

/** {@code /v1/capabilities}: what a client may count on. Only what is there is named. */
public final class Capabilities {
    private static final List<String> YES = List.of(
            "chat_completions",
            "chat_completions_streaming",
            "responses_api",
            "responses_streaming",
            "run_submission",
            "run_status",
            "run_events_sse",
            "run_stop",
            "run_steer",
            "run_approval_response",
            "tool_progress_events",
            "approval_events",
            "session_resources",
            "session_chat",
            "session_chat_streaming",
            "session_fork",
            "session_model_lock",
            "model_options",
            "skills_api",
            "reasoning_streaming");
    private static final List<String> NO =
            List.of("admin_config_rw", "jobs_admin", "memory_write_api", "audio_api", "realtime_voice");
    /** Name, method and path. */
    private static final List<String> ENDPOINTS = List.of(
            "health GET /health",
            "health_detailed GET /health/detailed",
            "models GET /v1/models",
            "model_options GET /api/model/options",
            "chat_completions POST /v1/chat/completions",
            "responses POST /v1/responses",
            "runs POST /v1/runs",
            "run_status GET /v1/runs/{run_id}",
            "run_events GET /v1/runs/{run_id}/events",
            "run_approval POST /v1/runs/{run_id}/approval",
            "run_steer POST /v1/runs/{run_id}/steer",
            "run_stop POST /v1/runs/{run_id}/stop",
            "skills GET /v1/skills",
            "toolsets GET /v1/toolsets",
            "sessions GET /api/sessions",
            "session_create POST /api/sessions",
            "session GET /api/sessions/{session_id}",
            "session_update PATCH /api/sessions/{session_id}",
            "session_delete DELETE /api/sessions/{session_id}",
            "session_messages GET /api/sessions/{session_id}/messages",
            "session_search GET /api/sessions/search",
            "session_fork POST /api/sessions/{session_id}/fork",
            "session_chat POST /api/sessions/{session_id}/chat",
            "session_chat_stream POST /api/sessions/{session_id}/chat/stream",
            "session_model_lock POST /api/sessions/{session_id}/model",
            "jobs GET /api/jobs");

    private final ApiParts parts;

    public Capabilities(ApiParts parts) {
        this.parts = parts;
    }

    public void mount(Routes routes) {
        routes.add("GET", "/v1/capabilities", "models", call -> parts.answer(call.exchange(), 200, all(routes)));
    }

    private ObjectNode all(Routes routes) {
        ObjectNode all = Json.object()
                .put("object", "hermes.api_server.capabilities")
                .put("platform", "hermes-agent")
                .put("model", parts.setting(ApiSettings.MODEL_NAME));
        all.putObject("auth").put("type", "bearer").put("required", true);
        all.putObject("runtime")
                .put("mode", "server_agent")
                .put("tool_execution", "server")
                .put("split_runtime", false)
                .put(
                        "description",
                        "The agent and its tools run in this gateway; clients send messages and get answers.");
        ObjectNode features = all.putObject("features");
        YES.forEach(name -> features.put(name, true));
        NO.forEach(name -> features.put(name, false));
        features.put("session_continuity_header", "X-Hermes-Session-Id");
        features.put("session_key_header", "X-Hermes-Session-Key");
        features.put("cors", !parts.setting(ApiSettings.CORS_ORIGINS).isEmpty());
        features.putObject("runs_idempotency")
                .put("supported", true)
                .put("durable", true)
                .put("retention_seconds", 86_400);
        ObjectNode endpoints = all.putObject("endpoints");
        for (String line : ENDPOINTS) {
            String[] words = line.split(" ");
            if (routes.has(words[1], words[2])) {
                endpoints.putObject(words[0]).put("method", words[1]).put("path", words[2]);
            }
        }
        return all;
    }
}
