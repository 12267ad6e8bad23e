package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimReply;

/** How the real servers put things: business errors travel with status 200. */
final class Answers {
    private Answers() {}

    static SimReply json(JsonNode body) {
        return SimReply.json(200, body);
    }

    static SimReply ret(int ret, String message) {
        ObjectNode body = Json.object().put("ret", ret);
        return json(message.isEmpty() ? body : body.put("errmsg", message));
    }

    static SimReply ok() {
        return ret(0, "");
    }

    /** The token is worth nothing, or the channel has gone to sleep; -14 stands where the knob says. */
    static SimReply stale(String shape) {
        ObjectNode body = Json.object();
        if (!shape.equals("errcode")) {
            body.put("ret", -14);
        }
        if (!shape.equals("ret")) {
            body.put("errcode", -14);
        }
        return json(body.put("errmsg", "session timeout"));
    }
}
