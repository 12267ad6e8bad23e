package io.hermesgateway.core.host;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which plugins or platform accounts are not to run, across restarts. An unreadable file means that all are. */
public final class WantedFile {
    private static final Logger LOG = LoggerFactory.getLogger(WantedFile.class);

    private final Path file;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Wanted> wanted = new TreeMap<>();

    public WantedFile(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                wanted.putAll(json.readValue(Files.readString(file), new TypeReference<Map<String, Wanted>>() {}));
            } catch (IOException e) {
                LOG.warn("{} cannot be read, so everything is started: {}", file, e.getMessage());
            }
        }
    }

    public synchronized Wanted of(String id) {
        return wanted.getOrDefault(id, Wanted.RUNNING);
    }

    public synchronized void set(String id, Wanted what) {
        Wanted before = what == Wanted.RUNNING ? wanted.remove(id) : wanted.put(id, what);
        if (before == what) {
            return;
        }
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, json.writeValueAsString(wanted));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be written; '{}' of {} is forgotten at the next start", file, what, id, e);
        }
    }
}
