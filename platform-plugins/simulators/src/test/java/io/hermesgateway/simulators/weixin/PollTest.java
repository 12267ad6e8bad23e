package io.hermesgateway.simulators.weixin;

import static io.hermesgateway.simulators.weixin.Ilink.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class PollTest {
    private Ilink ilink;

    @BeforeEach
    void start() throws IOException {
        ilink = new Ilink();
    }

    @AfterEach
    void stop() {
        ilink.close();
    }

    private static List<String> texts(JsonNode answer) {
        List<String> texts = new ArrayList<>();
        answer.path("msgs")
                .forEach(message -> texts.add(message.path("item_list")
                        .path(0)
                        .path("text_item")
                        .path("text")
                        .asText()));
        return texts;
    }

    private static String cursorOf(JsonNode answer) {
        return answer.path("get_updates_buf").asText();
    }

    @Test
    void rule3AMissingUnknownOrRevokedTokenIsMinus14InTheShapeOfTheKnob() {
        ilink.headers.remove("Authorization");
        HttpResponse<byte[]> without = ilink.raw("getupdates", Ilink.cursor(""));
        assertEquals(200, without.statusCode());
        assertEquals("{\"errcode\":-14,\"errmsg\":\"session timeout\"}", Ilink.text(without));
        ilink.headers.put("Authorization", "Bearer nobody");
        ilink.far.knob("stale_shape", "ret");
        assertEquals(
                "{\"ret\":-14,\"errmsg\":\"session timeout\"}", Ilink.text(ilink.raw("sendmessage", Json.object())));
        ilink.headers.put("Authorization", "Bearer " + ilink.bot.token());
        ilink.far.revoke(ilink.bot.token());
        ilink.far.knob("stale_shape", "both");
        JsonNode revoked = ilink.poll("");
        assertEquals(-14, revoked.path("ret").asInt());
        assertEquals(-14, revoked.path("errcode").asInt());
    }

    @Test
    void rule4IdsAreNumbersBeyondDoublesOrText() {
        String id = ilink.far.say(ilink.bot.bot(), ANN, "hello");
        String raw = Ilink.text(ilink.raw("getupdates", Ilink.cursor("")));
        assertTrue(raw.contains("\"message_id\":" + id + ","), raw);
        assertTrue(Long.parseLong(id) > 1L << 53);
        ilink.far.knob("id_as_text", true);
        String other = ilink.far.say(ilink.bot.bot(), ANN, "hello");
        assertTrue(Ilink.text(ilink.raw("getupdates", Ilink.cursor(""))).contains("\"message_id\":\"" + other + "\""));
    }

    @Test
    void rule5AnyOlderCursorDeliversAgainFromThere() {
        ilink.said("one");
        JsonNode first = ilink.poll("");
        ilink.said("two");
        assertEquals(List.of("two"), texts(ilink.poll(cursorOf(first))));
        assertEquals(List.of("two"), texts(ilink.poll(cursorOf(first))));
        assertEquals(List.of("one", "two"), texts(ilink.poll("")));
        assertNotEquals(cursorOf(ilink.poll("")), cursorOf(ilink.poll("")));
    }

    @Test
    void rule5TheEmptyCursorMayBeginNow() {
        ilink.said("before");
        ilink.far.knob("first", "now");
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold("");
        ilink.said("after");
        assertEquals(List.of("after"), texts(Ilink.json(poll.join())));
    }

    @Test
    void rule5AGarbageCursorIsAnErrorOrTheOldest() {
        ilink.said("one");
        JsonNode garbage = ilink.poll("Z2FyYmFnZQ==");
        assertEquals(-1, garbage.path("ret").asInt());
        String ofAnother = new Cursor("other@im.bot", 0, 1).text();
        assertEquals(-1, ilink.poll(ofAnother).path("ret").asInt());
        ilink.far.knob("bad_cursor", "oldest");
        assertEquals(List.of("one"), texts(ilink.poll("Z2FyYmFnZQ==")));
    }

    @Test
    void rule5WhatIsTooOldIsGoneAndTheRestComes() throws IOException {
        MessageLog log = new MessageLog(3);
        for (int i = 0; i < 5; i++) {
            log.append(Json.object().put("n", i));
        }
        assertEquals(2, log.oldest());
        assertEquals(2, log.read(0, 10).get(0).path("n").asInt());
        assertEquals(4, log.after(0, 2));
        assertEquals(3, log.read(3, 10).get(0).path("n").asInt());
        assertFalse(log.hasAfter(5));
    }

    @Test
    void rule6AnEmptyPollEndsAfterItsHoldAndKeepsItsPlace() {
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold("");
        ilink.pass(Duration.ofMillis(24_999));
        assertEquals(1, ilink.far.held());
        ilink.pass(Duration.ofMillis(1));
        JsonNode answer = Ilink.json(poll.join());
        assertEquals(0, answer.path("ret").asInt());
        assertTrue(answer.path("msgs").isArray() && answer.path("msgs").isEmpty());
        assertEquals(35_000, answer.path("longpolling_timeout_ms").asInt());
        ilink.said("later");
        assertEquals(List.of("later"), texts(ilink.poll(cursorOf(answer))));
    }

    @Test
    void rule6TheHoldIsShorterThanWhatIsAdvertised() {
        ilink.far.knob("advertised_ms", 12_000);
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold("");
        ilink.pass(Duration.ofSeconds(7));
        assertEquals(
                12_000, Ilink.json(poll.join()).path("longpolling_timeout_ms").asInt());
    }

    @Test
    void rule6AMessageWakesAndALingerMakesBatches() {
        ilink.far.knob("linger_ms", 200);
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold("");
        ilink.said("one");
        ilink.pass(Duration.ofMillis(100));
        ilink.said("two");
        assertEquals(1, ilink.far.held());
        ilink.pass(Duration.ofMillis(100));
        assertEquals(List.of("one", "two"), texts(Ilink.json(poll.join())));
    }

    @Test
    void rule6ABatchHasALimit() {
        ilink.far.knob("batch", 20);
        ilink.far.write(ilink.bot.bot(), ANN, Json.object().put("text", "{n}").put("count", 50));
        JsonNode first = ilink.poll("");
        JsonNode second = ilink.poll(cursorOf(first));
        JsonNode third = ilink.poll(cursorOf(second));
        assertEquals(20, first.path("msgs").size());
        assertEquals("21", texts(second).get(0));
        assertEquals(10, third.path("msgs").size());
    }

    @Test
    void rule6AClientThatGoesAwayReleasesItsPoll() throws IOException {
        String body = Ilink.withBase(Ilink.cursor("")).toString();
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), ilink.simulation.server().port())) {
            String head = "POST /ilink/bot/getupdates HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + ilink.bot.token() + "\r\nContent-Length: " + body.length()
                    + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            Ilink.until(() -> ilink.far.held() == 1);
        }
        Ilink.until(() -> ilink.far.held() == 0);
        ilink.said("kept");
        assertEquals(List.of("kept"), texts(ilink.poll("")));
        assertEquals(0, ilink.far.overlaps(ilink.bot.bot()));
    }

    @Test
    void rule6AConnectionGoesOnAfterAPollThatWasHeld() {
        String cursor = "";
        for (int i = 0; i < 20; i++) {
            CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold(cursor);
            ilink.said("number " + i);
            JsonNode answer = Ilink.json(poll.join());
            assertEquals(List.of("number " + i), texts(answer));
            cursor = cursorOf(answer);
        }
        assertEquals(0, ilink.far.overlaps(ilink.bot.bot()));
    }

    @Test
    void rule7TwoPollsMayBothGetEverything() {
        CompletableFuture<HttpResponse<byte[]>> older = ilink.hold("");
        CompletableFuture<HttpResponse<byte[]>> newer = ilink.hold("");
        ilink.said("twice");
        assertEquals(List.of("twice"), texts(Ilink.json(older.join())));
        assertEquals(List.of("twice"), texts(Ilink.json(newer.join())));
        assertEquals(1, ilink.far.overlaps(ilink.bot.bot()));
    }

    @Test
    void rule7TheNewerPollMayStealFromTheOlder() {
        ilink.far.knob("overlap", "steal");
        CompletableFuture<HttpResponse<byte[]>> older = ilink.hold("");
        CompletableFuture<HttpResponse<byte[]>> newer = ilink.start("getupdates", Ilink.cursor(""));
        assertEquals(List.of(), texts(Ilink.json(older.join())));
        Ilink.until(() -> ilink.far.held() == 1);
        ilink.said("once");
        assertEquals(List.of("once"), texts(Ilink.json(newer.join())));
    }

    @Test
    void rule7TheOlderPollMayBeKickedOut() {
        ilink.far.knob("overlap", "kick");
        CompletableFuture<HttpResponse<byte[]>> older = ilink.hold("");
        CompletableFuture<HttpResponse<byte[]>> newer = ilink.start("getupdates", Ilink.cursor(""));
        assertEquals(-14, Ilink.json(older.join()).path("errcode").asInt());
        Ilink.until(() -> ilink.far.held() == 1);
        ilink.said("once");
        assertEquals(List.of("once"), texts(Ilink.json(newer.join())));
    }

    @Test
    void rule8ASecondBindOfThePersonTakesTheTokenForEver() {
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold("");
        WeixinSimulator.Account second = ilink.far.bind(ANN);
        assertNotEquals(ilink.bot.bot(), second.bot());
        assertEquals(-14, Ilink.json(poll.join()).path("errcode").asInt());
        ilink.call("msg/notifystart", Json.object());
        assertEquals(-14, ilink.poll("").path("errcode").asInt());
        ilink.headers.put("Authorization", "Bearer " + second.token());
        ilink.far.say(second.bot(), ANN, "new");
        assertEquals(List.of("new"), texts(ilink.poll("")));
    }

    @Test
    void rule8TheOldTokenMayWorkForAWhile() {
        ilink.far.knob("revoke_after_ms", 29_000);
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold("");
        ilink.far.bind(ANN);
        ilink.pass(Duration.ofSeconds(25));
        assertEquals(0, Ilink.json(poll.join()).path("ret").asInt(-1));
        CompletableFuture<HttpResponse<byte[]>> next = ilink.hold("");
        ilink.pass(Duration.ofSeconds(4));
        assertEquals(-14, Ilink.json(next.join()).path("errcode").asInt());
    }

    @Test
    void rule8TheSameBotAgainKeepsItsLogAndItsCursors() {
        ilink.far.knob("same_bot", true);
        ilink.said("one");
        String cursor = cursorOf(ilink.poll(""));
        WeixinSimulator.Account again = ilink.far.bind(ANN);
        assertEquals(ilink.bot.bot(), again.bot());
        assertEquals(-14, ilink.poll(cursor).path("errcode").asInt());
        ilink.headers.put("Authorization", "Bearer " + again.token());
        ilink.said("two");
        assertEquals(List.of("two"), texts(ilink.poll(cursor)));
    }

    @Test
    void rule9AnIdleChannelRefusesPollsUntilNotifyStartAndSendsGoOn() {
        ilink.far.knob("idle_ms", Duration.ofHours(8).toMillis());
        String token = ilink.said("evening");
        String cursor = cursorOf(ilink.poll(""));
        ilink.pass(Duration.ofHours(8));
        assertEquals(-14, ilink.poll(cursor).path("errcode").asInt());
        assertEquals(-14, ilink.poll(cursor).path("errcode").asInt());
        assertFalse(ilink.answer(token, "still there").has("errmsg"));
        assertEquals(0, ilink.call("msg/notifystart", Json.object()).path("ret").asInt());
        ilink.said("morning");
        assertEquals(List.of("morning"), texts(ilink.poll(cursor)));
    }

    @Test
    void rule9APollThatIsHeldKeepsTheChannelAwake() {
        ilink.far.knob("idle_ms", 20_000);
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold("");
        ilink.pass(Duration.ofSeconds(25));
        JsonNode answer = Ilink.json(poll.join());
        assertEquals(0, answer.path("ret").asInt(-1));
        ilink.said("there");
        assertEquals(List.of("there"), texts(ilink.poll(cursorOf(answer))));
    }

    @Test
    void rule9TheFirstNotifyStartsMayNotHelpAndSometimesNoneDoes() {
        ilink.said("kept");
        ilink.far.expire(ilink.bot.bot(), 3);
        for (int i = 0; i < 2; i++) {
            ilink.call("msg/notifystart", Json.object());
            assertEquals(-14, ilink.poll("").path("errcode").asInt());
        }
        ilink.call("msg/notifystart", Json.object());
        assertEquals(List.of("kept"), texts(ilink.poll("")));
        ilink.far.expire(ilink.bot.bot(), Channel.NEVER);
        ilink.call("msg/notifystart", Json.object());
        assertEquals(-14, ilink.poll("").path("errcode").asInt());
        WeixinSimulator.Account again = ilink.far.bind(ANN);
        ilink.headers.put("Authorization", "Bearer " + again.token());
        ilink.far.say(again.bot(), ANN, "cured");
        assertEquals(List.of("cured"), texts(ilink.poll("")));
    }

    @Test
    void rule9SendsMayFailAsWell() {
        String token = ilink.said("hello");
        ilink.far.knob("stale_sends", true);
        CompletableFuture<HttpResponse<byte[]>> poll = ilink.hold(cursorOf(ilink.poll("")));
        ilink.far.expire(ilink.bot.bot(), 1);
        assertEquals(-14, Ilink.json(poll.join()).path("errcode").asInt());
        assertEquals(-14, ilink.answer(token, "no").path("errcode").asInt());
        ilink.call("msg/notifystart", Json.object());
        assertFalse(ilink.answer(token, "yes").has("errcode"));
    }
}
