package io.hermesgateway.itest.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/** Everything that passed the far side, one JSON object per line, written before it has any consequence. */
final class Transcript implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final InstantSource clock;
    private final OutputStream out;
    private boolean closed;

    Transcript(Path file, InstantSource clock) throws IOException {
        this.clock = clock;
        this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void note(String account, String what, JsonNode content) {
        ObjectNode line = json.createObjectNode().put("at", clock.instant().toString());
        line.put("account", account).put("what", what).set("line", content);
        if (closed) {
            return;
        }
        try {
            out.write((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
    }
}
