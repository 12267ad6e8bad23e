package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Pictures, voices, files and videos of people, put on the CDN and described the way the servers do it: the key sometimes as
 * base64 of its bytes, sometimes as base64 of its hex, for pictures sometimes in a field of its own, or without any.
 */
final class InboundMedia {
    private final Ground ground;
    private final MediaStore media;

    InboundMedia(Ground ground, MediaStore media) {
        this.ground = ground;
        this.media = media;
    }

    /**
     * The item for what a person sends.
     *
     * @param asked {@code name}, {@code base64} or {@code size}, {@code key} (raw, hex, field or plain), {@code text} of a
     *     voice, {@code full_url} to say whether it is there
     */
    ObjectNode item(Item kind, JsonNode asked, String cdn) {
        byte[] plain = plain(asked);
        String style = asked.path("key").asText(kind == Item.IMAGE ? "field" : "raw");
        byte[] key = ground.random().bytes(16);
        byte[] stored = style.equals("plain") ? plain : Aes.encrypt(key, plain);
        String reference = media.keep(stored, Optional.empty());
        ObjectNode named = Json.object().put("encrypt_query_param", reference);
        switch (style) {
            case "raw" -> named.put("aes_key", Aes.base64(key)).put("encrypt_type", 1);
            case "plain" -> named.put("encrypt_type", 0);
            default -> named.put("aes_key", Aes.hexInBase64(key)).put("encrypt_type", 1);
        }
        if (asked.path("full_url").asBoolean(ground.habits().on("download_full_url"))) {
            named.put("full_url", cdn + "/download?encrypted_query_param=" + Uploads.encode(reference));
        }
        ObjectNode content = Json.object();
        content.set("media", named);
        if (style.equals("field")) {
            content.put("aeskey", HexFormat.of().formatHex(key));
        }
        describe(kind, asked, content, plain, stored);
        ObjectNode item = Json.object().put("type", kind.type());
        item.set(kind.field(), content);
        return item;
    }

    private byte[] plain(JsonNode asked) {
        String base64 = asked.path("base64").asText();
        return base64.isEmpty()
                ? ground.random().bytes(asked.path("size").asInt(1000))
                : Base64.getMimeDecoder().decode(base64);
    }

    private static void describe(Item kind, JsonNode asked, ObjectNode content, byte[] plain, byte[] stored) {
        switch (kind) {
            case IMAGE -> content.put("mid_size", stored.length).put("hd_size", stored.length);
            case VIDEO ->
                content.put("video_size", stored.length).put("play_length", 3).put("video_md5", Aes.md5(plain));
            case FILE ->
                content.put("file_name", asked.path("name").asText("file.bin"))
                        .put("md5", Aes.md5(plain))
                        .put("len", Integer.toString(plain.length));
            case VOICE -> {
                content.put("encode_type", 6)
                        .put("sample_rate", 24_000)
                        .put("bits_per_sample", 16)
                        .put("playtime", asked.path("playtime").asInt(2_000));
                if (asked.has("text")) {
                    content.put("text", asked.path("text").asText());
                }
            }
            case TEXT, TOOL_START, TOOL_RESULT -> throw new IllegalArgumentException(kind + " is no media");
        }
    }
}
