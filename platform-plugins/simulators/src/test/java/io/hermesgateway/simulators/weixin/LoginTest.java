package io.hermesgateway.simulators.weixin;

import static io.hermesgateway.simulators.weixin.Ilink.ANN;
import static io.hermesgateway.simulators.weixin.Ilink.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class LoginTest {
    private Ilink ilink;

    @BeforeEach
    void start() throws IOException {
        ilink = new Ilink();
        ilink.headers.remove("Authorization");
    }

    @AfterEach
    void stop() {
        ilink.close();
    }

    private String code(String... tokens) {
        ObjectNode body = Json.object();
        body.putArray("local_token_list");
        for (String token : tokens) {
            body.withArray("local_token_list").add(token);
        }
        return ilink.call("get_bot_qrcode?bot_type=3", body).path("qrcode").asText();
    }

    private JsonNode status(String code) {
        return Ilink.json(ilink.get("/ilink/bot/get_qrcode_status?qrcode=" + code));
    }

    private JsonNode status(String code, String verify) {
        return Ilink.json(ilink.get("/ilink/bot/get_qrcode_status?qrcode=" + code + "&verify_code=" + verify));
    }

    private static String word(JsonNode status) {
        return status.path("status").asText();
    }

    /** A person acts while the client asks. */
    private JsonNode during(String code, String action, ObjectNode how) {
        CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> status(code));
        Ilink.until(() -> ilink.far.waitingForCodes() > 0 || asked.isDone());
        ilink.act(action, how.put("qrcode", code));
        return asked.join();
    }

    @Test
    void rule18ACodeIsScannedAndConfirmed() {
        String code = code();
        assertEquals(List.of(code), ilink.far.codes());
        assertEquals("scaned", word(during(code, "scan", Json.object().put("user", BOB))));
        JsonNode confirmed = during(code, "confirm", Json.object());
        assertEquals("confirmed", word(confirmed));
        assertEquals(BOB, confirmed.path("ilink_user_id").asText());
        assertEquals(ilink.far.url(), confirmed.path("baseurl").asText());
        assertTrue(confirmed.path("ilink_bot_id").asText().endsWith("@im.bot"));
        ilink.headers.put(
                "Authorization", "Bearer " + confirmed.path("bot_token").asText());
        assertEquals(0, ilink.call("msg/notifystart", Json.object()).path("ret").asInt(-1));
    }

    @Test
    void rule18NothingNewIsWaitAfterTheHold() {
        String code = code();
        CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> status(code));
        Ilink.until(() -> ilink.far.waitingForCodes() == 1);
        ilink.pass(Duration.ofSeconds(25));
        assertEquals("wait", word(asked.join()));
    }

    @Test
    void rule18ACodeCanBeHadByGetAsOlderClientsDo() {
        JsonNode old = Ilink.json(ilink.get("/ilink/bot/get_bot_qrcode?bot_type=3"));
        String link = old.path("qrcode_img_content").asText();
        assertTrue(link.contains(old.path("qrcode").asText()), link);
        assertEquals(200, ilink.get(URI.create(link).getPath()).statusCode());
    }

    @Test
    void rule18ACodeExpiresInTime() {
        String code = code();
        ilink.simulation.clock().jump(Duration.ofMinutes(5));
        assertEquals("expired", word(status(code)));
        ilink.far.login(code, BOB);
        assertEquals("expired", word(status(code)));
        assertEquals("expired", word(status("never-given-out")));
    }

    @Test
    void rule18ANumberMayBeAskedForThreeTimes() {
        ilink.far.knob("verify_code", "4711");
        String good = code();
        ilink.act("scan", Json.object().put("qrcode", good).put("user", BOB));
        assertEquals("need_verifycode", word(status(good)));
        assertEquals("need_verifycode", word(status(good, "1")));
        assertEquals("scaned", word(status(good, "4711")));
        ilink.act("confirm", Json.object().put("qrcode", good));
        assertEquals("confirmed", word(status(good)));
        String bad = code();
        ilink.act("scan", Json.object().put("qrcode", bad).put("user", BOB));
        assertEquals("need_verifycode", word(status(bad)));
        assertEquals("need_verifycode", word(status(bad, "1")));
        assertEquals("need_verifycode", word(status(bad, "2")));
        assertEquals("verify_code_blocked", word(status(bad, "3")));
        assertEquals("verify_code_blocked", word(status(bad, "4711")));
    }

    @Test
    void rule18AScanMaySendTheClientToAnotherHost() {
        String other = "localhost:" + ilink.simulation.server().port();
        ilink.far.knob("redirect_host", other);
        String code = code();
        ilink.act("scan", Json.object().put("qrcode", code).put("user", BOB));
        JsonNode moved = status(code);
        assertEquals("scaned_but_redirect", word(moved));
        assertEquals(other, moved.path("redirect_host").asText());
        ilink.act("confirm", Json.object().put("qrcode", code));
        assertEquals("scaned", word(statusAt(other, code)));
        ilink.act("confirm", Json.object().put("qrcode", code));
        assertEquals("confirmed", word(statusAt(other, code)));
    }

    private JsonNode statusAt(String host, String code) {
        URI uri = URI.create("http://" + host + "/ilink/bot/get_qrcode_status?qrcode=" + code);
        return Ilink.json(ilink.raw(java.net.http.HttpRequest.newBuilder(uri)
                .header("iLink-App-Id", "bot")
                .header("iLink-App-ClientVersion", "132105")));
    }

    @Test
    void rule18ThePersonOfALiveTokenIsSentBackToIt() {
        String code = code(ilink.bot.token());
        assertEquals("binded_redirect", word(during(code, "scan", Json.object().put("user", ANN))));
        String ofAnother = code(ilink.bot.token());
        assertEquals("scaned", word(during(ofAnother, "scan", Json.object().put("user", BOB))));
        String withoutToken = code();
        assertEquals("scaned", word(during(withoutToken, "scan", Json.object().put("user", ANN))));
    }

    @Test
    void rule18AnyStatusCanBeForced() {
        for (QrCode.Status status : QrCode.Status.values()) {
            String code = code();
            if (status != QrCode.Status.WAIT) {
                ilink.act("force", Json.object().put("qrcode", code).put("status", status.wire()));
                assertEquals(status.wire(), word(status(code)));
            }
        }
        assertTrue(ilink.act("force", Json.object().put("qrcode", code()).put("status", "odd"))
                .has("message"));
        assertTrue(ilink.act("scan", Json.object().put("qrcode", "odd").put("user", ANN))
                .has("message"));
    }

    @Test
    void rule18AConfirmationWithoutBotIdCanBeMade() {
        String code = code();
        ilink.act("force", Json.object().put("qrcode", code).put("status", "confirmed"));
        JsonNode confirmed = status(code);
        assertEquals("confirmed", word(confirmed));
        assertFalse(confirmed.has("ilink_bot_id"));
    }

    @Test
    void aLoginMayHappenByItself() {
        ilink.far.knob("auto_login", BOB);
        JsonNode confirmed = status(code());
        assertEquals("confirmed", word(confirmed));
        assertNotEquals(ilink.bot.bot(), confirmed.path("ilink_bot_id").asText());
    }
}
