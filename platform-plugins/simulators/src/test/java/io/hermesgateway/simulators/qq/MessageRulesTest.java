package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Far;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules 12 to 15: what people write, what a bot may answer, and what is written down. */
@Timeout(180)
class MessageRulesTest extends QqBench {
    private String openid = "";
    private String group = "";

    private String alice(String text) {
        JsonNode said = qq.say("alice", text);
        openid = openid(said);
        return said.path("id").asText();
    }

    private String inGroup(String text) {
        JsonNode said = qq.sayInGroup("friends", "alice", text);
        group = openid(said);
        return said.path("id").asText();
    }

    private Far.Answer reply(String msg, int seq) throws IOException {
        return client.send(openid, Client.reply("reply", msg, seq));
    }

    @Test
    void rule12MessagesAreWhatBotsGet() throws Exception {
        client.ready(Client.ALL | 1 << 1);
        qq.act("say", Json.object().put("user", "alice").put("text", "/status"));
        JsonNode c2c = client.next("C2C_MESSAGE_CREATE");
        JsonNode d = c2c.path("d");
        assertEquals("/status", d.path("content").asText());
        assertEquals(32, d.path("author").path("user_openid").asText().length());
        assertEquals(
                Duration.ofHours(8),
                Duration.ofSeconds(OffsetDateTime.parse(d.path("timestamp").asText())
                        .getOffset()
                        .getTotalSeconds()));
        assertNotEquals(c2c.path("id"), d.path("id"));

        qq.sayInGroup("friends", "alice", "hello");
        JsonNode at = client.next("GROUP_AT_MESSAGE_CREATE").path("d");
        assertEquals(" hello", at.path("content").asText());
        assertTrue(at.path("mentions").path(0).path("is_you").asBoolean());
        assertNotEquals(d.path("author").path("user_openid"), at.path("author").path("member_openid"));
        qq.sayInGroup("others", "alice", "hello");
        JsonNode other = client.next("GROUP_AT_MESSAGE_CREATE").path("d");
        assertNotEquals(
                at.path("author").path("member_openid"), other.path("author").path("member_openid"));
        qq.act(
                "say",
                Json.object()
                        .put("group", "friends")
                        .put("user", "bob")
                        .put("text", "psst")
                        .put("mention", false));
        assertEquals(
                "psst",
                client.next("GROUP_MESSAGE_CREATE").path("d").path("content").asText());

        qq.act(
                "say",
                Json.object()
                        .put("scope", "guild")
                        .put("group", "lounge")
                        .put("user", "ann")
                        .put("text", "1 < 2 & 3"));
        JsonNode guild = client.next("AT_MESSAGE_CREATE").path("d");
        assertTrue(guild.path("content").asText().endsWith("> 1 &lt; 2 &amp; 3"));
        assertTrue(guild.path("guild_id").asText().matches("\\d+"));
        qq.act("say", Json.object().put("scope", "dm").put("user", "ann").put("text", "hi"));
        client.next("DIRECT_MESSAGE_CREATE");
    }

    @Test
    void rule12TheSameMessageCanComeAgain() throws Exception {
        client.ready(Client.ALL);
        String id = alice("once");
        qq.act("say", Json.object().put("user", "alice").put("text", "once").put("id", id));
        JsonNode first = client.next();
        JsonNode second = client.next();
        assertEquals(first.path("d").path("id"), second.path("d").path("id"));
        assertNotEquals(first.path("id"), second.path("id"));
        ObjectNode fancy = Json.object().put("user", "alice").put("text", "");
        fancy.putArray("attachments").addObject().put("content_type", "voice").put("url", "//x/a.silk");
        fancy.putObject("patch").put("message_type", 103);
        qq.act("say", fancy);
        JsonNode patched = client.next().path("d");
        assertEquals(103, patched.path("message_type").asInt());
        assertEquals(
                "voice",
                patched.path("attachments").path(0).path("content_type").asText());
    }

    @Test
    void rule12LifeEventsCountInUnixSeconds() throws Exception {
        client.ready(Client.ALL);
        qq.act("event", Json.object().put("type", "FRIEND_ADD").put("user", "alice"));
        JsonNode added = client.next("FRIEND_ADD").path("d");
        assertEquals(
                simulation.clock().instant().getEpochSecond(),
                added.path("timestamp").asLong());
        qq.act(
                "event",
                Json.object().put("type", "group_add_robot").put("group", "g").put("user", "alice"));
        assertTrue(client.next("GROUP_ADD_ROBOT").path("d").has("op_member_openid"));
        qq.act(
                "event",
                Json.object().put("type", "ANYTHING").set("data", Json.object().put("x", 1)));
        assertEquals(1, client.next("ANYTHING").path("d").path("x").asInt());
    }

