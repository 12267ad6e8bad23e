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
import io.hermesgateway.simulators.Simulation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SurfaceTest {
    private Ilink ilink;

    @BeforeEach
    void start() throws IOException {
        ilink = new Ilink();
    }

    @AfterEach
    void stop() {
        ilink.close();
    }

    @Test
    void rule1EverythingIsOnOnePortAndPointsToItself() {
        assertTrue(ilink.far.url().startsWith("http://127.0.0.1:"));
        assertEquals(ilink.far.url() + "/c2c", ilink.far.cdn());
        assertTrue(ilink.call("getuploadurl", ilink.upload(new byte[1], 3))
                .path("upload_full_url")
                .asText()
                .startsWith(ilink.far.cdn() + "/upload?encrypted_query_param="));
        String config = String.join("\n", ilink.far.config());
        assertTrue(config.contains("    base_url: \"" + ilink.far.url() + "\""), config);
        assertTrue(config.contains("    cdn_base_url: \"" + ilink.far.cdn() + "\""), config);
        assertTrue(ilink.far.environment().contains("WEIXIN_BASE_URL=" + ilink.far.url()));
        assertEquals(404, ilink.raw("nothing", Json.object()).statusCode());
        assertEquals(405, ilink.get("/ilink/bot/sendmessage").statusCode());
    }

    @Test
    void rule1PeopleGetLinesThatWorkAtOnce() throws IOException {
        try (Simulation simulation = Simulation.manual()) {
            WeixinSimulator far = WeixinSimulator.forPeople(simulation);
            String lines = String.join("\n", far.environment());
            String token = lines.replaceAll("(?s).*WEIXIN_TOKEN=([^\n]*).*", "$1");
            assertTrue(String.join("\n", far.config()).contains("    token: \"" + token + '"'));
            HttpResponse<byte[]> answer =
                    ilink.raw(HttpRequest.newBuilder(URI.create(far.url() + "/ilink/bot/msg/notifystart"))
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString("{}")));
            assertEquals(0, Ilink.json(answer).path("ret").asInt(-1));
        }
    }

    @Test
    void rule19ThePageIsThere() {
        assertEquals(200, ilink.get("/_sim/weixin/").statusCode());
        HttpResponse<byte[]> script = ilink.get("/_sim/weixin/page.js");
        assertEquals(200, script.statusCode());
        assertTrue(Ilink.text(script).contains("id: 'weixin'"));
    }

    @Test
    void rule2WrongHeadersAreWrittenDown() {
        ilink.call("msg/notifystart", Json.object());
        assertEquals(List.of(), ilink.far.violations());
        ilink.headers.put("AuthorizationType", "bearer");
        ilink.headers.put("iLink-App-Id", "robot");
        ilink.headers.put("iLink-App-ClientVersion", "2.4.9");
        ilink.headers.put("Content-Type", "text/plain");
        ilink.headers.put("X-WECHAT-UIN", "bm90IGEgbnVtYmVy");
        assertEquals(0, ilink.call("msg/notifystart", Json.object()).path("ret").asInt(-1));
        List<String> expected = new ArrayList<>();
        for (String header : List.of(
                "iLink-App-Id", "iLink-App-ClientVersion", "Content-Type", "AuthorizationType", "X-WECHAT-UIN")) {
            expected.add("headers: " + header + " in /ilink/bot/msg/notifystart");
        }
        assertEquals(expected, ilink.far.violations());
    }

    @Test
    void rule2TheBaseInfoIsThereAndTheNameInItIsShort() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(ilink.far.url() + "/ilink/bot/msg/notifystart"));
        ilink.headers.forEach(request::header);
        request.header("X-WECHAT-UIN", "NjQzNTA3NDEw");
        ilink.raw(request.POST(HttpRequest.BodyPublishers.ofString("{}")));
        ObjectNode body = Json.object();
        body.putObject("base_info").put("channel_version", "1").put("bot_agent", "x".repeat(257));
        ilink.raw(request.POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .setHeader("X-WECHAT-UIN", "NjQzNTA3NDEx"));
        String complaint = "headers: base_info in /ilink/bot/msg/notifystart";
        assertEquals(List.of(complaint, complaint), ilink.far.violations());
    }

    @Test
    void rule2StrictServersRefuseWrongHeaders() {
        ilink.far.knob("strict", true);
        assertEquals(200, ilink.raw("msg/notifystart", Json.object()).statusCode());
        ilink.headers.put("iLink-App-Id", "robot");
        assertEquals(400, ilink.raw("msg/notifystart", Json.object()).statusCode());
        assertEquals(400, ilink.raw("get_bot_qrcode?bot_type=3", Json.object()).statusCode());
    }

    @Test
    void rule2TheSameRandomNumberTwiceIsCounted() {
        ilink.headers.put("X-WECHAT-UIN", "NjQzNTA3NDEw");
        ilink.call("msg/notifystart", Json.object());
        ilink.call("msg/notifystart", Json.object());
        assertEquals(
                1, ilink.act("report", Json.object()).path("repeated_numbers").asInt());
        assertEquals(1, ilink.far.violations().size());
    }

    @Test
    void rule10AnAnswerMayBe524After17Seconds() {
        ilink.far.fault("getupdates", "status", 524, Duration.ofSeconds(17), 1);
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.start("getupdates", Ilink.cursor(""));
        ilink.simulation.transcript().await(WeixinSimulator.kind("fault"));
        ilink.pass(Duration.ofMillis(16_999));
        assertFalse(poll.isDone());
        ilink.pass(Duration.ofMillis(1));
        HttpResponse<byte[]> answer = poll.join();
        assertEquals(524, answer.statusCode());
        assertEquals("", Ilink.text(answer));
    }

    @Test
    void rule10AnAnswerMayBeAPageOrBrokenOffOrSlow() {
        ilink.said("still here");
        ilink.far.fault("getupdates", "status", 502, Duration.ZERO, 1);
        HttpResponse<byte[]> page = ilink.raw("getupdates", Ilink.cursor(""));
        assertEquals(502, page.statusCode());
        assertTrue(Ilink.text(page).contains("<html>"));
        ilink.far.fault("getupdates", "cut", 0, Duration.ZERO, 1);
        assertThrows(CompletionException.class, () -> ilink.poll(""));
        ilink.far.fault("getupdates", "slow", 0, Duration.ofMillis(100), 1);
        assertEquals(1, ilink.poll("").path("msgs").size());
        ilink.far.fault("getupdates", "reset", 0, Duration.ZERO, 1);
        assertThrows(CompletionException.class, () -> ilink.poll(""));
        assertEquals(1, ilink.poll("").path("msgs").size());
    }

    @Test
    void rule10AnAnswerMayBeAnyJsonOrLate() {
        ObjectNode odd = Json.object().put("ret", -1).put("errmsg", "system busy");
        ilink.far.answer("getupdates", odd, 2);
        assertEquals(odd, ilink.poll(""));
        assertEquals(odd, ilink.poll(""));
        ilink.far.fault("msg/notifystart", "delay", 0, Duration.ofSeconds(10), 1);
        CompletableFuture<HttpResponse<byte[]>> late = ilink.start("msg/notifystart", Json.object());
        ilink.simulation.transcript().await(WeixinSimulator.kind("notifystart"));
        Ilink.until(() -> {
            ilink.pass(Duration.ofSeconds(10));
            return late.isDone();
        });
        assertEquals(0, Ilink.json(late.join()).path("ret").asInt(-1));
    }

    private JsonNode written(ObjectNode how) {
        JsonNode before = ilink.poll("");
        if (!how.isEmpty()) {
            ilink.act("say", how.put("user", ANN));
        }
        return ilink.poll(before.path("get_updates_buf").asText()).path("msgs");
    }

    @Test
    void rule10MessagesComeTwiceWithTheSameOrANewId() {
        ilink.said("first");
        JsonNode once = written(Json.object().put("text", "twice").put("duplicate", "same"));
        assertEquals(1, once.size());
        ilink.pass(Duration.ofSeconds(1));
        JsonNode all = ilink.poll("").path("msgs");
        assertEquals(3, all.size());
        assertEquals(all.path(1).path("message_id"), all.path(2).path("message_id"));
        ilink.far.knob("duplicates", "new");
        ilink.said("again");
        ilink.pass(Duration.ofSeconds(1));
        JsonNode more = ilink.poll("").path("msgs");
        assertEquals(5, more.size());
        assertFalse(more.path(3).path("message_id").equals(more.path(4).path("message_id")));
        assertEquals(more.path(3).path("item_list"), more.path(4).path("item_list"));
    }

    @Test
    void rule10MessagesComeInOddForms() {
        ilink.far.knob("batch", 1_000);
        ilink.said("first");
        ObjectNode seq = Json.object().put("text", "earlier");
        seq.putObject("set").put("seq", 3);
        assertEquals(3, written(seq).path(0).path("seq").asInt());
        ObjectNode without = Json.object().put("text", "nameless");
        without.putArray("omit").add("message_id").add("context_token");
        JsonNode nameless = written(without).path(0);
        assertFalse(nameless.has("message_id") || nameless.has("context_token"));
        ObjectNode unknown = Json.object();
        unknown.putArray("items").addObject().put("type", 99).putObject("odd_item");
        assertEquals(
                99,
                written(unknown).path(0).path("item_list").path(0).path("type").asInt());
        JsonNode nulls =
                written(Json.object().put("text", "nothing").put("nulls", true)).path(0);
        assertTrue(nulls.path("group_id").isNull());
        assertTrue(nulls.path("item_list").path(0).path("image_item").isNull());
        ObjectNode poison = Json.object().put("text", "poison");
        poison.putObject("set").put("item_list", "no list").put("create_time_ms", "never");
        assertTrue(written(poison).path(0).path("item_list").isTextual());
        assertEquals(
                50, written(Json.object().put("text", "{n}").put("count", 50)).size());
        ObjectNode quote = Json.object().put("text", "this one");
        quote.putObject("quote").put("svr_id", 7423219483720189999L);
        assertEquals(
                7423219483720189999L,
                written(quote)
                        .path(0)
                        .path("item_list")
                        .path(0)
                        .path("ref_msg")
                        .path("svr_id")
                        .asLong());
    }

    private String ticket() {
        return ilink.call("getconfig", Json.object().put("ilink_user_id", ANN))
                .path("typing_ticket")
                .asText();
    }

    private int typing(String ticket, int status) {
        return ilink.call(
                        "sendtyping",
                        Json.object()
                                .put("ilink_user_id", ANN)
                                .put("typing_ticket", ticket)
                                .put("status", status))
                .path("ret")
                .asInt();
    }

    @Test
    void rule15TypingNeedsATicketThatIsGoodForTenMinutes() {
        String ticket = ticket();
        assertEquals(0, typing(ticket, 1));
        ilink.simulation.clock().jump(Duration.ofMinutes(10));
        assertFalse(typing(ticket, 1) == 0);
        assertFalse(typing("TKinvented", 1) == 0);
        assertFalse(typing(ticket(), 7) == 0);
        assertFalse(ilink.call("getconfig", Json.object().put("ilink_user_id", BOB))
                        .path("ret")
                        .asInt()
                == 0);
    }

    @Test
    void rule15TypingIsShownFromOnToOffAndMayBeStuck() {
        typing(ticket(), 1);
        ilink.pass(Duration.ofSeconds(5));
        typing(ticket(), 1);
        typing(ticket(), 2);
        JsonNode shown = ilink.act("report", Json.object());
        assertEquals(1, shown.path("typing").size());
        assertTrue(shown.path("typing").path(0).has("until"));
        assertEquals(2, ilink.count("typing"));
        typing(ticket(), 1);
        assertEquals(List.of(), ilink.far.stuckTyping());
        ilink.pass(Duration.ofSeconds(14));
        assertEquals(0, ilink.act("report", Json.object()).path("stuck_typing").size());
        ilink.pass(Duration.ofSeconds(1));
        assertEquals(1, ilink.act("report", Json.object()).path("stuck_typing").size());
        assertEquals(List.of(ANN), ilink.far.stuckTyping());
    }

    @Test
    void rule16StartAndStopAreSeenInTheirPlaceAmongThePolls() {
        ilink.call("msg/notifystart", Json.object());
        ilink.said("hello");
        ilink.poll("");
        ilink.call("msg/notifystop", Json.object());
        assertEquals(List.of("msg/notifystart", "getupdates", "msg/notifystop"), ilink.far.calls(ilink.bot.bot()));
        assertEquals(1, ilink.count("notifystart"));
        assertEquals(1, ilink.count("notifystop"));
    }

    @Test
    void rule19PeopleProgramsAndTestsHaveTheSameHands() {
        JsonNode bound = ilink.act("bind", Json.object().put("user", BOB));
        ilink.headers.put("Authorization", "Bearer " + bound.path("token").asText());
        JsonNode ids = ilink.act(
                "say", Json.object().put("bot", bound.path("bot").asText()).put("text", "hello"));
        assertEquals(1, ids.path("message_ids").size());
        assertEquals(1, ilink.poll("").path("msgs").size());
        assertEquals(2, ilink.act("bots", Json.object()).path("bots").size());
        ilink.act("expire", Json.object().put("starts", 1));
        assertEquals(-14, ilink.poll("").path("errcode").asInt());
        ilink.act("revoke", Json.object());
        assertEquals(1, ilink.act("bots", Json.object()).path("bots").size());
        ilink.act(
                "bind",
                Json.object()
                        .put("user", "o9c@im.wechat")
                        .put("bot", "fixed@im.bot")
                        .put("token", "fixed"));
        ilink.headers.put("Authorization", "Bearer fixed");
        assertEquals(0, ilink.call("msg/notifystart", Json.object()).path("ret").asInt(-1));
        ilink.act("fault", Json.object().put("call", "getconfig").put("kind", "hang"));
        assertEquals(1, ilink.act("fault", Json.object()).path("faults").size());
        assertEquals(
                0,
                ilink.act("fault", Json.object().put("clear", true))
                        .path("faults")
                        .size());
        assertTrue(ilink.act("fault", Json.object().put("call", "x").put("kind", "odd"))
                .has("message"));
        assertTrue(ilink.act("say", Json.object().put("bot", "odd")).has("message"));
        JsonNode transcript = Ilink.json(ilink.get("/_sim/transcript?platform=weixin&conversation=" + BOB));
        assertTrue(transcript.path("entries").size() >= 2, transcript.toString());
        assertTrue(ilink.act("codes", Json.object()).path("codes").isArray());
    }

    @Test
    void rule19WhatABotSentCanBeLookedAt() {
        byte[] plain = {1, 2, 3};
        String reference = ilink.uploaded(plain, 3);
        assertEquals(
                "AQID",
                ilink.act("media", Json.object().put("media", reference))
                        .path("base64")
                        .asText());
        assertTrue(ilink.act("media", Json.object().put("media", "odd")).has("message"));
    }

    @Test
    void rule22AClientLikeHermesIsServed() {
        ilink.far.knob("auto_login", BOB);
        JsonNode code = Ilink.json(ilink.get("/ilink/bot/get_bot_qrcode?bot_type=3"));
        JsonNode login = Ilink.json(ilink.get(
                "/ilink/bot/get_qrcode_status?qrcode=" + code.path("qrcode").asText()));
        ilink.headers.put("Authorization", "Bearer " + login.path("bot_token").asText());
        ilink.headers.put("iLink-App-ClientVersion", "131584");
        ilink.far.say(login.path("ilink_bot_id").asText(), BOB, "hello");
        assertEquals(1, ilink.poll("").path("msgs").size());
        ObjectNode message = ilink.message(BOB, "AARzstale", Ilink.words("hi"));
        assertEquals(-2, ilink.send(message).path("ret").asInt());
        message.remove("context_token");
        assertEquals("{}", Json.text(ilink.send(message.put("client_id", "again"))));
        assertEquals(1, ilink.count("dropped"));
        assertEquals(0, ilink.count("notifystart"));
        ilink.far.knob("no_token", "accept");
        ilink.send(message.put("client_id", "third"));
        assertEquals(1, ilink.count("out"));
    }

    @Test
    void fiveHundredHeldPollsCostNoThreads() {
        List<CompletableFuture<HttpResponse<byte[]>>> polls = new ArrayList<>();
        List<WeixinSimulator.Account> bots = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            bots.add(ilink.far.add("bot" + i + "@im.bot", "token" + i, "user" + i + "@im.wechat"));
            ilink.headers.put("Authorization", "Bearer token" + i);
            polls.add(ilink.start("getupdates", Ilink.cursor("")));
        }
        Ilink.until(() -> ilink.far.held() == 500);
        long busy = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sim-"))
                .count();
        assertTrue(busy <= 64, "threads: " + busy);
        bots.forEach(bot -> ilink.far.say(bot.bot(), bot.user(), "hello"));
        polls.forEach(
                poll -> assertEquals(1, Ilink.json(poll.join()).path("msgs").size()));
        assertEquals(0, ilink.far.held());
    }
}
