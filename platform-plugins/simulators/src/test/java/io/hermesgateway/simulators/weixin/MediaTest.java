package io.hermesgateway.simulators.weixin;

import static io.hermesgateway.simulators.weixin.Ilink.ANN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MediaTest {
    private static final byte[] PLAIN = "some bytes".getBytes(StandardCharsets.UTF_8);

    private Ilink ilink;

    @BeforeEach
    void start() throws IOException {
        ilink = new Ilink();
    }

    @AfterEach
    void stop() {
        ilink.close();
    }

    private URI allowed() {
        return URI.create(ilink.call("getuploadurl", ilink.upload(PLAIN, 3))
                .path("upload_full_url")
                .asText());
    }

    private static byte[] sealed() {
        return Aes.encrypt(Ilink.key(), PLAIN);
    }

    @Test
    void rule17AnUploadIsAnnouncedRightlyOrNotAtAll() {
        ilink.call("getuploadurl", ilink.upload(PLAIN, 3).put("to_user_id", "nobody@im.wechat"));
        assertEquals(
                -1,
                ilink.call("getuploadurl", ilink.upload(PLAIN, 3).put("to_user_id", "nobody@im.wechat"))
                        .path("ret")
                        .asInt());
        for (ObjectNode wrong : new ObjectNode[] {
            ilink.upload(PLAIN, 3).put("filesize", PLAIN.length),
            ilink.upload(PLAIN, 3).put("aeskey", "short"),
            ilink.upload(PLAIN, 3).put("filekey", "short"),
            ilink.upload(PLAIN, 3).put("rawfilemd5", "short"),
            ilink.upload(PLAIN, 9),
            ilink.upload(PLAIN, 1).put("no_need_thumb", false)
        }) {
            assertEquals(-1, ilink.call("getuploadurl", wrong).path("ret").asInt(), wrong.toString());
        }
        assertEquals(6, ilink.far.violations().size());
    }

    @Test
    void rule17UploadsArePosts() {
        URI url = allowed();
        assertEquals(404, ilink.put(url, "PUT", sealed()).statusCode());
        HttpResponse<byte[]> short1 = ilink.put(url, "POST", PLAIN);
        assertEquals(400, short1.statusCode());
        assertTrue(short1.headers().firstValue("x-error-message").isPresent());
        HttpResponse<byte[]> good = ilink.put(url, "POST", sealed());
        String reference = good.headers().firstValue("x-encrypted-param").orElseThrow();
        HttpResponse<byte[]> back = ilink.get("/c2c/download?encrypted_query_param=" + Uploads.encode(reference));
        assertArrayEquals(sealed(), back.body());
        assertEquals(404, ilink.get("/c2c/download?encrypted_query_param=other").statusCode());
        URI other = URI.create(url.toString().replaceFirst("filekey=.*", "filekey=other"));
        assertEquals(400, ilink.put(other, "POST", sealed()).statusCode());
    }

    @Test
    void rule1TheUploadMayBeNamedByAParameterAlone() {
        ilink.far.knob("upload_full_url", false);
        JsonNode answer = ilink.call("getuploadurl", ilink.upload(PLAIN, 3));
        assertFalse(answer.has("upload_full_url"));
        String parameter = Uploads.encode(answer.path("upload_param").asText());
        URI url = URI.create(ilink.far.cdn() + "/upload?encrypted_query_param=" + parameter + "&filekey="
                + ilink.upload(PLAIN, 3).path("filekey").asText());
        assertEquals(200, ilink.put(url, "POST", sealed()).statusCode());
        assertEquals(
                404,
                ilink.get("/c2c/download?encrypted_query_param=" + parameter).statusCode());
    }

    @Test
    void rule17UploadsFailTwiceThenWorkOrAreRefusedOrForgetTheReference() {
        ilink.far.fault("c2c/upload", "status", 500, Duration.ZERO, 2);
        URI url = allowed();
        assertEquals(500, ilink.put(url, "POST", sealed()).statusCode());
        assertEquals(500, ilink.put(url, "POST", sealed()).statusCode());
        assertEquals(200, ilink.put(url, "POST", sealed()).statusCode());
        ObjectNode refused =
                Json.object().put("call", "c2c/upload").put("kind", "status").put("status", 403);
        refused.putObject("body").put("x-error-message", "content refused");
        ilink.act("fault", refused);
        HttpResponse<byte[]> no = ilink.put(url, "POST", sealed());
        assertEquals(403, no.statusCode());
        assertEquals(Optional.of("content refused"), no.headers().firstValue("x-error-message"));
        ilink.far.fault("c2c/upload", "no-header", 0, Duration.ZERO, 1);
        HttpResponse<byte[]> forgot = ilink.put(url, "POST", sealed());
        assertEquals(200, forgot.statusCode());
        assertTrue(forgot.headers().firstValue("x-encrypted-param").isEmpty());
    }

    private JsonNode item(String kind, ObjectNode how) {
        ObjectNode asked = Json.object();
        asked.set(kind, how.put("base64", Base64.getEncoder().encodeToString(PLAIN)));
        ilink.far.write(ilink.bot.bot(), ANN, asked);
        JsonNode messages = ilink.poll("").path("msgs");
        return messages.path(messages.size() - 1).path("item_list").path(0);
    }

    private byte[] download(JsonNode media) {
        return ilink.get("/c2c/download?encrypted_query_param="
                        + Uploads.encode(media.path("encrypt_query_param").asText()))
                .body();
    }

    @Test
    void rule17PeoplesFilesComeWithBothFormsOfKeys() {
        JsonNode raw = item("file", Json.object().put("name", "b.txt").put("key", "raw"))
                .path("file_item");
        byte[] rawKey =
                Base64.getDecoder().decode(raw.path("media").path("aes_key").asText());
        assertArrayEquals(
                PLAIN, Aes.decrypt(rawKey, download(raw.path("media"))).orElseThrow());
        assertEquals(Integer.toString(PLAIN.length), raw.path("len").asText());
        assertEquals(Aes.md5(PLAIN), raw.path("md5").asText());
        JsonNode hex = item("video", Json.object().put("key", "hex")).path("video_item");
        byte[] hexKey = Aes.keyFromHexInBase64(hex.path("media").path("aes_key").asText())
                .orElseThrow();
        assertArrayEquals(
                PLAIN, Aes.decrypt(hexKey, download(hex.path("media"))).orElseThrow());
    }

    @Test
    void rule17PicturesHaveAKeyOfTheirOwnOrNone() {
        JsonNode own = item("image", Json.object()).path("image_item");
        byte[] key = HexFormat.of().parseHex(own.path("aeskey").asText());
        assertArrayEquals(PLAIN, Aes.decrypt(key, download(own.path("media"))).orElseThrow());
        JsonNode plain = item("image", Json.object().put("key", "plain")).path("image_item");
        assertFalse(plain.path("media").has("aes_key"));
        assertArrayEquals(PLAIN, download(plain.path("media")));
    }

    @Test
    void rule17BothReferencesLeadToTheSameBytes() {
        JsonNode media = item("voice", Json.object().put("text", "heard")).path("voice_item");
        assertEquals("heard", media.path("text").asText());
        String whole = media.path("media").path("full_url").asText();
        byte[] fromUrl = ilink.get(whole.substring(ilink.far.url().length())).body();
        assertArrayEquals(fromUrl, download(media.path("media")));
        ilink.far.knob("download_full_url", false);
        assertFalse(
                item("voice", Json.object()).path("voice_item").path("media").has("full_url"));
    }

    @Test
    void theCdnForgetsTheOldestWhenItIsFull() {
        MediaStore store = new MediaStore(new Randomness(new java.util.Random(1)), 100);
        String old = store.keep(new byte[60], Optional.empty());
        String young = store.keep(new byte[60], Optional.empty());
        assertTrue(store.find(old).isEmpty());
        assertEquals(60, store.find(young).orElseThrow().data().length);
    }
}
