package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Ear;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule 11: what goes wrong on request. */
@Timeout(180)
class FaultRulesTest extends QqBench {

    private void fault(String what, Object... more) {
        var request = Json.object().put("do", what);
        for (int i = 0; i < more.length; i += 2) {
            request.put(String.valueOf(more[i]), String.valueOf(more[i + 1]));
        }
        qq.act("fault", request);
    }

    @Test
    void rule11Op7IsFollowedBy4009WhateverTheClientDoes() throws Exception {
        client.ready(Client.ALL);
        qq.fault("op7");
        assertEquals(7, client.next().path("op").asInt());
        simulation.clock().advance(Duration.ofSeconds(5));
        assertEquals(new Ear.End(4009, "Session timed out"), client.ear().end());

        client.connect();
        client.resume();
        client.next("RESUMED");
        qq.fault("op7");
        client.next();
        client.ear().close(1000);
        assertEquals(4009, client.ear().end().code());
        client.connect();
        client.resume();
        client.next("RESUMED");
        qq.fault("op7_4009");
        client.next();
        assertEquals(4009, client.ear().end().code());
    }

    @Test
    void rule11AnyCloseCodeAndResets() throws Exception {
        client.ready(Client.ALL);
        qq.close(4913, "internal");
        assertEquals(new Ear.End(4913, "internal"), client.ear().end());
        client.connect();
        client.resume();
        client.next("RESUMED");
        qq.fault("reset");
        assertEquals(SimSocket.NO_FRAME, client.ear().end().code());
        client.connect();
        fault("close");
        assertEquals(SimSocket.NO_CODE, client.ear().end().code());
    }

    @Test
    void rule11SilenceOfEveryKind() throws Exception {
        client.ready(Client.ALL);
        qq.knob("ack", false);
        client.heartbeat();
        qq.say("alice", "still speaking");
        client.next("C2C_MESSAGE_CREATE");
        qq.knob("ack", true);
        qq.fault("freeze");
        client.heartbeat();
        qq.say("alice", "half open");
        client.next("C2C_MESSAGE_CREATE");
        simulation.clock().advance(Duration.ofMillis(41_250 * 2));
        assertEquals(4009, client.ear().end().code());
    }

    @Test
    void rule11HelloIsLate() throws Exception {
        qq.knob("hello_delay_ms", 3000);
        String url = client.call("GET", "/gateway", null).json().path("url").asText();
        Ear ear = Ear.open(HttpClient.newHttpClient(), url);
        await("connected");
        assertEquals(0, ear.waiting());
        simulation.clock().advance(Duration.ofSeconds(3));
        assertEquals(10, Json.parse(ear.next()).path("op").asInt());
    }

    @Test
    void rule11ReadyIsLateAndNothingComesBeforeIt() throws Exception {
        qq.knob("ready_delay_ms", 1000);
        client.connect();
        client.identify(Client.ALL);
        await("identify");
        qq.say("alice", "early");
        simulation.clock().advance(Duration.ofSeconds(1));
        assertEquals(1, client.next("READY").path("s").asInt());
        assertEquals(2, client.next("C2C_MESSAGE_CREATE").path("s").asInt());
    }

    @Test
    void rule11FramesThatNobodyAskedFor() throws Exception {
        client.ready(Client.ALL);
        fault("op9", "resumable", true);
        assertEquals("{\"op\":9,\"d\":true}", Json.text(client.next()));
        fault("heartbeat");
        assertEquals(1, client.next().path("op").asInt());
        fault("unknown_op");
        assertEquals(99, client.next().path("op").asInt());
        fault("unknown_event");
        assertEquals(2, client.next("SOMETHING_NEW").path("s").asInt());
        fault("oversized");
        assertEquals(2 << 20, client.next("SOMETHING_BIG").path("d").asText().length());
        fault("garbage");
        assertEquals("{not json", client.ear().next());
        fault("text", "text", "{}");
        assertEquals("{}", client.ear().next());
        assertThrows(IllegalArgumentException.class, () -> fault("dance"));
    }