    @Test
    void rule13AHandleBelongsToOneConversation() throws Exception {
        String msg = alice("hi");
        String alices = openid;
        openid = openid(qq.say("bob", "hi"));
        refused(400, 40034024, reply(msg, 1));
        refused(400, 40034024, reply("ROBOT1.0_invented!", 1));
        openid = "0123";
        refused(400, 40034001, reply(msg, 1));
        openid = alices;
        assertEquals(200, reply(msg, 1).status());
        refused(400, 40034024, client.sendToGroup(idOfGroup(), Client.reply("x", msg, 2)));
        qq.act("bot", Json.object().put("app_id", "999").put("secret", "s"));
        Client stranger = new Client(simulation.server().url(), "999", "s");
        refused(400, 40034001, stranger.send(openid, Client.reply("x", msg, 3)));
    }

    private String idOfGroup() {
        inGroup("hi");
        return group;
    }

    @Test
    void rule13AnHourInPrivateFiveMinutesInAGroup() throws Exception {
        String msg = alice("hi");
        String inGroup = inGroup("hi");
        simulation.clock().jump(Duration.ofMinutes(5));
        assertEquals(
                200, client.sendToGroup(group, Client.reply("x", inGroup, 1)).status());
        simulation.clock().jump(Duration.ofSeconds(1));
        Far.Answer late = client.sendToGroup(group, Client.reply("x", inGroup, 2));
        refused(400, 40034025, late);
        assertTrue(late.json().path("message").asText().contains("回复消息msg_id已过期"));
        assertEquals(200, reply(msg, 1).status());
        simulation.clock().jump(Duration.ofMinutes(55));
        refused(400, 40034025, reply(msg, 2));
    }

    @Test
    void rule13FiveRepliesAndTypingIsOneOfThem() throws Exception {
        String msg = alice("hi");
        ObjectNode typing = Json.object().put("msg_type", 6).put("msg_id", msg).put("msg_seq", 1);
        typing.putObject("input_notify").put("input_type", 1).put("input_second", 60);
        assertEquals(200, client.send(openid, typing).status());
        assertEquals(1, await("typing").data().path("used").asInt());
        for (int seq = 2; seq <= 5; seq++) {
            assertEquals(200, reply(msg, seq).status());
        }
        refused(400, 22009, reply(msg, 6));
        refused(400, 40054005, reply(msg, 5));
        inGroup("x");
        refused(400, 40034006, client.sendToGroup(group, typing));
    }

    @Test
    void rule13MsgSeqIsUniqueAndOneWhenItIsMissing() throws Exception {
        String msg = alice("hi");
        assertEquals(
                200, client.send(openid, Client.text("a").put("msg_id", msg)).status());
        refused(400, 40054005, reply(msg, 1));
        assertEquals(200, reply(msg, 7).status());
    }

    @Test
    void rule13ActiveMessagesAreOffOrCounted() throws Exception {
        alice("hi");
        inGroup("hi");
        refused(400, 40034102, client.send(openid, Client.text("active")));
        refused(400, 40034105, client.sendToGroup(group, Client.text("active")));
        qq.knob("active", "quota:2");
        assertEquals(200, client.send(openid, Client.text("1")).status());
        assertEquals(200, client.send(openid, Client.text("2")).status());
        refused(400, 40034102, client.send(openid, Client.text("3")));
        qq.knob("active", "on");
        assertEquals(200, client.send(openid, Client.text("3")).status());
        qq.act("event", Json.object().put("type", "C2C_MSG_REJECT").put("user", "alice"));
        refused(400, 40034102, client.send(openid, Client.text("4")));
        JsonNode again =
                qq.act("event", Json.object().put("type", "C2C_MSG_RECEIVE").put("user", "alice"));
        assertEquals(200, client.send(openid, Client.text("5")).status());
        qq.knob("active", "off");
        ObjectNode byEvent =
                Client.text("6").put("event_id", again.path("event_id").asText());
        assertEquals(200, client.send(openid, byEvent).status());
        refused(400, 40034102, client.send(openid, byEvent.deepCopy().put("msg_seq", 2)));
    }

