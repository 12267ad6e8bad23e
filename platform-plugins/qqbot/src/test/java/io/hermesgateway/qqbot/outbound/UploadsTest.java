package io.hermesgateway.qqbot.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.qqbot.Samples;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Attachment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class UploadsTest {
    private static final Place ANN = Place.c2c("ann");
    private static final String FILES = "POST /v2/users/ann/files";

    @TempDir
    Path folder;

    private Rig qq;
    private Sender sender;

    @BeforeEach
    void begin() {
        qq = new Rig(folder);
        Outgoing outgoing = Outgoing.of(qq.context, qq.api, HttpClient.newHttpClient(), () -> true, false);
        sender = outgoing.sender();
        outgoing.wrote(ANN, "m1");
        qq.when(FILES, call -> Rig.json(200, "{'file_info':'INFO','ttl':3600}"));
    }

    private Attachment file(String kind, String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        Arrays.fill(content, (byte) 7);
        Path file = Files.write(folder.resolve(name), content);
        return new Attachment(kind, name, "x/y", bytes, file.toString(), null);
    }

    private SendResult send(Attachment file) {
        return sender.send(Samples.delivery("d" + file.name(), Samples.ANN, new Body.Media(file)));
    }

    @Test
    void rule32UploadsAndSendsAndRemembersUntilShortlyBeforeTheEnd() throws IOException {
        Attachment picture = file("image", "a.png", 100);
        assertInstanceOf(SendResult.Sent.class, send(picture));
        Rig.Call upload = qq.calls(FILES).get(0);
        assertEquals(1, upload.body().path("file_type").asInt());
        assertFalse(upload.body().path("srv_send_msg").asBoolean(true));
        Rig.Call message = qq.calls("POST /v2/users/ann/messages").get(0);
        assertEquals(7, message.body().path("msg_type").asInt());
        assertEquals(" ", message.text("content"));
        assertEquals("INFO", message.body().path("media").path("file_info").asText());
        assertInstanceOf(SendResult.Sent.class, send(picture));
        assertEquals(1, qq.calls(FILES).size());
        qq.clock.advance(Duration.ofSeconds(3541));
        assertInstanceOf(SendResult.Sent.class, send(picture));
        assertEquals(2, qq.calls(FILES).size());
    }

    @Test
    void rule32LargeFilesGoInParts() throws Exception {
        byte[] bytes = new byte[6 << 20];
        Attachment film = file("video", "film.mp4", 6 << 20);
        qq.when(
                "POST /v2/users/ann/upload_prepare",
                call -> Rig.json(
                        200,
                        "{'upload_id':'U','block_size':'4194304','parts':[{'index':1,'presigned_url':'p1'},"
                                + "{'index':2,'presigned_url':'p2'}],'retry_timeout':10}"));
        qq.when(
                "POST /v2/users/ann/upload_part_finish",
                List.of(Rig.trouble(400, 40093001), Rig.trouble(400, 40093001), Rig.json(200, "{}")));
        List<String> put = new ArrayList<>();
        List<Duration> pauses = new ArrayList<>();
        Parts parts = new Parts(HttpClient.newHttpClient()) {
            @Override
            void put(String address, byte[] part) {
                put.add(address + " " + part.length);
            }
        };
        assertTrue(new ChunkedUpload(qq.api, parts, pauses::add)
                .run(ANN, MediaKind.VIDEO, film, bytes)
                .ok());
        assertEquals(List.of("p1 4194304", "p2 2097152"), put);
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(1)), pauses);
        assertEquals(4, qq.calls("POST /v2/users/ann/upload_part_finish").size());
        assertEquals("U", qq.calls(FILES).get(0).text("upload_id"));
        assertEquals(
                32,
                qq.calls("POST /v2/users/ann/upload_prepare")
                        .get(0)
                        .text("md5_10m")
                        .length());
    }

    @Test
    void whatIsTooLargeOrOverTheQuotaIsSaid() throws IOException {
        Attachment huge = new Attachment("image", "x.png", "image/png", 31L << 20, "/nowhere", null);
        SendResult.Refused refused = assertInstanceOf(SendResult.Refused.class, send(huge));
        assertTrue(refused.why().contains("30 MB"), refused.why());
        qq.when(FILES, call -> Rig.trouble(400, 40093002));
        assertInstanceOf(SendResult.Refused.class, send(file("file", "a.txt", 10)));
        assertInstanceOf(
                SendResult.Refused.class,
                send(new Attachment(
                        "file",
                        "gone.txt",
                        "text/plain",
                        1,
                        folder.resolve("gone").toString(),
                        null)));
    }

    @Test
    void rule33TheHandleOfAFileIsNeverShown() {
        assertEquals("File", new Draft.File("INFO", "").toString());
    }
}
