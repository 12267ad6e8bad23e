package io.hermesgateway.weixin.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What goes over the wire. Ids are numbers of 64 bits without a sign there, and text everywhere else. */
public final class Wire {
    /** The version that the far side is told: some answers depend on it. */
    static final String CHANNEL_VERSION = "2.4.9";

    static final String CLIENT_VERSION = String.valueOf(2 << 16 | 4 << 8 | 9);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static JsonNode read(byte[] text) throws IOException {
        return JSON.readTree(text);
    }

    public static JsonNode read(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** A number keeps all its digits; a missing one is empty. */
    public static String id(JsonNode node) {
        return node.isNumber() || node.isTextual() ? node.asText() : "";
    }

    static ObjectNode withBaseInfo(ObjectNode body) {
        body.putObject("base_info").put("channel_version", CHANNEL_VERSION).put("bot_agent", "HermesGateway/0.1");
        return body;
    }

    /** A number of 32 random bits in decimal, anew for each request. */
    static String uin(Ids ids) {
        String number = Integer.toUnsignedString(ids.next().hashCode());
        return Base64.getEncoder().encodeToString(number.getBytes(StandardCharsets.UTF_8));
    }

    /** One message with one item. */
    public static ObjectNode message(String to, String clientId, String contextToken, ObjectNode item) {
        ObjectNode message = object().put("from_user_id", "")
                .put("to_user_id", to)
                .put("client_id", clientId)
                .put("message_type", 2)
                .put("message_state", 2);
        message.putArray("item_list").add(item);
        if (!contextToken.isEmpty()) {
            message.put("context_token", contextToken);
        }
        return object().set("msg", message);
    }

    public static ObjectNode textItem(String text) {
        ObjectNode item = object().put("type", ItemType.TEXT.number);
        item.putObject("text_item").put("text", text);
        return item;
    }

    /** Kinds of items. */
    public enum ItemType {
        TEXT(1),
        IMAGE(2),
        VOICE(3),
        FILE(4),
        VIDEO(5);

        public final int number;

        ItemType(int number) {
            this.number = number;
        }
    }
}
