package io.hermesgateway.api.chat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import java.nio.charset.StandardCharsets;

/** The frames of one streamed answer. All but the text of a delta is made once. */
final class Chunks {
    private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();
    private static final byte[] DONE = utf8("data: [DONE]\n\n");
    private static final byte[] AFTER_TEXT = utf8("\"},\"finish_reason\":null}]}\n\n");

    private final String id;
    private final long created;
    private final String model;
    private final byte[] beforeText;
    private final byte[] beforeReasoning;
    private final byte[] role;

    Chunks(String id, long created, String model) {
        this.id = id;
        this.created = created;
        this.model = model;
        String head = "data: {\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"created\":" + created
                + ",\"model\":\"" + new String(QUOTES.quoteAsString(model))
                + "\",\"choices\":[{\"index\":0,\"delta\":{";
        role = utf8(head + "\"role\":\"assistant\"},\"finish_reason\":null}]}\n\n");
        beforeText = utf8(head + "\"content\":\"");
        beforeReasoning = utf8(head + "\"reasoning_content\":\"");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] role() {
        return role;
    }

    byte[] text(String delta) {
        return around(beforeText, delta);
    }

    byte[] reasoning(String delta) {
        return around(beforeReasoning, delta);
    }

    private static byte[] around(byte[] before, String delta) {
        byte[] quoted = QUOTES.quoteAsUTF8(delta);
        byte[] frame = new byte[before.length + quoted.length + AFTER_TEXT.length];
        System.arraycopy(before, 0, frame, 0, before.length);
        System.arraycopy(quoted, 0, frame, before.length, quoted.length);
        System.arraycopy(AFTER_TEXT, 0, frame, before.length + quoted.length, AFTER_TEXT.length);
        return frame;
    }

    /** A chunk that says nothing yet: the form in which clients that know only chunks can pass over what is added. */
    ObjectNode empty(String finishReason) {
        ObjectNode chunk = Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.put("finish_reason", finishReason.isEmpty() ? null : finishReason);
        return chunk;
    }

    byte[] of(ObjectNode chunk) {
        return utf8("data: " + chunk + "\n\n");
    }

    byte[] done() {
        return DONE;
    }
}
