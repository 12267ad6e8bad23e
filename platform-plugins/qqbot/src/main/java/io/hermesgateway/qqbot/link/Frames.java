package io.hermesgateway.qqbot.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What is written on the socket, and reading what comes. */
final class Frames {
    static final int DISPATCH = 0;
    static final int HEARTBEAT = 1;
    static final int RECONNECT = 7;
    static final int INVALID_SESSION = 9;
    static final int HELLO = 10;
    static final int ACK = 11;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper READER = new ObjectMapper();

    private Frames() {}

    /** Missing for what is no JSON. */
    static JsonNode read(String text) {
        try {
            JsonNode node = READER.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException garbage) {
            return MissingNode.getInstance();
        }
    }

    static String identify(String token, int intents) {
        ObjectNode d = JSON.objectNode().put("token", "QQBot " + token).put("intents", intents);
        d.putArray("shard").add(0).add(1);
        d.putObject("properties").put("$os", "linux").put("$browser", "hermes").put("$device", "hermes");
        return frame(2, d);
    }

    static String resume(String token, String session, long seq) {
        return frame(
                6,
                JSON.objectNode()
                        .put("token", "QQBot " + token)
                        .put("session_id", session)
                        .put("seq", seq));
    }

    static String heartbeat(@Nullable Long seq) {
        return frame(HEARTBEAT, seq == null ? JSON.nullNode() : JSON.numberNode(seq));
    }

    private static String frame(int op, JsonNode d) {
        ObjectNode frame = JSON.objectNode().put("op", op);
        frame.set("d", d);
        return frame.toString();
    }
}