    @Test
    void rule13AWakeUpOncePerWindow() throws Exception {
        alice("hi");
        ObjectNode wake = Client.text("are you there?").put("is_wakeup", true);
        qq.knob("send_risk", 1);
        refused(400, 1100101, client.send(openid, wake));
        assertEquals(200, client.send(openid, wake).status(), "what was refused has not used the window up");
        refused(400, 40034102, client.send(openid, wake));
        for (int day : new int[] {1, 3, 8}) {
            simulation.clock().jump(Duration.ofDays(day));
            client.forgetToken();
            assertEquals(200, client.send(openid, wake).status());
        }
        simulation.clock().jump(Duration.ofDays(30));
        client.forgetToken();
        refused(400, 40034102, client.send(openid, wake));
        alice("back");
        assertEquals(200, client.send(openid, wake).status());
        qq.knob("active", "quota:1");
        assertEquals(
                200,
                client.send(openid, Client.text("a wake-up is not counted")).status());
    }

    @Test
    void rule13ContentIsChecked() throws Exception {
        String msg = alice("hi");
        refused(400, 50006, client.send(openid, Client.reply(" ", msg, 1)));
        refused(400, 40034010, client.send(openid, Client.reply("x".repeat(5001), msg, 1)));
        refused(400, 40034006, client.send(openid, Client.reply("x", msg, 1).put("msg_type", 9)));
        refused(400, 50006, client.send(openid, Json.object().put("msg_type", 3).put("msg_id", msg)));
        qq.knob("refuse_urls", true);
        refused(400, 304003, client.send(openid, Client.reply("see https://x.y", msg, 1)));
        qq.knob("send_risk", 1);
        refused(400, 1100101, reply(msg, 1));
        assertEquals(200, reply(msg, 1).status(), "nothing of this was counted");
        assertEquals(1, all("out").get(0).data().path("used").asInt());
    }

    @Test
    void rule13MarkdownAndKeyboardsNeedPermission() throws Exception {
        String msg = alice("hi");
        qq.knob("markdown", false);
        refused(400, 40034090, client.send(openid, card("c", msg, 1, "a")));
        qq.knob("markdown", true);
        qq.knob("keyboard", false);
        refused(400, 304057, client.send(openid, card("c", msg, 1, "a")));
        qq.knob("keyboard", true);
        refused(400, 304040, client.send(openid, card("c", msg, 1, "a", "b", "c", "d", "e", "f")));
        ObjectNode tall = card("c", msg, 1, "a");
        JsonNode row = tall.path("keyboard").path("content").path("rows").path(0);
        for (int i = 0; i < 5; i++) {
            tall.withObject("/keyboard/content").withArray("rows").add(row);
        }
        refused(400, 304040, client.send(openid, tall));
        ObjectNode odd = card("c", msg, 1, "a");
        ((ObjectNode) odd.path("keyboard")
                        .path("content")
                        .path("rows")
                        .path(0)
                        .path("buttons")
                        .path(0))
                .put("group_id", "a:b/c");
        refused(400, 304039, client.send(openid, odd));
        assertEquals(
                200,
                client.send(openid, card("c", msg, 1, "a", "b", "c", "d", "e")).status());
    }

    @Test
    void rule13AKeyboardOnPlainTextIsDroppedSilently() throws Exception {
        String msg = alice("hi");
        ObjectNode plain = card("c", msg, 1, "a").put("msg_type", 0).put("content", "text");
        assertEquals(200, client.send(openid, plain).status());
        assertTrue(await("out").data().path("keyboard_dropped").asBoolean());
        assertThrows(IllegalArgumentException.class, () -> qq.click("alice", "a"));
    }

    @Test
    void rule14TheAnswerHasAnIdATimeAndAnIndex() throws Exception {
        String msg = alice("hi");
        JsonNode answer = reply(msg, 1).json();
        assertTrue(answer.path("id").asText().startsWith("ROBOT1.0_"));
        OffsetDateTime.parse(answer.path("timestamp").asText());
        assertTrue(answer.path("ext_info").path("ref_idx").asText().startsWith("REFIDX_"));
    }

    @Test
    void rule14TheMessageIsOutButTheAnswerIsLost() throws Exception {
        String msg = alice("hi");
        qq.knob("send_commit_reset", 1);
        assertThrows(IOException.class, () -> reply(msg, 1));
        assertEquals(1, all("out").size());
        refused(400, 40054005, reply(msg, 1));
        qq.knob("send_commit_500", 1);
        Far.Answer failed = reply(msg, 2);
        assertEquals("500 text/html", failed.status() + " " + failed.header("Content-Type"));
        refused(400, 40054005, reply(msg, 2));
        assertEquals(2, all("out").size());
    }

