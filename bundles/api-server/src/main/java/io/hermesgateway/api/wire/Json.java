package io.hermesgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Fields of JSON as lenient as clients need it. */
public final class Json {
    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Real booleans, the usual words for them, numbers by truth; anything else is the fallback. */
    public static boolean flag(JsonNode body, String name, boolean fallback) {
        JsonNode value = body.path(name);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            return value.doubleValue() != 0;
        }
        return !value.isTextual()
                ? fallback
                : switch (value.textValue().strip().toLowerCase(Locale.ROOT)) {
                    case "1", "true", "yes", "on" -> true;
                    case "0", "false", "no", "off" -> false;
                    default -> fallback;
                };
    }

    /** The text of a field, or an empty one when it is not a text. */
    public static String textOf(JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isTextual() ? value.textValue() : "";
    }
}
