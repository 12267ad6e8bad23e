package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.util.HashMap;
import java.util.Map;

/** Messages that grow before the person's eyes; private chats only. */
final class Streams {
    private static final int DONE = 10;

    private final World world;
    private final Sending sending;
    private final Map<String, Stream> streams = new HashMap<>();

    Streams(World world, Sending sending) {
        this.world = world;
        this.sending = sending;
    }

    private record Stream(Room room, long seq, int next) {}

    ObjectNode frame(Room room, JsonNode body) {
        String id = body.path("stream_msg_id").asText();
        int index = body.path("index").asInt(-1);
        long seq = body.path("msg_seq").asLong(1);
        if (id.isEmpty()) {
            if (index != 0) {
                throw new Refusal(400, 40034007, "stream index无效");
            }
            sending.beginStream(room, body.path("msg_id").asText(), seq);
            id = "ROBOT1.0_" + world.hex(12) + "!";
        } else {
            Stream stream = streams.get(id);
            if (stream == null || stream.room() != room || stream.next() != index || stream.seq() != seq) {
                throw new Refusal(400, 40034007, "stream index无效");
            }
        }
        boolean done = body.path("input_state").asInt() == DONE;
        if (done) {
            streams.remove(id);
        } else {
            streams.put(id, new Stream(room, seq, index + 1));
        }
        world.note(
                room.key(),
                done ? "out" : "stream",
                Json.object()
                        .put("id", id)
                        .put("index", index)
                        .put("text", body.path("content_raw").asText())
                        .put("msg_seq", seq)
                        .put("by", "stream"));
        return Json.object().put("id", id).put("timestamp", world.timestamp());
    }
}
