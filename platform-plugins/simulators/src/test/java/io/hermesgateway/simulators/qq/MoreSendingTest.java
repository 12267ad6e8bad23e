package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Far;
import io.hermesgateway.simulators.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files, streams and guilds, which the rules count among the messages. */
@Timeout(180)
class MoreSendingTest extends QqBench {
    private String openid = "";
    private String msg = "";

    @BeforeEach
    void say() {
        JsonNode said = qq.say("alice", "hi");
        openid = openid(said);
        msg = said.path("id").asText();
    }

    private ObjectNode media(String info, int seq) {
        ObjectNode body = Json.object()
                .put("msg_type", 7)
                .put("content", " ")
                .put("msg_id", msg)
                .put("msg_seq", seq);
        body.putObject("media").put("file_info", info);
        return body;
    }

    @Test
    void aFileIsUploadedOnceAndSentWithinItsScope() throws Exception {
        String png = Base64.getEncoder().encodeToString("picture".getBytes(StandardCharsets.UTF_8));
        ObjectNode upload =
                Json.object().put("file_type", 1).put("file_data", png).put("srv_send_msg", false);
        JsonNode file =
                client.call("POST", "/v2/users/" + openid + "/files", upload).json();
        assertEquals(259_200, file.path("ttl").asInt());
        String info = file.path("file_info").asText();
        assertEquals(200, client.send(openid, media(info, 1)).status());
        assertEquals(7, await("out").data().path("media").path("size").asInt());
        refused(400, 304082, client.send(openid, media("invented", 2)));
        refused(400, 50006, client.send(openid, media(info, 2).put("content", "")));
        String group = openid(qq.sayInGroup("friends", "alice", "hi"));
        refused(400, 304082, client.sendToGroup(group, media(info, 2)));
        refused(
                400,
                304082,
                client.call(
                        "POST", "/v2/users/" + openid + "/files", Json.object().put("file_type", 1)));
        refused(
                400,
                40034006,
                client.call(
                        "POST", "/v2/users/" + openid + "/files", Json.object().put("file_type", 9)));
        qq.knob("upload_quota", "spent");
        refused(400, 40093002, client.call("POST", "/v2/users/" + openid + "/files", upload));
        simulation.clock().jump(Duration.ofSeconds(259_201));
        client.forgetToken();
        refused(400, 304082, client.send(openid, media(info, 3)));
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    @Test
    void aLargeFileComesInParts() throws Exception {
        byte[] whole = new byte[(5 << 20) + 3];
        whole[whole.length - 1] = 7;
        String at = "/v2/users/" + openid;
        ObjectNode prepare = Json.object()
                .put("file_type", 4)
                .put("file_name", "big.bin")
                .put("file_size", whole.length)
                .put("md5", md5(whole));
        JsonNode plan = client.call("POST", at + "/upload_prepare", prepare).json();
        assertTrue(plan.path("block_size").isTextual());
        int block = plan.path("block_size").asInt();
        String id = plan.path("upload_id").asText();
        assertEquals(2, plan.path("parts").size());
        qq.knob("part_not_ready", 1);
        for (JsonNode part : plan.path("parts")) {
            int from = (part.path("index").asInt() - 1) * block;
            byte[] bytes = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + block));
            String path = part.path("presigned_url")
                    .asText()
                    .substring(simulation.server().url().length());
            assertEquals(
                    200,
                    client.far
                            .call("PUT", path, new String(bytes, StandardCharsets.ISO_8859_1))
                            .status());
            ObjectNode finish = Json.object()
                    .put("upload_id", id)
                    .put("part_index", part.path("index").asInt())
                    .put("block_size", bytes.length)
                    .put("md5", md5(bytes));
            Far.Answer done = client.call("POST", at + "/upload_part_finish", finish);
            if (done.status() != 200) {
                refused(400, 40093001, done);
                done = client.call("POST", at + "/upload_part_finish", finish);
            }
            assertEquals(200, done.status(), done.text());
        }
        JsonNode file = client.call("POST", at + "/files", Json.object().put("upload_id", id))
                .json();
        assertEquals(
                200,
                client.send(openid, media(file.path("file_info").asText(), 1)).status());
        assertEquals(
                403, client.far.call("PUT", "/qq-upload/" + id + "/1", "late").status());
    }

    private ObjectNode frame(int index, int state, String text) {
        return Json.object()
                .put("input_mode", "replace")
                .put("input_state", state)
                .put("content_raw", text)
                .put("msg_id", msg)
                .put("msg_seq", 4)
                .put("index", index);
    }

    @Test
    void aStreamCostsOneReplyAndKeepsItsOrder() throws Exception {
        String at = "/v2/users/" + openid + "/stream_messages";
        refused(400, 40034007, client.call("POST", at, frame(1, 1, "x")));
        String id = client.call("POST", at, frame(0, 1, "He")).json().path("id").asText();
        refused(400, 40034007, client.call("POST", at, frame(2, 1, "x").put("stream_msg_id", id)));
        assertEquals(
                200,
                client.call("POST", at, frame(1, 1, "Hello").put("stream_msg_id", id))
                        .status());
        assertEquals(
                200,
                client.call("POST", at, frame(2, 10, "Hello.").put("stream_msg_id", id))
                        .status());
        assertEquals("Hello.", await("out").text("text"));
        refused(400, 40034007, client.call("POST", at, frame(3, 1, "x").put("stream_msg_id", id)));
        refused(400, 40054005, client.call("POST", at, frame(0, 1, "x")));
        simulation.clock().jump(Duration.ofMinutes(6));
        refused(400, 40034025, client.call("POST", at, frame(0, 1, "x").put("msg_seq", 5)));
    }

    @Test
    void guildsNeedALiveSessionAndHaveTheirOwnLimits() throws Exception {
        JsonNode said = qq.act(
                "say",
                Json.object()
                        .put("scope", "guild")
                        .put("group", "lounge")
                        .put("user", "ann")
                        .put("text", "hi"));
        String at = "/channels/" + openid(said) + "/messages";
        ObjectNode reply = Json.object()
                .put("content", "hello")
                .put("msg_id", said.path("id").asText());
        refused(400, 304018, client.call("POST", at, reply));
        client.ready(Client.ALL);
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    "hello",
                    client.call("POST", at, reply).json().path("content").asText());
        }
        refused(429, 20028, client.call("POST", at, reply));
        simulation.clock().jump(Duration.ofMinutes(6));
        refused(400, 304027, client.call("POST", at, reply));
        refused(
                400,
                304026,
                client.call("POST", at, Json.object().put("content", "x").put("msg_id", msg)));
        refused(400, 50006, client.call("POST", at, Json.object().put("content", "")));
        JsonNode dm = client.call("POST", "/users/@me/dms", Json.object().put("recipient_id", "ann"))
                .json();
        String dms = "/dms/" + dm.path("guild_id").asText() + "/messages";
        assertEquals(
                200, client.call("POST", dms, Json.object().put("content", "1")).status());
        assertEquals(
                200, client.call("POST", dms, Json.object().put("content", "2")).status());
        refused(400, 304045, client.call("POST", dms, Json.object().put("content", "3")));
    }
}
