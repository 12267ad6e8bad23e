package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Far;
import io.hermesgateway.simulators.Json;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules 16 to 19: buttons as people see them, clicks, and their answers. */
@Timeout(180)
class ClickRulesTest extends QqBench {
    private String openid = "";
    private String msg = "";

    @BeforeEach
    void connect() throws Exception {
        client.ready(Client.ALL);
        JsonNode said = qq.say("alice", "hi");
        client.next();
        openid = openid(said);
        msg = said.path("id").asText();
    }

    private Far.Answer put(JsonNode interaction, int code) throws IOException {
        String id = interaction.path("d").path("id").asText();
        return client.call("PUT", "/interactions/" + id, Json.object().put("code", code));
    }

    /** Changes the one button of a card. */
    private ObjectNode button(ObjectNode card) {
        return (ObjectNode) card.path("keyboard")
                .path("content")
                .path("rows")
                .path(0)
                .path("buttons")
                .path(0);
    }

    @Test
    void rule16AClickReachesTheBotAndItsSiblingsGoGrey() throws Exception {
        client.send(openid, card("run?", msg, 1, "once", "deny"));
        assertTrue(qq.click("alice", "once").path("clicked").asBoolean());
        JsonNode d = client.next("INTERACTION_CREATE").path("d");
        assertEquals("c2c 2 11", d.path("scene").asText() + " " + d.path("chat_type") + " " + d.path("type"));
        assertEquals(openid, d.path("user_openid").asText());
        assertEquals(qq.appId(), d.path("application_id").asText());
        JsonNode resolved = d.path("data").path("resolved");
        assertEquals(
                "once ap:once",
                resolved.path("button_id").asText() + " "
                        + resolved.path("button_data").asText());
        assertEquals("grey", qq.click("alice", "deny").path("why").asText());
        assertEquals("grey", qq.click("alice", "ap:once").path("why").asText());
    }

    @Test
    void rule16AClickLimitCountsForEachPerson() throws Exception {
        JsonNode said = qq.sayInGroup("friends", "alice", "hi");
        client.next();
        ObjectNode card = card("run?", said.path("id").asText(), 1, "once");
        button(card).put("group_id", "");
        ((ObjectNode) button(card).path("action")).put("click_limit", 2);
        client.sendToGroup(openid(said), card);
        assertTrue(qq.clickInGroup("friends", "alice", "once").path("clicked").asBoolean());
        assertTrue(qq.clickInGroup("friends", "alice", "once").path("clicked").asBoolean());
        assertFalse(qq.clickInGroup("friends", "alice", "once").path("clicked").asBoolean());
        assertTrue(qq.clickInGroup("friends", "bob", "once").path("clicked").asBoolean());
    }

    @Test
    void rule16PermissionIsTheServersToCheck() throws Exception {
        JsonNode said = qq.sayInGroup("friends", "alice", "hi");
        String alice = said.path("user").asText();
        ObjectNode card = card("run?", said.path("id").asText(), 1, "once");
        ObjectNode permission = (ObjectNode) button(card).path("action").path("permission");
        permission.put("type", 0).putArray("specify_user_ids").add(alice);
        client.sendToGroup(openid(said), card);
        assertEquals(
                "permission",
                qq.clickInGroup("friends", "bob", "once").path("why").asText());
        qq.knob("permission_0", "broken");
        assertEquals(
                "permission",
                qq.clickInGroup("friends", "alice", "once").path("why").asText());
        qq.knob("permission_0", "strict");
        assertTrue(qq.clickInGroup("friends", "alice", "once").path("clicked").asBoolean());
        qq.knob("permission_0", "lenient");
        assertTrue(qq.clickInGroup("friends", "bob", "once").path("clicked").asBoolean());

        permission.put("type", 1);
        card.put("msg_seq", 2);
        client.sendToGroup(openid(said), card);
        assertEquals(
                "permission",
                qq.clickInGroup("friends", "alice", "once").path("why").asText());
        ObjectNode manager =
                Json.object().put("group", "friends").put("user", "carol").put("button", "once");
        assertTrue(qq.act("click", manager.put("manager", true)).path("clicked").asBoolean());
    }