    @Test
    void rule14TheMessageIsOutButTheAnswerIsLate() throws Exception {
        String msg = alice("hi");
        client.token();
        qq.knob("send_delay_ms", 30_000);
        CompletableFuture<Far.Answer> late = later(() -> reply(msg, 1));
        await("out");
        assertFalse(late.isDone());
        simulation.clock().advance(Duration.ofSeconds(30));
        assertEquals(200, late.get(60, TimeUnit.SECONDS).status());
        qq.knob("send_delay_ms", 0);
        qq.knob("send_commit_hang", 1);
        CompletableFuture<Far.Answer> never = later(() -> reply(msg, 2));
        await(2, "out");
        refused(400, 40054005, reply(msg, 2));
        assertFalse(never.isDone());
    }

    private static <T> CompletableFuture<T> later(Callable<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.call();
            } catch (Exception cut) {
                throw new IllegalStateException(cut);
            }
        });
    }

    @Test
    void rule14FaultsBeforeAnythingIsDone() throws Exception {
        String msg = alice("hi");
        qq.knob("api_500", 1);
        assertEquals(500, reply(msg, 1).status());
        qq.knob("api_429", 1);
        Far.Answer slow = reply(msg, 1);
        assertEquals("429 2", slow.status() + " " + slow.header("Retry-After"));
        qq.knob("api_401", 1);
        refused(401, 11244, reply(msg, 1));
        qq.knob("api_reset", 1);
        assertThrows(IOException.class, () -> reply(msg, 1));
        assertEquals(0, all("out").size());
        assertEquals(200, reply(msg, 1).status());
    }

    @Test
    void rule14AnAuditHoldsTheMessage() throws Exception {
        client.ready(Client.ALL | 1 << 27);
        String msg = alice("hi");
        client.next();
        qq.knob("audit", true);
        Far.Answer held = reply(msg, 1);
        assertEquals(202, held.status());
        assertEquals(304023, held.json().path("code").asInt());
        String audit =
                held.json().path("data").path("message_audit").path("audit_id").asText();
        assertEquals(0, all("out").size());
        qq.act("audit", Json.object());
        JsonNode passed = client.next("MESSAGE_AUDIT_PASS").path("d");
        assertEquals(audit, passed.path("audit_id").asText());
        assertEquals(all("out").get(0).data().path("id"), passed.path("message_id"));
        reply(msg, 2);
        qq.act("audit", Json.object().put("pass", false));
        assertFalse(client.next("MESSAGE_AUDIT_REJECT").path("d").has("message_id"));
    }

    @Test
    void rule15TheTranscriptTellsOrderHandleAndKeyboard() throws Exception {
        String msg = alice("hi");
        reply(msg, 1);
        client.send(openid, card("run?", msg, 2, "once", "deny"));
        qq.say("bob", "elsewhere");
        List<Transcript.Entry> alices =
                qq.transcript().list(entry -> entry.conversation().equals("c2c:" + openid));
        assertEquals(
                List.of("in", "out", "out"),
                alices.stream().map(Transcript.Entry::kind).toList());
        JsonNode first = alices.get(1).data();
        assertEquals(
                "msg_id " + msg + " 1 1",
                first.path("by").asText() + " " + first.path("handle").asText() + " " + first.path("msg_seq") + " "
                        + first.path("used"));
        assertEquals(
                "once",
                alices.get(2)
                        .data()
                        .path("keyboard")
                        .path("rows")
                        .path(0)
                        .path(0)
                        .path("label")
                        .asText());
        JsonNode overHttp = client.far
                .get("/_sim/transcript?platform=qqbot&conversation=c2c:" + openid)
                .json();
        assertEquals(3, overHttp.path("entries").size());
        qq.click("alice", "once");
        JsonNode seen = qq.act("keyboards", Json.object().put("user", "alice"))
                .path("keyboards")
                .path(0)
                .path("rows")
                .path(0);
        assertEquals("true true", seen.path(0).path("grey") + " " + seen.path(0).path("pressed"));
        assertEquals(
                "true false", seen.path(1).path("grey") + " " + seen.path(1).path("pressed"));
        assertEquals(2, qq.act("rooms", Json.object()).path("rooms").size());
    }
}
