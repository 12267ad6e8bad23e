package io.hermesgateway.acp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which session of the agent belongs to which session of the gateway, kept over restarts. Only a hint: when it is lost,
 * the agent starts with an empty memory and is handed the transcript instead.
 */
final class SessionBook {
    private static final int MOST = 10_000;

    private final ObjectMapper json;
    private final Path file;
    private final Map<String, String> known;

    SessionBook(ObjectMapper json, Path file) {
        this.json = json;
        this.file = file;
        this.known = read();
    }

    private Map<String, String> read() {
        try {
            return Files.exists(file)
                    ? json.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {})
                    : new LinkedHashMap<>();
        } catch (IOException unreadable) {
            return new LinkedHashMap<>();
        }
    }

    synchronized Optional<String> find(String session) {
        return Optional.ofNullable(known.get(session));
    }

    synchronized void write(String session, String agents) {
        if (agents.equals(known.remove(session))) {
            known.put(session, agents);
            return;
        }
        known.put(session, agents);
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
        try {
            Path fresh = Files.createTempFile(file.getParent(), ".sessions", ".new");
            json.writeValue(fresh.toFile(), known);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
