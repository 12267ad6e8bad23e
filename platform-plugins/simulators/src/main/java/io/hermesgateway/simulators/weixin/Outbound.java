package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whether a bot's message is one that the server takes, and what the person would see of it. */
final class Outbound {
    private static final int MOST_BYTES = 16_384;

    /** What became of the look: a complaint, or what is shown. */
    record Checked(String complaint, Item item, ObjectNode shown) {
        boolean good() {
            return complaint.isEmpty();
        }
    }

    private final Ground ground;
    private final Bots bots;
    private final MediaStore media;

    Outbound(Ground ground, Bots bots, MediaStore media) {
        this.ground = ground;
        this.bots = bots;
        this.media = media;
    }

    Checked check(Bot bot, JsonNode message) {
        JsonNode items = message.path("item_list");
        JsonNode item = items.path(0);
        Item kind = Item.of(item.path("type").asInt()).orElse(Item.TEXT);
        Pair pair = bot.with(message.path("to_user_id").asText());
        String complaint = envelope(message, pair);
        if (!complaint.isEmpty()) {
            return bad(complaint);
        }
        if (!item.path(kind.field()).isObject()
                || Item.of(item.path("type").asInt()).isEmpty()) {
            return bad("item type " + item.path("type") + " without its content");
        }
        List<String> extra = kind.extraFields(item);
        if (!extra.isEmpty()) {
            ground.violated(bot.id(), "fields", kind.kind() + " with " + extra);
            if (ground.habits().on("strict") && kind.isMedia()) {
                return bad("extra fields " + extra);
            }
        }
        JsonNode content = item.path(kind.field());
        return kind.isMedia() ? media(pair, kind, content) : words(kind, content);
    }

    private String envelope(JsonNode message, Pair pair) {
        if (!message.isObject()) {
            return "no msg";
        }
        if (message.path("item_list").size() != 1) {
            return message.path("item_list").size() + " items";
        }
        if (message.path("message_type").asInt() != 2
                || message.path("message_state").asInt() != 2) {
            return "message_type and message_state must be 2";
        }
        if (!bots.knows(pair)) {
            return "unknown recipient";
        }
        return message.path("client_id").asText().isEmpty() ? "no client_id" : "";
    }

    private Checked words(Item kind, JsonNode content) {
        ObjectNode shown = Json.object().put("type", kind.kind());
        if (kind.isProgress()) {
            return new Checked("", kind, shown.setAll((ObjectNode) content.deepCopy()));
        }
        String text = content.path("text").asText();
        if (text.isEmpty()) {
            return bad("no text");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return bad("more than " + MOST_BYTES + " bytes");
        }
        int limit = ground.habits().number("text_limit");
        boolean tooLong = text.length() > limit;
        shown.put("text", tooLong ? text.substring(0, limit) : text);
        if (tooLong) {
            shown.put("truncated", true).put("length", text.length());
        }
        return new Checked("", kind, shown);
    }

    private Checked media(Pair pair, Item kind, JsonNode content) {
        JsonNode named = content.path("media");
        String reference = named.path("encrypt_query_param").asText();
        Optional<MediaStore.Blob> blob = media.find(reference);
        if (blob.isEmpty() || blob.get().upload().isEmpty()) {
            return bad("unknown media reference");
        }
        if (named.path("encrypt_type").asInt() != 1) {
            return bad("encrypt_type must be 1");
        }
        Optional<byte[]> key = Aes.keyFromHexInBase64(named.path("aes_key").asText());
        if (key.isEmpty()) {
            return bad("aes_key must be base64 of the key in hex");
        }
        Optional<byte[]> plain = Aes.decrypt(key.get(), blob.get().data());
        MediaStore.Upload upload = blob.get().upload().get();
        if (plain.isEmpty() || !Aes.md5(plain.get()).equals(upload.md5()) || plain.get().length != upload.plainSize()) {
            return bad("the media do not decrypt to what was announced");
        }
        check(pair, kind, content, blob.get(), upload);
        return new Checked(
                "",
                kind,
                Json.object()
                        .put("type", kind.kind())
                        .put("name", content.path("file_name").asText())
                        .put("size", plain.get().length)
                        .put("md5", upload.md5())
                        .put("media", reference));
    }

    private void check(Pair pair, Item kind, JsonNode content, MediaStore.Blob blob, MediaStore.Upload upload) {
        if (!upload.pair().equals(pair)) {
            ground.violated(pair.bot(), "media", "uploaded for another person");
        }
        if (upload.type() != kind.mediaType()) {
            ground.violated(pair.bot(), "media", kind + " uploaded with media_type " + upload.type());
        }
        boolean fits =
                switch (kind) {
                    case IMAGE -> content.path("mid_size").asLong() == blob.data().length;
                    case VIDEO -> content.path("video_size").asLong() == blob.data().length;
                    case FILE -> content.path("len").asText().equals(Long.toString(upload.plainSize()));
                    case TEXT, VOICE, TOOL_START, TOOL_RESULT -> true;
                };
        if (!fits) {
            ground.violated(pair.bot(), "media", kind + " with a wrong size");
        }
    }

    private static Checked bad(String complaint) {
        return new Checked(complaint, Item.TEXT, Json.object());
    }
}
