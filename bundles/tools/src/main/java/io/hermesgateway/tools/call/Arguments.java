package io.hermesgateway.tools.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, read leniently where models are known to be sloppy. */
public final class Arguments {
    /** The arguments cannot be used; the message is for the model. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unusable(String message) {
            super(message, null, false, false);
        }
    }

    private final JsonNode tree;

    private Arguments(JsonNode tree) {
        this.tree = tree;
    }

    public static Arguments read(ObjectMapper json, String text) throws Unusable {
        try {
            JsonNode tree = json.readTree(text.isBlank() ? "{}" : text);
            if (!tree.isObject()) {
                throw new Unusable("The arguments must be a JSON object.");
            }
            return new Arguments(tree);
        } catch (JsonProcessingException broken) {
            throw new Unusable("The arguments are not valid JSON: " + broken.getOriginalMessage());
        }
    }

    /** A text, or the fallback when it is absent. */
    public String text(String name, String fallback) throws Unusable {
        JsonNode value = tree.get(name);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isValueNode()) {
            throw new Unusable("`" + name + "` must be a text.");
        }
        String text = value.asText();
        if (text.indexOf('\0') >= 0) {
            throw new Unusable("`" + name + "` holds a NUL character.");
        }
        return text;
    }

    /** A text that must be there; it may be empty. */
    public String required(String name) throws Unusable {
        if (!tree.hasNonNull(name)) {
            throw new Unusable("`" + name + "` is missing.");
        }
        return text(name, "");
    }

    /** Whatever stands there; null when it is absent. */
    public @Nullable JsonNode node(String name) {
        JsonNode value = tree.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public boolean flag(String name) {
        JsonNode value = tree.get(name);
        return value != null && value.asBoolean(false);
    }

    public long number(String name, long fallback, long most) throws Unusable {
        return number(name, fallback, 1, most);
    }

    /** A whole number, cut down to the most; below the least it is refused. */
    public long number(String name, long fallback, long least, long most) throws Unusable {
        JsonNode value = tree.get(name);
        if (value == null || value.isNull()) {
            return fallback;
        }
        double number = value.isNumber() || value.isTextual() ? value.asDouble(-1) : -1;
        if (number < least) {
            throw new Unusable("`" + name + "` must be a number from " + least + " to " + most + ".");
        }
        return Math.min(most, (long) Math.ceil(number));
    }
}
