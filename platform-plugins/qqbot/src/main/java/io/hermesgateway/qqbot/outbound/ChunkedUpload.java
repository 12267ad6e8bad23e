package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.qqbot.api.Verdict;
import io.hermesgateway.spi.message.Attachment;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** Brings one large file in parts: prepare, put each part and say so, then ask for the whole. */
final class ChunkedUpload {
    /** QQ wants a digest of the beginning; this is how much of it. */
    private static final int BEGINNING = 10_002_432;

    private static final long BLOCK = 5L << 20;
    private static final int PATIENCE = 60;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final QqApi api;
    private final Parts parts;
    private final Consumer<Duration> pause;

    ChunkedUpload(QqApi api, Parts parts, Consumer<Duration> pause) {
        this.api = api;
        this.parts = parts;
        this.pause = pause;
    }

    /** QQ's last word: the file's handle when all went well. */
    Reply run(Place place, MediaKind kind, Attachment file, byte[] bytes) throws IOException, InterruptedException {
        Reply prepared = api.post(place.uploads() + "/upload_prepare", plan(kind, file, bytes));
        if (!prepared.ok()) {
            return prepared;
        }
        String upload = prepared.body().path("upload_id").asText("");
        int size = (int) prepared.body().path("block_size").asLong(BLOCK);
        long retry = prepared.body().path("retry_timeout").asLong(PATIENCE);
        for (JsonNode part : prepared.body().path("parts")) {
            int index = part.path("index").asInt();
            byte[] block = Arrays.copyOfRange(
                    bytes, Math.min((index - 1) * size, bytes.length), Math.min(index * size, bytes.length));
            parts.put(part.path("presigned_url").asText(), block);
            Reply finished = finish(place, upload, index, block, retry);
            if (!finished.ok()) {
                return finished;
            }
        }
        return api.call(
                "POST",
                place.uploads() + "/files",
                JsonNodeFactory.instance.objectNode().put("upload_id", upload),
                Duration.ofSeconds(60));
    }

    private static ObjectNode plan(MediaKind kind, Attachment file, byte[] bytes) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file_type", kind.number())
                .put("file_name", file.name())
                .put("file_size", bytes.length)
                .put("md5", Digests.of("MD5", bytes))
                .put("sha1", Digests.of("SHA-1", bytes))
                .put("md5_10m", Digests.of("MD5", bytes, 0, Math.min(BEGINNING, bytes.length)));
    }

    /** Their store may need a moment to see the part. */
    private Reply finish(Place place, String upload, int index, byte[] block, long retry) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("upload_id", upload)
                .put("part_index", index)
                .put("block_size", block.length)
                .put("md5", Digests.of("MD5", block));
        Reply reply = api.post(place.uploads() + "/upload_part_finish", body);
        for (long second = 0; second < retry && reply.answered() && reply.verdict() == Verdict.NOT_READY; second++) {
            pause.accept(SECOND);
            reply = api.post(place.uploads() + "/upload_part_finish", body);
        }
        return reply;
    }
}
