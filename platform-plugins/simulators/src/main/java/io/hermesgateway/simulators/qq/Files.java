package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.qq.Room.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files that were uploaded, in one piece or in parts, and what may be sent where. */
final class Files {
    private static final long TTL_SECONDS = 259_200;
    private static final int BLOCK = 5 << 20;
    private static final long INLINE_MOST = 10L << 20;
    private static final Map<Integer, Long> MOST = Map.of(1, 30L << 20, 2, 100L << 20, 3, 20L << 20, 4, 100L << 20);

    private final World world;
    private final Map<String, Uploaded> files = new HashMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();

    Files(World world) {
        this.world = world;
    }

    private record Uploaded(boolean group, int type, String name, long size, String sha, Instant end) {}

    /** One that comes in parts. */
    private static final class Upload {
        final boolean group;
        final int type;
        final String name;
        final long size;
        final String md5;
        final TreeMap<Integer, byte[]> parts = new TreeMap<>();
        final TreeMap<Integer, Boolean> finished = new TreeMap<>();

        Upload(boolean group, JsonNode body) {
            this.group = group;
            this.type = body.path("file_type").asInt();
            this.name = body.path("file_name").asText();
            this.size = body.path("file_size").asLong();
            this.md5 = body.path("md5").asText();
        }

        int count() {
            return (int) ((size + BLOCK - 1) / BLOCK);
        }
    }

    ObjectNode upload(Room room, JsonNode body) {
        boolean group = room.scope == Scope.GROUP;
        if (body.hasNonNull("upload_id")) {
            return finish(group, body.path("upload_id").asText());
        }
        int type = body.path("file_type").asInt();
        if (!MOST.containsKey(type)) {
            throw new Refusal(400, 40034006, "file_type无效");
        }
        checkQuota();
        byte[] bytes = new byte[0];
        if (body.hasNonNull("file_data")) {
            bytes = decode(body.path("file_data").asText());
            if (bytes.length > INLINE_MOST) {
                throw new Refusal(400, 304083, "富媒体文件过大");
            }
        } else if (!body.path("url").asText().matches("https?://.+")) {
            throw new Refusal(400, 304082, "富媒体文件下载失败");
        }
        if (type == 4 && body.path("file_name").asText().isEmpty()) {
            throw new Refusal(400, 40034006, "file_name无效");
        }
        String name = body.path("file_name").asText(body.path("url").asText());
        return keep(new Uploaded(group, type, name, bytes.length, hash("SHA-1", bytes), end()));
    }

    private static byte[] decode(String data) {
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException notBase64) {
            throw new Refusal(400, 304083, "富媒体文件格式错误");
        }
    }

    private Instant end() {
        return world.now().plusSeconds(TTL_SECONDS);
    }

    private ObjectNode keep(Uploaded file) {
        String info = Base64.getEncoder().encodeToString(world.hex(24).getBytes(StandardCharsets.US_ASCII));
        files.put(info, file);
        world.note(
                "",
                "file",
                Json.object()
                        .put("type", file.type())
                        .put("name", file.name())
                        .put("size", file.size())
                        .put("sha1", file.sha()));
        return Json.object()
                .put("file_uuid", world.hex(16))
                .put("file_info", info)
                .put("ttl", TTL_SECONDS);
    }

    private void checkQuota() {
        if (world.knobs.is("upload_quota", "spent")) {
            throw new Refusal(400, 40093002, "upload quota exceeded");
        }
    }

    ObjectNode prepare(Room room, JsonNode body) {
        checkQuota();
        Upload upload = new Upload(room.scope == Scope.GROUP, body);
        Long most = MOST.get(upload.type);
        if (most == null || upload.size <= 0 || upload.size > most || upload.md5.isEmpty()) {
            throw new Refusal(400, 304083, "富媒体文件过大");
        }
        String id = world.hex(12);
        uploads.put(id, upload);
        // A string: clients must not take it for a number.
        ObjectNode answer = Json.object().put("upload_id", id).put("block_size", String.valueOf(BLOCK));
        ArrayNode parts = answer.putArray("parts");
        for (int i = 1; i <= upload.count(); i++) {
            parts.addObject()
                    .put("index", i)
                    .put(
                            "presigned_url",
                            world.simulation.server().url() + "/qq-upload/" + id + "/" + i + "?sign=" + world.hex(8));
        }
        return answer.put("concurrency", 2).put("retry_timeout", 30);
    }

    /** The bytes of a part, at the address that was given out for it. */
    boolean part(String id, int index, byte[] bytes) {
        Upload upload = uploads.get(id);
        if (upload == null || index < 1 || index > upload.count()) {
            return false;
        }
        upload.parts.put(index, bytes);
        return true;
    }

    ObjectNode finishPart(JsonNode body) {
        Upload upload = upload(body.path("upload_id").asText());
        int index = body.path("part_index").asInt();
        byte[] part = upload.parts.get(index);
        if (part == null || world.knobs.take("part_not_ready")) {
            throw new Refusal(400, 40093001, "part not ready");
        }
        if (!hash("MD5", part).equalsIgnoreCase(body.path("md5").asText())
                || body.path("block_size").asLong() != part.length) {
            throw new Refusal(400, 40093003, "part md5 mismatch");
        }
        upload.finished.put(index, true);
        return Json.object();
    }

    private Upload upload(String id) {
        Upload upload = uploads.get(id);
        if (upload == null) {
            throw new Refusal(400, 40093004, "upload_id not found");
        }
        return upload;
    }

    private ObjectNode finish(boolean group, String id) {
        Upload upload = upload(id);
        if (upload.group != group || upload.finished.size() != upload.count()) {
            throw new Refusal(400, 40093005, "upload not complete");
        }
        MessageDigest md5 = digest("MD5");
        MessageDigest sha = digest("SHA-1");
        upload.parts.values().forEach(part -> {
            md5.update(part);
            sha.update(part);
        });
        if (!HexFormat.of().formatHex(md5.digest()).equalsIgnoreCase(upload.md5)) {
            throw new Refusal(400, 40093003, "file md5 mismatch");
        }
        uploads.remove(id);
        return keep(new Uploaded(
                group, upload.type, upload.name, upload.size, HexFormat.of().formatHex(sha.digest()), end()));
    }

    /** A file may be sent where it was uploaded for: files of private chats to private chats, of groups to groups. */
    void check(Room room, String info) {
        Uploaded file = files.get(info);
        if (file == null
                || file.group() != (room.scope == Scope.GROUP)
                || world.now().isAfter(file.end())) {
            throw new Refusal(400, 304082, "file_info无效");
        }
    }

    ObjectNode describe(String info) {
        @Nullable Uploaded file = files.get(info);
        return file == null
                ? Json.object()
                : Json.object()
                        .put("file_type", file.type())
                        .put("name", file.name())
                        .put("size", file.size())
                        .put("sha1", file.sha());
    }

    private static String hash(String algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(digest(algorithm).digest(bytes));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
