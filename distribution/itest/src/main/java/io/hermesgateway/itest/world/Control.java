package io.hermesgateway.itest.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The control socket as the command line uses it; a connection for each call, because the other end may die. */
public final class Control {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path socket;
    private final ObjectMapper json = new ObjectMapper();

    public Control(Path socket) {
        this.socket = socket;
    }

    public JsonNode call(String name, Map<String, ?> arguments) throws IOException {
        return call(name, arguments, item -> {});
    }

    /** A call that shows items before it ends. */
    public JsonNode call(String name, Map<String, ?> arguments, Consumer<JsonNode> items) throws IOException {
        byte[] request = json.writeValueAsBytes(Map.of("id", 1, "call", name, "args", arguments));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(request));
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return result(channel, selector, items);
        }
    }

    private JsonNode result(SocketChannel channel, Selector selector, Consumer<JsonNode> items) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer read = ByteBuffer.allocate(65_536);
        while (true) {
            if (selector.select(PATIENCE.toMillis()) == 0) {
                throw new SocketTimeoutException("no answer on " + socket);
            }
            selector.selectedKeys().clear();
            if (channel.read(read.clear()) < 0) {
                throw new EOFException("the gateway left before it answered");
            }
            for (read.flip(); read.hasRemaining(); ) {
                byte next = read.get();
                line.write(next);
                if (next == '\n') {
                    JsonNode answer = json.readTree(line.toByteArray());
                    line.reset();
                    if (answer.has("result")) {
                        return answer.get("result");
                    }
                    refuse(answer);
                    items.accept(answer.path("item"));
                }
            }
        }
    }

    private static void refuse(JsonNode answer) {
        if (answer.has("error")) {
            JsonNode error = answer.get("error");
            throw new Refused(error.path("code").asText(), error.path("message").asText());
        }
    }
}