    private List<String> contents(int count) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(client.next("C2C_MESSAGE_CREATE").path("d").path("content").asText());
        }
        return all;
    }

    @Test
    void rule11EventsComeTwiceOrInTheWrongOrder() throws Exception {
        client.ready(Client.ALL);
        qq.knob("duplicate_next", 1);
        qq.say("alice", "a");
        qq.knob("reorder_next", 1);
        qq.say("alice", "b");
        qq.say("alice", "c");
        qq.say("alice", "d");
        assertEquals(List.of("a", "a", "c", "b", "d"), contents(5));
    }

    @Test
    void rule11SplitAndBinaryFrames() throws Exception {
        client.ready(Client.ALL);
        qq.knob("frames", "split");
        qq.say("alice", "分成三帧");
        assertEquals(List.of("分成三帧"), contents(1));
        qq.knob("frames", "binary");
        qq.say("alice", "binary");
        assertTrue(new String(client.ear().nextBinary(), StandardCharsets.UTF_8).contains("binary"));
    }

    @Test
    void rule11AResumeReplaysWhatWasAcknowledged() throws Exception {
        client.ready(Client.ALL);
        qq.say("alice", "a");
        qq.say("alice", "b");
        contents(2);
        client.heartbeat();
        client.next();
        qq.knob("replay_extra", 2);
        client.ear().abort();
        await("client_gone");
        client.connect();
        client.resume();
        assertEquals(List.of("a", "b"), contents(2));
        client.next("RESUMED");
    }

    @Test
    void rule11ASoakOf284RotationsLosesNothing() throws Exception {
        qq.knob("rotate_seconds", 120);
        client.ready(Client.ALL);
        for (int i = 1; i <= 284; i++) {
            qq.say("alice", "n " + i);
            assertEquals(List.of("n " + i), contents(1));
            for (int beat = 0; beat < 2; beat++) {
                client.heartbeat();
                assertEquals(11, client.next().path("op").asInt());
                simulation.clock().advance(Duration.ofSeconds(60));
            }
            assertEquals(7, client.next().path("op").asInt());
            client.ear().close(1000);
            assertEquals(4009, client.ear().end().code());
            client.forgetToken();
            client.connect();
            client.resume();
            client.next("RESUMED");
        }
        assertEquals(284, all("op7").size());
    }

    @Test
    void rule11AfterThreeDaysASessionIsSilentThoughItResumes() throws Exception {
        qq.knob("silent_after_seconds", 3 * 24 * 3600);
        client.ready(Client.ALL);
        simulation.clock().jump(Duration.ofDays(3).plusSeconds(1));
        client.forgetToken();
        qq.close(4009, "Session timed out");
        client.connect();
        client.resume();
        client.next("RESUMED");
        qq.say("alice", "into the void");
        client.heartbeat();
        assertEquals(11, client.next().path("op").asInt(), "nothing but the answer to the heartbeat");
        client.ready(Client.ALL);
        qq.say("alice", "heard");
        assertEquals(List.of("heard"), contents(1));
    }

    @Test
    void rule11HandshakesResumesAndTokensAreRefusedForAWhile() throws Exception {
        qq.knob("upgrade_502", 1);
        assertThrows(RuntimeException.class, () -> client.connect());
        client.ready(Client.ALL);
        client.ear().abort();
        await("client_gone");
        qq.knob("auth_refused", 1);
        client.connect();
        client.resume();
        assertEquals(4004, client.ear().end().code());
        qq.knob("resume_refused", 1);
        client.connect();
        client.resume();
        assertEquals(4006, client.ear().end().code());
        client.connect();
        client.resume();
        assertFalse(client.next().path("d").asBoolean(true), "it is gone for good");
    }

    @Test
    void rule11TheServersForgetAllSessions() throws Exception {
        client.ready(Client.ALL);
        qq.fault("forget_sessions");
        qq.fault("reset");
        client.connect();
        client.resume();
        JsonNode refused = client.next();
        assertEquals(9, refused.path("op").asInt());
    }
}
