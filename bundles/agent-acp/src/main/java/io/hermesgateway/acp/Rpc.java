package io.hermesgateway.acp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** JSON-RPC over two streams, a message a line. Both sides ask and both sides answer. */
final class Rpc {
    static final int METHOD_NOT_FOUND = -32_601;
    static final int INTERNAL = -32_603;

    /** A longer line is not read: the far side is broken or means harm. */
    private static final int LONGEST = 64 << 20;

    /** What the far side wants; called by the one reading thread, in order. */
    interface Handler {
        void request(JsonNode id, String method, JsonNode params);

        void notification(String method, JsonNode params);
    }

    /** The far side answered with an error, or is gone. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        Refused(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private final ObjectMapper json;
    private final InputStream in;
    private final OutputStream out;
    private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean over;

    Rpc(ObjectMapper json, InputStream in, OutputStream out) {
        this.json = json;
        this.in = in;
        this.out = out;
    }

    /** Reads until the far side ends; then everything that waits for an answer is told. */
    void read(Handler handler) {
        try {
            for (byte[] line = line(); line != null; line = line()) {
                take(line, handler);
            }
        } catch (IOException broken) {
            over = true;
        } finally {
            over = true;
            asked.values()
                    .forEach(answer -> answer.completeExceptionally(new Refused(INTERNAL, "the agent has ended")));
            asked.clear();
        }
    }

    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return line.size() == 0 ? null : line.toByteArray();
            }
            if (line.size() >= LONGEST) {
                throw new IOException("a line is longer than " + LONGEST + " bytes");
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    private void take(byte[] line, Handler handler) throws IOException {
        JsonNode message;
        try {
            message = json.readTree(line);
        } catch (JsonProcessingException chatter) {
            // Agents print words to their standard output now and then; that is no message.
            return;
        }
        JsonNode id = message.get("id");
        String method = message.path("method").asText("");
        if (method.isEmpty() && id != null) {
            answered(id.asLong(), message);
        } else if (id != null && !id.isNull()) {
            handler.request(id, method, message.path("params"));
        } else if (!method.isEmpty()) {
            handler.notification(method, message.path("params"));
        }
    }

    private void answered(long id, JsonNode message) {
        CompletableFuture<JsonNode> waiting = asked.remove(id);
        if (waiting == null) {
            return;
        }
        JsonNode error = message.get("error");
        if (error == null || error.isNull()) {
            waiting.complete(message.path("result"));
        } else {
            waiting.completeExceptionally(new Refused(
                    error.path("code").asInt(INTERNAL), error.path("message").asText("an error")));
        }
    }

    /** Whether the far side has closed its end. */
    boolean over() {
        return over;
    }

    CompletableFuture<JsonNode> request(String method, JsonNode params) {
        long id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode message = message();
        message.put("id", id).put("method", method).set("params", params);
        send(message);
        if (over) {
            answer.completeExceptionally(new Refused(INTERNAL, "the agent has ended"));
        }
        return answer;
    }

    void notify(String method, JsonNode params) {
        ObjectNode message = message();
        message.put("method", method).set("params", params);
        send(message);
    }

    void reply(JsonNode id, JsonNode result) {
        ObjectNode message = message();
        message.set("id", id);
        message.set("result", result);
        send(message);
    }

    void refuse(JsonNode id, int code, String why) {
        ObjectNode message = message();
        message.set("id", id);
        message.putObject("error").put("code", code).put("message", why);
        send(message);
    }

    private ObjectNode message() {
        return json.createObjectNode().put("jsonrpc", "2.0");
    }

    private void send(ObjectNode message) {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            try {
                out.write(line);
                out.flush();
            } catch (IOException gone) {
                // The reader notices the end as well, and tells everybody who waits.
                over = true;
            }
        }
    }
}
