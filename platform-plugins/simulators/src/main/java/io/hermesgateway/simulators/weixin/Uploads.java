package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimReply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** getuploadurl and the CDN's two doors. */
final class Uploads {
    static final String REFERENCE = "x-encrypted-param";
    private static final String HEX = "[0-9a-fA-F]{32}";

    private final Ground ground;
    private final Bots bots;
    private final MediaStore media;

    Uploads(Ground ground, Bots bots, MediaStore media) {
        this.ground = ground;
        this.bots = bots;
        this.media = media;
    }

    SimReply allow(Bot bot, JsonNode asked, String cdn) {
        synchronized (ground) {
            Pair pair = bot.with(asked.path("to_user_id").asText());
            List<String> wrong = wrong(asked);
            if (!wrong.isEmpty()) {
                ground.violated(bot.id(), "getuploadurl", String.join(", ", wrong));
                return Answers.ret(-1, "invalid request");
            }
            if (!bots.knows(pair)) {
                return Answers.ret(-1, "invalid to_user_id");
            }
            String parameter = media.allow(new MediaStore.Upload(
                    pair,
                    asked.path("media_type").asInt(),
                    asked.path("filekey").asText(),
                    asked.path("rawsize").asLong(),
                    asked.path("rawfilemd5").asText().toLowerCase(java.util.Locale.ROOT),
                    asked.path("filesize").asLong(),
                    asked.path("aeskey").asText()));
            ObjectNode answer = Json.object().put("ret", 0);
            if (ground.habits().on("upload_full_url")) {
                answer.put(
                        "upload_full_url",
                        cdn + "/upload?encrypted_query_param=" + encode(parameter) + "&filekey="
                                + asked.path("filekey").asText());
            } else {
                answer.put("upload_param", parameter);
            }
            return Answers.json(answer);
        }
    }

    private static List<String> wrong(JsonNode asked) {
        List<String> wrong = new ArrayList<>();
        for (String field : List.of("filekey", "rawfilemd5", "aeskey")) {
            if (!asked.path(field).asText().matches(HEX)) {
                wrong.add(field + " is not 32 characters of hex");
            }
        }
        int type = asked.path("media_type").asInt();
        if (type < 1 || type > 4) {
            wrong.add("media_type " + type);
        }
        if (!asked.path("rawsize").isIntegralNumber()
                || asked.path("filesize").asLong()
                        != Aes.padded(asked.path("rawsize").asLong())) {
            wrong.add("filesize is not rawsize with padding");
        }
        if (!asked.path("no_need_thumb").asBoolean()
                && !asked.path("thumb_rawfilemd5").asText().matches(HEX)
                && type < 3) {
            wrong.add("neither a thumbnail nor no_need_thumb");
        }
        return wrong;
    }

    SimReply upload(String parameter, String fileKey, byte[] body) {
        synchronized (ground) {
            Optional<MediaStore.Upload> upload = media.allowed(parameter);
            if (upload.isEmpty() || !upload.get().fileKey().equals(fileKey)) {
                return failed(400, "unknown encrypted_query_param or filekey");
            }
            if (body.length != upload.get().size()) {
                ground.violated(upload.get().pair().bot(), "upload", body.length + " bytes instead of the announced");
                return failed(400, "wrong size");
            }
            return SimReply.empty(200).with(REFERENCE, media.keep(body, upload));
        }
    }

    SimReply download(String reference) {
        synchronized (ground) {
            return media.find(reference)
                    .map(blob -> SimReply.of(200, "application/octet-stream", blob.data()))
                    .orElseGet(() -> failed(404, "no such media"));
        }
    }

    private static SimReply failed(int status, String why) {
        return SimReply.empty(status).with("x-error-code", "-5102020").with("x-error-message", why);
    }

    static String encode(String parameter) {
        return URLEncoder.encode(parameter, StandardCharsets.UTF_8);
    }
}
