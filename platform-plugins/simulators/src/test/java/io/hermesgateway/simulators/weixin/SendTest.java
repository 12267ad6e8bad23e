package io.hermesgateway.simulators.weixin;

import static io.hermesgateway.simulators.weixin.Ilink.ANN;
import static io.hermesgateway.simulators.weixin.Ilink.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.Transcript;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SendTest {
    private static final String PREPARE = "{\"ret\":-2,\"errmsg\":\"prepare failed\"}";

    private Ilink ilink;
    private String token = "";

    @BeforeEach
    void start() throws IOException {
        ilink = new Ilink();
        token = ilink.said("hello");
    }

    @AfterEach
    void stop() {
        ilink.close();
    }

    private static boolean good(JsonNode answer) {
        return answer.path("ret").asInt() == 0 && answer.path("errcode").asInt() == 0;
    }

    private String said(String text) {
        return Json.text(ilink.answer(token, text));
    }

    private List<String> shown() {
        return ilink.far.said(ANN);
    }

    @Test
    void rule4TheAnswersToGoodSendsTakeTurns() {
        assertEquals("{}", said("one"));
        assertEquals("{\"ret\":0}", said("two"));
        String third = said("three");
        assertTrue(third.matches("\\{\"message_id\":\\d{19}}"), third);
        assertEquals("{}", said("four"));
    }

    @Test
    void rule11TenSendsAfterEachMessageAndNoMore() {
        for (int i = 0; i < 10; i++) {
            assertTrue(good(ilink.answer(token, "answer " + i)));
        }
        assertEquals(PREPARE, said("one too many"));
        assertEquals(10, shown().size());
        token = ilink.said("go on");
        assertTrue(good(ilink.answer(token, "gladly")));
        ilink.far.knob("window_sends", 1);
        ilink.far.knob("window_error", "");
        assertEquals("{\"ret\":-2}", said("no words"));
    }

    @Test
    void rule11AWindowClosesAfterADay() {
        ilink.simulation.clock().jump(Duration.ofHours(24).minusMillis(1));
        assertTrue(good(ilink.answer(token, "just in time")));
        ilink.simulation.clock().jump(Duration.ofMillis(1));
        assertEquals(PREPARE, said("late"));
    }

    @Test
    void rule11OnlyTheNewestTokenWorksUnlessOlderOnesAreAccepted() {
        String old = token;
        token = ilink.said("more");
        assertEquals(PREPARE, Json.text(ilink.answer(old, "to the first")));
        assertEquals(PREPARE, Json.text(ilink.answer("AARzinvented", "to nobody")));
        assertTrue(good(ilink.answer(token, "to the second")));
        ilink.far.knob("old_token", "accept");
        assertTrue(good(ilink.answer(old, "to the first")));
        String bobs = ilink.saidBy(BOB, "hi");
        assertEquals(PREPARE, Json.text(ilink.answer(bobs, "with the token of somebody else")));
    }

    @Test
    void rule11TooFastIsRateLimited() {
        ilink.far.knob("send_gap_ms", 1_500);
        assertTrue(good(ilink.answer(token, "one")));
        assertEquals("{\"ret\":-2,\"errmsg\":\"rate limited\"}", said("two"));
        ilink.pass(Duration.ofMillis(1_500));
        assertTrue(good(ilink.answer(token, "two")));
    }

    @Test
    void rule11TooManyBytesAreRefusedAndLongTextsAreCutSilently() {
        assertEquals(PREPARE, said("x".repeat(16_385)));
        assertTrue(good(ilink.answer(token, "y".repeat(2_001))));
        Transcript.Entry cut = ilink.simulation.transcript().await(WeixinSimulator.kind("out"));
        assertEquals(2_000, cut.text("text").length());
        assertTrue(cut.data().path("truncated").asBoolean());
        assertTrue(good(ilink.answer(token, "z".repeat(2_000))));
        assertFalse(ilink.simulation
                .transcript()
                .await(2, WeixinSimulator.kind("out"))
                .get(1)
                .data()
                .has("truncated"));
    }

    @Test
    void rule11WithoutTokenASendIsDroppedRefusedOrAccepted() {
        token = "";
        assertEquals("{}", said("into the void"));
        assertEquals(1, ilink.count("dropped"));
        ilink.far.knob("no_token", "refuse");
        assertEquals(PREPARE, said("again"));
        assertEquals(List.of(), shown());
        ilink.far.knob("no_token", "accept");
        assertTrue(good(ilink.answer(token, "at last")));
        assertEquals(List.of("at last"), shown());
        assertEquals(3, ilink.far.violations().size());
    }

    @Test
    void rule11TypingAndConfigDoNotUseUpTheWindow() {
        ilink.far.knob("window_sends", 1);
        ObjectNode who = Json.object().put("ilink_user_id", ANN);
        for (int i = 0; i < 5; i++) {
            String ticket = ilink.call("getconfig", who.deepCopy())
                    .path("typing_ticket")
                    .asText();
            ilink.call("sendtyping", who.deepCopy().put("typing_ticket", ticket).put("status", 1));
        }
        assertTrue(good(ilink.answer(token, "the one")));
    }

    @Test
    void rule12TheEnvelopeMustBeRight() {
        ObjectNode words = Ilink.words("hello");
        List<ObjectNode> wrong = List.of(
                ilink.message(ANN, token),
                ilink.message(ANN, token, words, words),
                ilink.message(ANN, token, words).put("message_type", 1),
                ilink.message(ANN, token, words).put("message_state", 1),
                ilink.message("nobody@im.wechat", token, words),
                ilink.message(ANN, token, words).put("client_id", ""),
                ilink.message(ANN, token, Json.object().put("type", 77)),
                ilink.message(ANN, token, Ilink.words("")));
        for (ObjectNode message : wrong) {
            assertEquals(PREPARE, Json.text(ilink.send(message)), message.toString());
        }
        assertEquals(PREPARE, Json.text(ilink.call("sendmessage", Json.object())));
        assertEquals(wrong.size() + 1, ilink.far.violations().size());
        assertEquals(List.of(), shown());
    }

    @Test
    void rule12AClientIdSeenBeforeIsWrittenDownOrDeduplicated() {
        ObjectNode message = ilink.message(ANN, token, Ilink.words("once"));
        String first = Json.text(ilink.send(message.deepCopy()));
        ilink.send(message.deepCopy());
        assertEquals(List.of("once", "once"), shown());
        assertEquals(List.of("client_id: the same client_id again"), ilink.far.violations());
        ilink.far.knob("same_client_id", "dedupe");
        ObjectNode other = ilink.message(ANN, token, Ilink.words("other"));
        String answer = Json.text(ilink.send(other.deepCopy()));
        assertEquals(answer, Json.text(ilink.send(other.deepCopy())));
        assertEquals(List.of("once", "once", "other"), shown());
        assertEquals("{}", first);
    }

    @Test
    void rule12MediaMustExistAndReallyDecrypt() {
        byte[] plain = "hello file".getBytes(StandardCharsets.UTF_8);
        String reference = ilink.uploaded(plain, 3);
        ObjectNode file = Ilink.file(reference, plain.length);
        assertTrue(good(ilink.send(ilink.message(ANN, token, file))));
        Transcript.Entry shown = ilink.simulation.transcript().await(WeixinSimulator.kind("out"));
        assertEquals("a.txt", shown.text("name"));
        assertEquals(Aes.md5(plain), shown.text("md5"));
        ObjectNode wrongKey = file.deepCopy();
        media(wrongKey).put("aes_key", Aes.hexInBase64(new byte[16]));
        ObjectNode rawKey = file.deepCopy();
        media(rawKey).put("aes_key", Aes.base64(Ilink.key()));
        ObjectNode plainType = file.deepCopy();
        media(plainType).put("encrypt_type", 0);
        ObjectNode unknown = file.deepCopy();
        media(unknown).put("encrypt_query_param", "DLunknown");
        for (ObjectNode wrong : List.of(wrongKey, rawKey, plainType, unknown)) {
            assertEquals(PREPARE, Json.text(ilink.send(ilink.message(ANN, token, wrong))), wrong.toString());
        }
    }

    private static ObjectNode media(ObjectNode item) {
        return (ObjectNode) item.path("file_item").path("media");
    }

    @Test
    void rule12OtherBytesThanAnnouncedAreFoundOut() {
        byte[] plain = "hello file".getBytes(StandardCharsets.UTF_8);
        ObjectNode announced = ilink.upload(plain, 3).put("rawfilemd5", Aes.md5(new byte[3]));
        String url =
                ilink.call("getuploadurl", announced).path("upload_full_url").asText();
        String reference = ilink.put(java.net.URI.create(url), "POST", Aes.encrypt(Ilink.key(), plain))
                .headers()
                .firstValue(Uploads.REFERENCE)
                .orElseThrow();
        assertEquals(PREPARE, Json.text(ilink.send(ilink.message(ANN, token, Ilink.file(reference, plain.length)))));
    }

    @Test
    void rule12SizesThatDoNotFitAreWrittenDown() {
        byte[] plain = "hello file".getBytes(StandardCharsets.UTF_8);
        String reference = ilink.uploaded(plain, 1);
        assertTrue(good(ilink.send(ilink.message(ANN, token, Ilink.file(reference, 3)))));
        assertEquals(
                List.of("media: FILE uploaded with media_type 1", "media: FILE with a wrong size"),
                ilink.far.violations());
    }

    @Test
    void rule12ExtraFieldsInMediaAreRefusedWhenStrict() {
        byte[] plain = new byte[100];
        ObjectNode file = Ilink.file(ilink.uploaded(plain, 3), plain.length);
        file.put("create_time_ms", 1);
        media(file).put("full_url", "http://127.0.0.1/");
        assertTrue(good(ilink.send(ilink.message(ANN, token, file))));
        assertEquals(List.of("fields: file with [create_time_ms, full_url]"), ilink.far.violations());
        ilink.far.knob("strict", true);
        assertEquals(PREPARE, Json.text(ilink.send(ilink.message(ANN, token, file))));
    }

    private ObjectNode progress() {
        ObjectNode item = Json.object().put("type", 11).put("create_time_ms", 1).put("is_completed", true);
        item.putObject("tool_call_start_item").put("tool_name", "terminal").put("tool_call_id", "1");
        return item;
    }

    @Test
    void rule13ToolProgressCountsAndIsNotShown() {
        ilink.far.knob("window_sends", 2);
        assertTrue(good(ilink.send(ilink.message(ANN, token, progress()))));
        assertTrue(good(ilink.answer(token, "seen")));
        assertEquals(PREPARE, said("no more"));
        assertEquals(List.of("seen"), shown());
        assertEquals(1, ilink.count("progress"));
        assertEquals(List.of(), ilink.far.violations());
    }

    @Test
    void rule13ToolProgressMayBeFree() {
        ilink.far.knob("window_sends", 1);
        ilink.far.knob("progress_counts", false);
        assertTrue(good(ilink.send(ilink.message(ANN, token, progress()))));
        assertTrue(good(ilink.answer(token, "seen")));
    }

    @Test
    void rule14ASendMayBeDoneAndNeverAnswered() {
        ilink.far.fault("sendmessage", "commit-hang", 0, Duration.ZERO, 1);
        ObjectNode body = Json.object().set("msg", ilink.message(ANN, token, Ilink.words("done")));
        CompletableFuture<HttpResponse<byte[]>> hanging = ilink.start("sendmessage", body);
        ilink.simulation.transcript().await(WeixinSimulator.kind("out"));
        assertTrue(good(ilink.answer(token, "next")));
        assertFalse(hanging.isDone());
        assertEquals(List.of("done", "next"), shown());
    }

    @Test
    void rule14ASendMayBeDoneAndTheConnectionReset() {
        ilink.far.fault("sendmessage", "commit-reset", 0, Duration.ZERO, 1);
        assertThrows(CompletionException.class, () -> ilink.answer(token, "done"));
        assertEquals(List.of("done"), shown());
        ilink.far.fault("sendmessage", "reset", 0, Duration.ZERO, 1);
        assertThrows(CompletionException.class, () -> ilink.answer(token, "not done"));
        assertEquals(List.of("done"), shown());
    }
}
