package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.qq.RealClient.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules 20 to 24: clients that are in use meet what they expect, and a good one loses nothing. */
@Timeout(180)
class RealClientRulesTest extends QqBench {

    private RealClient client(Kind kind) {
        return new RealClient(kind, client);
    }

    @Test
    void rule20BotpyIsClosedAfterOp7AndGoesOnWithItsSession() throws Exception {
        RealClient botpy = client(Kind.BOTPY).connect();
        qq.fault("op7");
        simulation.clock().advance(Duration.ofSeconds(5));
        botpy.lose();
        qq.say("alice", "between");
        botpy.connect();
        assertEquals(
                List.of("identify", "READY", "op7", "lost 4009", "resume", "C2C_MESSAGE_CREATE", "RESUMED"),
                botpy.did());
    }

    @Test
    void rule20BotpyBeginsAnewAfterOp9AndItsThirtySecondsAreFastEnough() throws Exception {
        RealClient botpy = client(Kind.BOTPY).connect();
        for (int i = 0; i < 10; i++) {
            client.heartbeat();
            assertEquals(11, client.next().path("op").asInt());
            simulation.clock().advance(Duration.ofSeconds(30));
        }
        qq.fault("forget_sessions");
        qq.close(4009, "Session timed out");
        botpy.lose();
        client.connect();
        client.resume();
        botpy.lose().connect();
        assertEquals(List.of("identify", "READY", "lost 4009", "op9", "lost 4006", "identify", "READY"), botpy.did());
    }

    @Test
    void rule21BotgoWantsAStringResumesWithABareTokenAndGivesUpWhenBanned() throws Exception {
        assertTrue(client.askToken().path("expires_in").isTextual());
        RealClient botgo = client(Kind.BOTGO).connect();
        qq.close(4009, "Session timed out");
        botgo.lose().connect();
        qq.fault("reset");
        botgo.lose().connect();
        assertEquals(
                List.of("identify", "READY", "lost 4009", "resume", "RESUMED", "lost 1006", "identify", "READY"),
                botgo.did());
        qq.close(4914, "bot is offline");
        assertTrue(botgo.lose().isOver());
    }

    @Test
    void rule22TheNodeClientsAnswerOp7WithACloseAndAreWipedBy4009() throws Exception {
        RealClient node = client(Kind.NODE).connect();
        qq.fault("op7");
        node.until("");
        node.lose().connect();
        qq.close(4009, "Session timed out");
        qq.say("alice", "lost in the gap");
        node.lose().connect();
        assertEquals(
                List.of("identify", "READY", "op7", "lost 4009", "resume", "RESUMED", "lost 4009", "identify", "READY"),
                node.did());
        assertEquals(0, node.seen().size(), "what came in the gap is gone with the session");
    }

    @Test
    void rule22TheNodeClientsResumeAfterAResetAndAfter4004AndActTwiceOnOneMessage() throws Exception {
        RealClient node = client(Kind.NODE).connect();
        qq.fault("reset");
        node.lose().connect();
        qq.close(4004, "Authentication fail");
        node.lose().connect();
        qq.close(4902, "reset by resume");
        node.lose().connect();
        assertEquals(
                List.of(
                        "identify",
                        "READY",
                        "lost 1006",
                        "resume",
                        "RESUMED",
                        "lost 4004",
                        "resume",
                        "RESUMED",
                        "lost 4902",
                        "identify",
                        "READY"),
                node.did());
        qq.knob("duplicate_next", 1);
        JsonNode said = qq.say("alice", "hi");
        node.until("C2C_MESSAGE_CREATE");
        node.until("C2C_MESSAGE_CREATE");
        assertEquals(2, node.seen().get(said.path("id").asText()));
    }

    @Test
    void rule22AClickIsAnsweredAtOnceAndUnansweredHeartbeatsAreTheClientsProblem() throws Exception {
        RealClient node = client(Kind.NODE).connect();
        qq.knob("ack", false);
        for (int i = 0; i < 10; i++) {
            client.heartbeat();
        }
        qq.act("raw_click", Json.object().put("user", "alice").put("data", "x"));
        JsonNode click = node.until("INTERACTION_CREATE");
        client.call(
                "PUT",
                "/interactions/" + click.path("d").path("id").asText(),
                Json.object().put("code", 0));
        assertEquals(0, await("ack").data().path("code").asInt());
        assertEquals(
                10,
                qq.act("sessions", Json.object())
                        .path("sessions")
                        .path(0)
                        .path("heartbeats")
                        .size());
    }

    @Test
    void rule23HermesResumesAfter4009AndLosesTextOnAnExpiredHandle() throws Exception {
        RealClient hermes = client(Kind.HERMES).connect();
        qq.close(4009, "Session timed out");
        hermes.lose().connect();
        assertEquals(List.of("identify", "READY", "lost 4009", "resume", "RESUMED"), hermes.did());
        JsonNode said = qq.say("alice", "hi");
        simulation.clock().jump(Duration.ofMinutes(61));
        for (int i = 0; i < 3; i++) {
            refused(
                    400,
                    40034025,
                    client.send(
                            openid(said), Client.reply("answer", said.path("id").asText(), 77 + i)));
        }
        assertEquals(0, all("out").size(), "three attempts with the same handle, and the text is lost");
    }

    @Test
    void rule24AGoodClientLosesNothingAndDoesNothingTwice() throws Exception {
        client.ready(Client.ALL);
        Set<String> seen = new HashSet<>();
        for (int i = 1; i <= 100; i++) {
            if (i % 25 == 0) {
                qq.fault("op7");
                client.next();
                client.ear().close(1000);
                assertEquals(4009, client.ear().end().code());
            }
            qq.say("alice", "message " + i);
            if (i % 25 == 0) {
                qq.knob("replay_extra", 10);
                client.connect();
                client.resume();
            }
            JsonNode event = client.next();
            while (!event.path("d").path("content").asText().equals("message " + i)) {
                assertTrue(
                        seen.contains(event.path("d").path("id").asText()), "only what is known comes again: " + event);
                event = client.next();
            }
            assertTrue(seen.add(event.path("d").path("id").asText()));
            if (i % 25 == 0) {
                client.next("RESUMED");
            }
        }
        assertEquals(100, seen.size());
    }

    @Test
    void rule24OneApprovalAndOneFallbackFromAnExpiredHandle() throws Exception {
        client.ready(Client.ALL);
        JsonNode said = qq.say("alice", "run: ls");
        String msg = client.next("C2C_MESSAGE_CREATE").path("d").path("id").asText();
        String openid = openid(said);
        assertEquals(
                200,
                client.send(openid, card("Allow ls?", msg, 1, "once", "deny")).status());
        simulation.clock().jump(Duration.ofMinutes(61));
        qq.click("alice", "once");
        JsonNode click = client.next("INTERACTION_CREATE");
        String id = click.path("d").path("id").asText();
        assertEquals(
                204,
                client.call("PUT", "/interactions/" + id, Json.object().put("code", 0))
                        .status());
        ObjectNode done = Client.text("done");
        refused(
                400,
                40034025,
                client.send(openid, done.deepCopy().put("msg_id", msg).put("msg_seq", 2)));
        assertEquals(
                200,
                client.send(openid, done.put("event_id", click.path("id").asText()))
                        .status());
        assertEquals("event_id", all("out").get(1).data().path("by").asText());
    }
}