    @Test
    void rule16LinksAndCommandsDoNotCallTheBotBack() throws Exception {
        ObjectNode card = card("run?", msg, 1, "link");
        ((ObjectNode) button(card).path("action")).put("type", 0).put("data", "https://example.org");
        client.send(openid, card);
        assertEquals(
                "https://example.org", qq.click("alice", "link").path("link").asText());
        ((ObjectNode) button(card).path("action"))
                .put("type", 2)
                .put("data", "/approve x")
                .put("enter", true);
        client.send(openid, card.put("msg_seq", 2));
        assertEquals("/approve x", qq.click("alice", "link").path("input").asText());
        assertEquals(
                "/approve x",
                client.next("C2C_MESSAGE_CREATE").path("d").path("content").asText());
    }

    @Test
    void rule16WithoutTheIntentNoClickArrives() throws Exception {
        qq.close(4009, "Session timed out");
        Client deaf = client();
        deaf.ready(Client.CHATS);
        qq.fault("forget_sessions");
        deaf.ready(Client.CHATS);
        client.send(openid, card("run?", msg, 1, "once"));
        assertEquals(0, qq.click("alice", "once").path("sessions").asInt());
        qq.say("alice", "next");
        deaf.next("C2C_MESSAGE_CREATE");
    }

    @Test
    void rule17TheAnswerIsRecordedWithItsLatency() throws Exception {
        client.send(openid, card("run?", msg, 1, "once", "deny"));
        qq.click("alice", "once");
        JsonNode interaction = client.next("INTERACTION_CREATE");
        simulation.clock().advance(Duration.ofMillis(1200));
        assertEquals(400, put(interaction, 6).status());
        assertEquals(204, put(interaction, 0).status());
        JsonNode ack = await("ack").data();
        assertEquals("0 1200 false", ack.path("code") + " " + ack.path("latency_ms") + " " + ack.path("late"));
        assertEquals(204, put(interaction, 0).status());
        assertEquals(2, await("ack_again").data().path("answers").asInt());
        simulation.clock().advance(Duration.ofSeconds(10));
        assertEquals(0, all("timed_out").size());
        assertEquals("grey", qq.click("alice", "deny").path("why").asText());
        refused(
                404,
                630001,
                client.call("PUT", "/interactions/unknown", Json.object().put("code", 0)));
    }

    @Test
    void rule17ARefusedClickCanBeRepeatedUnlessTheKnobSaysOtherwise() throws Exception {
        client.send(openid, card("run?", msg, 1, "once", "deny"));
        qq.click("alice", "once");
        put(client.next("INTERACTION_CREATE"), 4);
        assertTrue(qq.click("alice", "deny").path("clicked").asBoolean());
        qq.knob("stay_grey", true);
        put(client.next("INTERACTION_CREATE"), 4);
        assertEquals("grey", qq.click("alice", "deny").path("why").asText());
    }

    @Test
    void rule17WithoutAnAnswerTheClickTimesOut() throws Exception {
        client.send(openid, card("run?", msg, 1, "once"));
        qq.click("alice", "once");
        JsonNode interaction = client.next("INTERACTION_CREATE");
        simulation.clock().advance(Duration.ofMillis(5001));
        await("timed_out");
        put(interaction, 0);
        assertTrue(await("ack").data().path("late").asBoolean());
    }

    @Test
    void rule18AClickIsAFreshReplyHandle() throws Exception {
        client.send(openid, card("run?", msg, 1, "once"));
        simulation.clock().jump(Duration.ofMinutes(61));
        refused(400, 40034025, client.send(openid, Client.reply("late", msg, 2)));
        qq.click("alice", "once");
        JsonNode interaction = client.next("INTERACTION_CREATE");
        ObjectNode byClick =
                Client.text("done").put("event_id", interaction.path("id").asText());
        for (int i = 0; i < 5; i++) {
            assertEquals(200, client.send(openid, byClick).status());
        }
        refused(400, 22009, client.send(openid, byClick));
        ObjectNode byData = Client.text("x")
                .put("event_id", interaction.path("d").path("id").asText());
        refused(400, 40034024, client.send(openid, byData));
        qq.knob("event_id", "data");
        qq.act("raw_click", Json.object().put("user", "alice").put("data", "d"));
        String id = client.next("INTERACTION_CREATE").path("d").path("id").asText();
        assertEquals(
                200, client.send(openid, Client.text("x").put("event_id", id)).status());
        simulation.clock().jump(Duration.ofMinutes(61));
        client.forgetToken();
        refused(400, 40034025, client.send(openid, Client.text("x").put("event_id", id)));
    }

