package io.hermesgateway.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.service.Redaction;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Nothing leaves that is a credential. The kernel knows those of the configuration and the shapes of others; errors are
 * read more strictly, because far sides quote what they were sent: the name of a variable stays, its value goes.
 */
public final class Masks {
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(?<![A-Za-z0-9])"
            + "([A-Z0-9_.-]{0,40}(?:api[-_]?key|_key|token|secret|passw(?:or)?d|authorization)[\"']?\\s{0,3}(?:=|:(?=\\s{0,3}\\S{0,200}\\d))\\s{0,3})"
            + "(?!\\s)([\"']?(?:bearer\\s{1,3})?)([^\\s\"',;&}\\]]{4,4096})");

    private final Registry registry;

    public Masks(Registry registry) {
        this.registry = registry;
    }

    private Redaction redaction() {
        return registry.any(Redaction.class).orElse(Open.INSTANCE);
    }

    public String text(String text) {
        return text.isEmpty() ? text : redaction().redact(text);
    }

    /** The words of an error. */
    public String error(String text) {
        String known = text(text);
        return ASSIGNED.matcher(known)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        found.group(1) + found.group(2) + (found.group(3).startsWith("•") ? found.group(3) : "••••")));
    }

    /** For a text that comes in pieces. */
    public Redaction.Flow flow() {
        return redaction().flow();
    }

    /** All texts in it, at any depth; the tree itself is changed. */
    public <T extends JsonNode> T tree(T node) {
        Redaction redaction = redaction();
        if (redaction != Open.INSTANCE) {
            walk(node, redaction);
        }
        return node;
    }

    private static void walk(JsonNode node, Redaction redaction) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isTextual()) {
                    field.setValue(masked(field.getValue(), redaction));
                } else {
                    walk(field.getValue(), redaction);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, masked(array.get(i), redaction));
                } else {
                    walk(array.get(i), redaction);
                }
            }
        }
    }

    private static JsonNode masked(JsonNode text, Redaction redaction) {
        String before = text.textValue();
        String after = before.isEmpty() ? before : redaction.redact(before);
        return after.equals(before) ? text : TextNode.valueOf(after);
    }

    /** Where there is no kernel, in tests of parts, nothing is known. */
    private enum Open implements Redaction, Redaction.Flow {
        INSTANCE;

        @Override
        public String redact(String text) {
            return text;
        }

        @Override
        public Redaction.Flow flow() {
            return this;
        }

        @Override
        public String next(String piece) {
            return piece;
        }

        @Override
        public String end() {
            return "";
        }
    }
}
