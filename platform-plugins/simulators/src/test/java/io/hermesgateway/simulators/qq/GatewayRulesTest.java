package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Ear;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules 5 to 10: hello, identify, resume, what a session keeps, heartbeats, several sockets. */
@Timeout(180)
class GatewayRulesTest extends QqBench {
    private int closed() throws Exception {
        return client.ear().end().code();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{not json|4002",
                "[1]|4002",
                "{\"op\":99}|4001",
                "{\"op\":\"2\"}|4001",
                "{\"op\":0}|4003",
                "{\"op\":11}|4003"
            })
    void rule5WhatDoesNotBelongIsClosed(String said, int code) throws Exception {
        client.connect().say(said);
        assertEquals(code, closed());
    }

    @Test
    void rule5WhoSaysNothingIsTimedOut() throws Exception {
        client.connect();
        client.heartbeat();
        assertEquals(11, client.next().path("op").asInt());
        simulation.clock().advance(Duration.ofSeconds(20));
        assertEquals(new Ear.End(4009, "Session timed out"), client.ear().end());
    }

    private void identify(String token, JsonNode intents, int... shard) throws Exception {
        client.connect();
        ObjectNode d = Json.object().put("token", token);
        d.set("intents", intents);
        for (int part : shard) {
            d.withArray("shard").add(part);
        }
        client.say(2, d);
    }

    @Test
    void rule6ReadyEchoesTheShardAndCountsFromOne() throws Exception {
        JsonNode ready = client.ready(Client.ALL);
        assertEquals(1, ready.path("s").asInt());
        assertEquals("[0,1]", ready.path("d").path("shard").toString());
        assertTrue(ready.path("d").path("user").path("bot").asBoolean());
        client.identify(Client.ALL);
        assertEquals(4005, closed());
    }

    @Test
    void rule6IdentifyIsChecked() throws Exception {
        String token = "QQBot " + client.token();
        identify("QQBot wrong", Json.object().numberNode(0), 0, 1);
        assertEquals(4004, closed());
        identify(client.token(), Json.object().numberNode(0), 0, 1);
        assertEquals(4004, closed(), "the prefix is needed");
        identify(token, Json.object().numberNode(0), 1, 1);
        assertEquals(4010, closed());
        identify(token, Json.object().numberNode(-1), 0, 1);
        assertEquals(4013, closed());
        identify(token, Json.object().numberNode(1 << 5), 0, 1);
        assertEquals(4013, closed());
        identify(token, Json.object().textNode("all"), 0, 1);
        assertEquals(4013, closed());
    }

    @Test
    void rule6IntentsThatWereNotGranted() throws Exception {
        client.connect();
        client.identify(1 << 9);
        assertEquals("{\"op\":9,\"d\":false}", Json.text(client.next()));
        assertEquals(new Ear.End(4903, "create session error"), client.ear().end());
        qq.knob("refuse_intents", "4014");
        client.connect();
        client.identify(1 << 9);
        assertEquals(4014, closed());
    }

    @ParameterizedTest
    @CsvSource({"offline,4914", "banned,4915"})
    void rule6ABotThatIsNotWelcome(String state, int code) throws Exception {
        client.connect();
        qq.knob("bot_state", state);
        client.identify(Client.ALL);
        assertEquals(code, closed());
    }

    @Test
    void rule6TooManyStarts() throws Exception {
        qq.knob("starts_per_day", 1);
        client.ready(Client.ALL);
        client.connect();
        client.identify(Client.ALL);
        assertTrue(client.next().path("d").asBoolean());
        assertEquals(4009, closed());
        qq.knob("start_limit_answer", "4008");
        client.connect();
        client.identify(Client.ALL);
        assertEquals(4008, closed());
        simulation.clock().jump(Duration.ofHours(24).plusSeconds(1));
        client.forgetToken();
        client.ready(Client.ALL);
        qq.knob("starts_per_day", 1000);
        qq.knob("enforce_concurrency", true);
        client.connect();
        client.identify(Client.ALL);
        assertEquals(4008, closed());
    }

    @Test
    void rule7AResumeReplaysTheSameEventsInOrderThenSaysSo() throws Exception {
        client.ready(Client.ALL);
        qq.say("alice", "one");
        JsonNode one = client.next();
        qq.say("alice", "two");
        JsonNode two = client.next();
        client.ear().abort();
        await("client_gone");
        qq.say("bob", "three");
        client.seq = one.path("s").asLong();
        client.connect();
        client.resume();
        assertEquals(two, client.next());
        JsonNode three = client.next();
        assertEquals("three", three.path("d").path("content").asText());
        JsonNode resumed = client.next("RESUMED");
        assertTrue(resumed.path("d").isTextual());
        assertEquals("", resumed.path("d").asText());
        assertEquals(three.path("s").asLong() + 1, resumed.path("s").asLong());
    }

    @Test
    void rule7ABareTokenWillDoForAResume() throws Exception {
        client.ready(Client.ALL);
        client.ear().abort();
        await("client_gone");
        client.connect();
        client.say(
                6,
                Json.object()
                        .put("token", client.token())
                        .put("session_id", client.session)
                        .put("seq", 1));
        client.next("RESUMED");
    }

    @ParameterizedTest
    @CsvSource({"both,true,4006", "4006,false,4006", "op9,true,0"})
    void rule7AnUnknownSessionIsNotResumed(String knob, boolean op9, int code) throws Exception {
        qq.knob("unknown_session", knob);
        client.connect();
        client.session = "unknown";
        client.resume();
        if (op9) {
            assertEquals("{\"op\":9,\"d\":false}", Json.text(client.next()));
        }
        if (code != 0) {
            assertEquals(code, closed());
        } else {
            client.heartbeat();
            assertEquals(11, client.next().path("op").asInt());
        }
    }