    @Test
    void rule19ClicksNameTheirOperatorInManyWays() throws Exception {
        qq.knob("click_operator", "resolved");
        qq.knob("click_scene", false);
        qq.act("raw_click", Json.object().put("user", "alice").put("data", "ap:1"));
        JsonNode d = client.next("INTERACTION_CREATE").path("d");
        assertFalse(d.has("user_openid"));
        assertFalse(d.has("scene"));
        assertEquals(openid, d.path("data").path("resolved").path("user_id").asText());
        qq.knob("click_operator", "full");
        qq.act(
                "raw_click",
                Json.object()
                        .put("group", "friends")
                        .put("operator", "SOMEBODY")
                        .put("data", "ap:1"));
        d = client.next("INTERACTION_CREATE").path("d");
        assertEquals("SOMEBODY", d.path("group_member_openid").asText());
        qq.act(
                "raw_click",
                Json.object()
                        .put("scope", "guild")
                        .put("group", "lounge")
                        .put("user", "ann")
                        .put("data", "x"));
        d = client.next("INTERACTION_CREATE").path("d");
        assertEquals(0, d.path("chat_type").asInt());
        assertTrue(d.path("data").path("resolved").path("user_id").asText().matches("\\d+"));
    }

    @Test
    void rule19AClickWhileTheBotIsAwayIsReplayedAndCanComeTwice() throws Exception {
        client.send(openid, card("run?", msg, 1, "once"));
        client.ear().abort();
        await("client_gone");
        String id = qq.click("alice", "once").path("interaction").asText();
        client.connect();
        client.resume();
        assertEquals(id, client.next("INTERACTION_CREATE").path("d").path("id").asText());
        client.next("RESUMED");
        qq.act("click_again", Json.object().put("interaction", id));
        assertEquals(id, client.next("INTERACTION_CREATE").path("d").path("id").asText());
        assertThrows(
                IllegalArgumentException.class,
                () -> qq.act("click_again", Json.object().put("interaction", "x")));
    }

    @Test
    void rule19AnotherMemberClicks() throws Exception {
        JsonNode said = qq.sayInGroup("friends", "alice", "hi");
        client.next();
        client.sendToGroup(openid(said), card("run?", said.path("id").asText(), 1, "once"));
        qq.clickInGroup("friends", "bob", "once");
        JsonNode d = client.next("INTERACTION_CREATE").path("d");
        assertEquals(openid(said), d.path("group_openid").asText());
        assertFalse(d.path("group_member_openid").equals(said.path("user")));
    }

    @Test
    void rule19AClickAfterTheBotsRestartComesWithItsNewSession() throws Exception {
        client.send(openid, card("run?", msg, 1, "once"));
        client.ear().abort();
        await("client_gone");
        Client restarted = client();
        restarted.ready(Client.ALL);
        qq.click("alice", "once");
        JsonNode interaction = restarted.next("INTERACTION_CREATE");
        assertEquals(
                "ap:once",
                interaction
                        .path("d")
                        .path("data")
                        .path("resolved")
                        .path("button_data")
                        .asText());
    }

    @Test
    void aRecalledCardHasNoButtonsAndAnOldMessageCannotBeRecalled() throws Exception {
        String card = client.send(openid, card("run?", msg, 1, "once"))
                .json()
                .path("id")
                .asText();
        String old =
                client.send(openid, Client.reply("x", msg, 2)).json().path("id").asText();
        String at = "/v2/users/" + openid + "/messages/";
        assertEquals(200, client.call("DELETE", at + card, null).status());
        assertThrows(IllegalArgumentException.class, () -> qq.click("alice", "once"));
        refused(400, 306002, client.call("DELETE", at + card, null));
        simulation.clock().jump(Duration.ofSeconds(121));
        refused(400, 306011, client.call("DELETE", at + old, null));
    }
}
