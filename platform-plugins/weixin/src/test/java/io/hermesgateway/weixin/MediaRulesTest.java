package io.hermesgateway.weixin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.weixin.FakeIlink.Asked;
import io.hermesgateway.weixin.FakeIlink.Reply;
import io.hermesgateway.weixin.media.Cipher128;
import io.hermesgateway.weixin.media.Hosts;
import io.hermesgateway.weixin.media.MediaKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class MediaRulesTest {
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

    @TempDir
    Path home;

    private Rig rig;
    private FakeIlink far;

    @BeforeEach
    void open() throws IOException {
        rig = new Rig(home).online();
        far = rig.far;
        rig.heard("ann", "hello");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Attachment received() {
        far.await("the file is there", () -> rig.kernel.accepted().size() == 2);
        return rig.kernel.accepted().get(1).attachments().get(0);
    }

    private void offer(String kind, int type, Map<String, String> content, Map<String, String> media) {
        ObjectNode message = far.message("ann");
        ObjectNode item =
                message.putArray("item_list").addObject().put("type", type).putObject(kind);
        content.forEach(item::put);
        media.forEach(item.putObject("media")::put);
        far.put(message);
    }

    private static byte[] encrypted() {
        return Cipher128.encrypt(PICTURE, HexFormat.of().parseHex(KEY));
    }

    @Test
    void rule21AKeyOfRawBytesIsRead() throws IOException {
        far.file("/c2c/download?encrypted_query_param=a%2Bb", encrypted());
        String raw = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(KEY));
        offer("file_item", 4, Map.of("file_name", "a.png"), Map.of("encrypt_query_param", "a+b", "aes_key", raw));
        Attachment file = received();
        assertArrayEquals(PICTURE, Files.readAllBytes(Path.of(file.location())));
        assertEquals("file", file.kind());
        assertEquals("a.png", file.name());
    }

    @Test
    void rule21AKeyOfHexadecimalTextIsRead() throws IOException {
        far.file("/c2c/x", encrypted());
        offer("file_item", 4, Map.of(), Map.of("full_url", far.url("/c2c/x"), "aes_key", MediaKey.write(KEY)));
        assertArrayEquals(PICTURE, Files.readAllBytes(Path.of(received().location())));
    }

    @Test
    void rule21TheKeyBesideAPictureCountsFirstAndAPictureWithoutOneIsInTheClear() throws IOException {
        far.file("/c2c/x", encrypted());
        offer("image_item", 2, Map.of("aeskey", KEY), Map.of("full_url", far.url("/c2c/x"), "aes_key", "AAAA"));
        Attachment file = received();
        assertArrayEquals(PICTURE, Files.readAllBytes(Path.of(file.location())));
        assertEquals("image/png", file.mimeType());
        far.file("/c2c/clear", PICTURE);
        offer("image_item", 2, Map.of(), Map.of("full_url", far.url("/c2c/clear")));
        far.await("the other one", () -> rig.kernel.accepted().size() == 3);
        assertEquals(
                PICTURE.length,
                rig.kernel.accepted().get(2).attachments().get(0).bytes());
    }

    @Test
    void rule21WhatCannotBeHadIsSaid() {
        offer(
                "voice_item",
                3,
                Map.of("text", "what was heard"),
                Map.of("full_url", far.url("/c2c/none"), "aes_key", ""));
        far.await("the words", () -> rig.kernel.accepted().size() == 2);
        String text = rig.kernel.accepted().get(1).text();
        assertTrue(text.startsWith("what was heard\n["), text);
    }

    @Test
    void rule21OnlyHostsOfTheNetworkAreAsked() {
        Hosts real = new Hosts(List.of(URI.create("https://novac2c.cdn.weixin.qq.com/c2c")));
        assertTrue(real.allow(URI.create("https://other.cdn.weixin.qq.com/x")));
        assertTrue(real.allow(URI.create("https://mmbiz.qpic.cn/x")));
        assertFalse(real.allow(URI.create("http://other.cdn.weixin.qq.com/x")));
        assertFalse(real.allow(URI.create("https://evil.example/cdn.weixin.qq.com")));
        assertFalse(real.allow(URI.create("https://evilcdn.weixin.qq.com.example/x")));
        assertFalse(real.allow(URI.create("http://127.0.0.1:22/")));
        assertFalse(real.allow(URI.create("https://169.254.169.254/latest")));
        assertTrue(new Hosts(List.of(URI.create("http://127.0.0.1:1/c2c"))).allow(URI.create("http://localhost:2/")));
    }

    @Test
    void rule21ARedirectIsJudgedToo() {
        far.habit("/c2c/away", one -> new Reply(302, "", Map.of("Location", "http://example.com/secret")));
        offer("image_item", 2, Map.of(), Map.of("full_url", far.url("/c2c/away")));
        far.await("the words", () -> rig.kernel.accepted().size() == 2);
        assertEquals(0, rig.kernel.accepted().get(1).attachments().size());
    }

    private Attachment file(String name, String kind) throws IOException {
        Path path = home.resolve(name);
        Files.write(path, PICTURE);
        return new Attachment(kind, name, "application/octet-stream", PICTURE.length, path.toString(), null);
    }

    private SendResult bring(String id, Attachment file) {
        return rig.platform().send(rig.delivery(id, "ann", new Body.Media(file), "t"));
    }

    @Test
    void rule21AFileIsBroughtThereAndNamedAsEverybodyUnderstands() throws IOException, GeneralSecurityException {
        assertInstanceOf(SendResult.Sent.class, bring("d1", file("a.txt", "file")));
        JsonNode announced = far.asked(FakeIlink.UPLOAD_URL).get(0).body();
        assertEquals(PICTURE.length, announced.path("rawsize").asInt());
        assertEquals(16, announced.path("filesize").asInt());
        assertEquals(Cipher128.md5(PICTURE), announced.path("rawfilemd5").asText());
        Asked upload = far.asked("/c2c/upload").get(0);
        byte[] key = HexFormat.of().parseHex(announced.path("aeskey").asText());
        assertArrayEquals(PICTURE, Cipher128.decrypt(upload.latin1().getBytes(StandardCharsets.ISO_8859_1), key));
        JsonNode item = far.asked(FakeIlink.SEND).get(0).body().at("/msg/item_list/0");
        assertEquals(4, item.path("type").asInt());
        assertEquals("ref-16", item.at("/file_item/media/encrypt_query_param").asText());
        assertEquals(
                announced.path("aeskey").asText(),
                new String(
                        Base64.getDecoder()
                                .decode(item.at("/file_item/media/aes_key").asText()),
                        StandardCharsets.US_ASCII));
        assertEquals(List.of("media", "file_name", "len"), names(item.path("file_item")));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void rule21TheSameFileIsBroughtThereOnce() throws IOException {
        bring("d1", file("a.png", "image"));
        bring("d2", file("b.png", "image"));
        assertEquals(1, far.asked("/c2c/upload").size());
        assertEquals(
                16,
                far.asked(FakeIlink.SEND)
                        .get(1)
                        .body()
                        .at("/msg/item_list/0/image_item/mid_size")
                        .asInt());
    }

    @Test
    void rule21TroubleOfTheNetworkIsTriedThreeTimesAndARefusalOnce() throws IOException {
        far.script("/c2c/upload", Reply.status(500), Reply.status(500));
        assertInstanceOf(SendResult.Sent.class, bring("d1", file("a.png", "image")));
        assertEquals(3, far.asked("/c2c/upload").size());
        far.script("/c2c/upload", new Reply(403, "", Map.of("x-error-message", "content refused")));
        assertInstanceOf(SendResult.Refused.class, bring("d2", file("c.mp4", "video")));
        assertEquals(4, far.asked("/c2c/upload").size());
        assertTrue(far.texts().get(1).contains("c.mp4"), "the person is told in words");
    }

    @Test
    void rule21AFileThatIsGoneIsADeadLetter() throws IOException {
        Attachment file = file("a.png", "image");
        Files.delete(Path.of(file.location()));
        assertInstanceOf(SendResult.Refused.class, bring("d1", file));
    }
}
