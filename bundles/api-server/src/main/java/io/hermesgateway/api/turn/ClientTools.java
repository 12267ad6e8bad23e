package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Refusals;

/** Tools of a client are not called: the agent has its own. A client that brings some is told, one way or the other. */
public final class ClientTools {
    private ClientTools() {}

    public static void note(ApiParts parts, Call call, JsonNode body) {
        if (body.path("tools").isEmpty()) {
            return;
        }
        if (parts.setting(ApiSettings.REJECT_CLIENT_TOOLS)) {
            throw Refusals.bad(
                    "tools_not_supported", "tools", "The agent uses its own tools; tools of a client are not called");
        }
        call.put("X-Hermes-Client-Tools", "ignored");
    }
}