    @Test
    void rule7ASeqFromTheFutureAndAnOldSessionAreRefused() throws Exception {
        client.ready(Client.ALL);
        client.ear().abort();
        await("client_gone");
        client.connect();
        client.seq = 99;
        client.resume();
        assertEquals(4007, closed());
        simulation.clock().advance(Duration.ofMinutes(31));
        client.connect();
        client.seq = 1;
        client.resume();
        assertEquals(4006, closed());
    }

    @Test
    void rule7TheOlderSocketOfASessionIsClosed() throws Exception {
        client.ready(Client.ALL);
        Ear older = client.ear();
        client.connect();
        client.resume();
        client.next("RESUMED");
        assertEquals(new Ear.End(4902, "reset by resume"), older.end());
        qq.say("alice", "to the newer one");
        client.next("C2C_MESSAGE_CREATE");
    }

    @Test
    void rule8EventsWaitInTheSessionAndAreLostWithIt() throws Exception {
        client.ready(Client.ALL);
        client.ear().abort();
        await("client_gone");
        qq.act("flood", Json.object().put("user", "alice").put("text", "n").put("count", 1500));
        Client other = client();
        other.ready(Client.ALL);
        qq.say("alice", "after");
        assertEquals(
                "after",
                other.next("C2C_MESSAGE_CREATE").path("d").path("content").asText());
        client.connect();
        client.resume();
        for (int i = 1; i <= 1500; i++) {
            assertEquals("n " + i, client.next().path("d").path("content").asText());
        }
    }

    @Test
    void rule8OrTheyAreDeliveredAfterAnIdentify() throws Exception {
        qq.knob("after_identify", "deliver");
        client.ready(Client.ALL);
        client.ear().abort();
        await("client_gone");
        qq.say("alice", "missed");
        client.ready(Client.ALL);
        assertEquals(
                "missed",
                client.next("C2C_MESSAGE_CREATE").path("d").path("content").asText());
    }

    @Test
    void rule8AResumeBehindTheRingIsRefused() throws Exception {
        qq.knob("ring", 1000);
        client.ready(Client.ALL);
        client.ear().abort();
        await("client_gone");
        qq.act("flood", Json.object().put("user", "alice").put("text", "n").put("count", 1001));
        client.connect();
        client.resume();
        assertFalse(client.next().path("d").asBoolean(true));
        assertEquals(4006, closed());
    }

    @Test
    void rule8OnlySubscribedEventsCome() throws Exception {
        client.ready(Client.CLICKS);
        qq.say("alice", "unheard");
        qq.act("raw_click", Json.object().put("user", "alice").put("data", "d"));
        client.next("INTERACTION_CREATE");
    }

    @Test
    void rule9HeartbeatsAreAnsweredAndRecorded() throws Exception {
        client.ready(Client.ALL);
        client.ear().say("{\"op\":1,\"d\":null}");
        assertEquals("{\"op\":11}", Json.text(client.next()));
        client.heartbeat();
        assertEquals(11, client.next().path("op").asInt());
        JsonNode session = qq.act("sessions", Json.object()).path("sessions").path(0);
        assertEquals("[-1,1]", session.path("heartbeats").toString());
        assertEquals(1, session.path("confirmed").asInt());
    }

    @Test
    void rule9WhoSendsNoHeartbeatIsTimedOut() throws Exception {
        client.ready(Client.ALL);
        simulation.clock().advance(Duration.ofMillis(41_250));
        client.heartbeat();
        client.next();
        simulation.clock().advance(Duration.ofMillis(2 * 41_250 - 1));
        client.heartbeat();
        assertEquals(11, client.next().path("op").asInt());
        simulation.clock().advance(Duration.ofMillis(2 * 41_250));
        assertEquals(4009, closed());
    }

    @Test
    void rule10EverySessionOfTheBotGetsTheEvent() throws Exception {
        client.ready(Client.ALL);
        Client other = client();
        other.ready(Client.ALL);
        assertNotEquals(client.session, other.session);
        assertEquals(2, qq.say("alice", "both").path("sessions").asInt());
        assertEquals(client.next().path("d").path("id"), other.next().path("d").path("id"));
        qq.knob("deliver_to", "newest");
        qq.say("alice", "one");
        qq.knob("deliver_to", "all");
        qq.say("alice", "last");
        assertEquals("last", client.next().path("d").path("content").asText());
        assertEquals("one", other.next().path("d").path("content").asText());
    }

    @Test
    void rule10GuildsAreSpreadOverTheShards() throws Exception {
        for (int shard = 0; shard < 2; shard++) {
            Client one = client();
            one.connect();
            ObjectNode d = Json.object().put("token", "QQBot " + one.token()).put("intents", Client.ALL);
            d.putArray("shard").add(shard).add(2);
            one.say(2, d);
            assertEquals(
                    "[" + shard + ",2]",
                    one.next("READY").path("d").path("shard").toString());
        }
        assertEquals(1, qq.say("alice", "to shard 0").path("sessions").asInt());
        assertEquals(
                1,
                qq.act(
                                "say",
                                Json.object()
                                        .put("scope", "guild")
                                        .put("group", "g")
                                        .put("user", "ann")
                                        .put("text", "x"))
                        .path("sessions")
                        .asInt());
    }

    @Test
    void aPoliteCloseIsAnsweredInKind() throws Exception {
        client.ready(Client.ALL);
        client.ear().close(1000);
        assertEquals(1000, closed());
        assertEquals(1000, await("client_closed").data().path("code").asInt());
        client.connect();
        client.ear().abort();
        assertEquals(
                SimSocket.NO_FRAME, await("client_gone").data().path("code").asInt());
    }
}
