package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The content of one message in the one form the gateway knows, from whichever of the many that clients send.
 *
 * @param text all its text, the parts joined with newlines
 * @param parts text and images in order, as {@code text} and {@code image_url} parts; null when there is no image
 */
public record MessageContent(String text, @Nullable ArrayNode parts) {
    private static final int TEXT_MOST = 65_536;
    private static final int PARTS_MOST = 1_000;
    private static final int DEEPEST = 10;

    /**
     * Reads the content of a message from a person or the agent.
     *
     * @param param how an error names the place
     * @throws Refused 400 for what cannot be handed on
     */
    public static MessageContent of(JsonNode content, String param) {
        Reader reader = new Reader(param, false);
        reader.read(content, 0);
        return reader.content();
    }

    /** Reads the content of a message to the agent's prompt, where only text counts. */
    public static String textOf(JsonNode content) {
        Reader reader = new Reader("", true);
        reader.read(content, 0);
        return reader.content().text();
    }

    /** Nothing that anybody could answer. */
    public boolean blank() {
        return parts == null && text.isBlank();
    }

    /** The message as a line of a transcript; the images are in its details, under {@code content}. */
    public TranscriptLine line(String role, Instant at) {
        String details =
                parts == null ? null : Json.object().set("content", parts).toString();
        return new TranscriptLine(role, text, details, null, at);
    }

    private static final class Reader {
        private final String param;
        private final boolean textOnly;
        private final StringBuilder text = new StringBuilder();
        private final ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        private boolean images;
        private int count;

        Reader(String param, boolean textOnly) {
            this.param = param;
            this.textOnly = textOnly;
        }

        MessageContent content() {
            return new MessageContent(cut(text), images ? parts : null);
        }

        void read(JsonNode content, int depth) {
            if (content.isArray()) {
                for (JsonNode item : content) {
                    if (depth >= DEEPEST || ++count > PARTS_MOST) {
                        return;
                    }
                    readItem(item, depth);
                }
            } else if (content.isObject()) {
                text(content.toString());
            } else {
                readItem(content, depth);
            }
        }

        private void readItem(JsonNode item, int depth) {
            if (item.isArray()) {
                read(item, depth + 1);
            } else if (item.isObject()) {
                part(item);
            } else if (!item.isNull() && !item.isMissingNode()) {
                text(item.asText());
            }
        }

        private void part(JsonNode item) {
            String type = Json.textOf(item, "type").strip().toLowerCase(Locale.ROOT);
            switch (type) {
                case "text", "input_text", "output_text" -> text(plain(item.path("text")));
                case "refusal" -> text(plain(item.path("refusal")));
                case "image_url", "input_image" -> image(item);
                default -> unsupported("Content of the type '" + shown(type) + "' is not supported");
            }
        }

        private static String plain(JsonNode value) {
            return value.isTextual()
                    ? value.textValue()
                    : value.isMissingNode() || value.isNull() ? "" : value.toString();
        }

        private static String shown(String type) {
            return type.length() > 64 ? type.substring(0, 64) : type;
        }

        private void text(String piece) {
            if (piece.isEmpty()) {
                return;
            }
            if (text.length() <= TEXT_MOST) {
                text.append(text.length() == 0 ? "" : "\n").append(piece, 0, Math.min(piece.length(), TEXT_MOST + 1));
            }
            if (!textOnly) {
                parts.addObject().put("type", "text").put("text", cut(piece));
            }
        }

        /** Never through the middle of a character. */
        private static String cut(CharSequence text) {
            if (text.length() <= TEXT_MOST) {
                return text.toString();
            }
            int end = Character.isHighSurrogate(text.charAt(TEXT_MOST - 1)) ? TEXT_MOST - 1 : TEXT_MOST;
            return text.subSequence(0, end).toString();
        }

        private void image(JsonNode item) {
            if (textOnly) {
                return;
            }
            JsonNode source = item.path("image_url");
            JsonNode url = source.isObject() ? source.path("url") : source;
            JsonNode detail = source.isObject() && source.has("detail") ? source.path("detail") : item.path("detail");
            ObjectNode image = Json.object()
                    .put("url", checked(url.isTextual() ? url.textValue().strip() : ""));
            if (!detail.isMissingNode() && !detail.isNull()) {
                if (!detail.isTextual() || detail.textValue().isBlank()) {
                    throw Refusals.bad("invalid_content_part", param, "The detail of an image must be a word");
                }
                image.put("detail", detail.textValue().strip());
            }
            images = true;
            parts.addObject().put("type", "image_url").set("image_url", image);
        }

        private String checked(String url) {
            String start = url.substring(0, Math.min(url.length(), 16)).toLowerCase(Locale.ROOT);
            if (start.startsWith("data:")) {
                if (!start.startsWith("data:image/") || url.indexOf(',') < 0) {
                    unsupported("Only images are supported as data: URLs");
                }
            } else if (!start.startsWith("http://") && !start.startsWith("https://")) {
                throw Refusals.bad("invalid_image_url", param, "An image needs an http, https or data:image/ URL");
            }
            return url;
        }

        /** In the prompt whatever is no text is passed over. */
        private void unsupported(String message) {
            if (textOnly) {
                return;
            }
            throw Refusals.bad("unsupported_content_type", param, message);
        }
    }
}
