package io.hermesgateway.core.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Speaks lines of JSON to a control socket. */
final class ControlClient implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final SocketChannel channel;
    private final ByteBuffer read = ByteBuffer.allocate(8_192).flip();

    ControlClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    ControlClient say(String line) throws IOException {
        ByteBuffer out = ByteBuffer.wrap((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
        while (out.hasRemaining()) {
            channel.write(out);
        }
        return this;
    }

    /** The next line; null at the end. */
    JsonNode hear() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (!read.hasRemaining()) {
                int count = channel.read(read.clear());
                read.flip();
                if (count < 0) {
                    return MAPPER.nullNode();
                }
                continue;
            }
            byte next = read.get();
            if (next == '\n') {
                return MAPPER.readTree(line.toByteArray());
            }
            line.write(next);
        }
    }

    /** The next line that is not a tick. */
    JsonNode hearNews() throws IOException {
        JsonNode line = hear();
        while (line.path("item").path("type").asText().equals("tick")) {
            line = hear();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
