package io.hermesgateway.weixin.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.weixin.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was said, by the far side's id, both ways: who quotes a message only sends its id. A file for each day, read from
 * the newest back when somebody asks, and kept for a month. To lose it loses quotations and nothing else.
 */
public final class MessageBook {
    private static final Logger LOG = LoggerFactory.getLogger(MessageBook.class);
    private static final int DAYS = 31;
    private static final int LONGEST = 4_000;

    private final Path folder;
    private final InstantSource clock;

    public MessageBook(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    public synchronized void keep(String id, String text) {
        if (id.isEmpty() || text.isBlank()) {
            return;
        }
        String kept = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String line = Wire.object().put("id", id).put("text", kept) + "\n";
        try {
            Path file = folder.resolve(today() + ".jsonl");
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                tidy();
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, line, StandardOpenOption.APPEND);
        } catch (IOException full) {
            LOG.info("a message cannot be kept for those who quote it", full);
        }
    }

    public synchronized Optional<String> find(String id) {
        try {
            for (Path day : days()) {
                Optional<String> found = find(day, id);
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (IOException unreadable) {
            LOG.info("quoted messages cannot be looked up", unreadable);
        }
        return Optional.empty();
    }

    private static Optional<String> find(Path day, String id) throws IOException {
        String mark = "\"" + id + "\"";
        try (BufferedReader lines = Files.newBufferedReader(day, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(mark)) {
                    JsonNode json = Wire.read(line.getBytes(StandardCharsets.UTF_8));
                    if (json.path("id").asText().equals(id)) {
                        return Optional.of(json.path("text").asText());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Newest first. */
    private List<Path> days() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\d\\.jsonl"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private void tidy() throws IOException {
        String oldest = today().minusDays(DAYS) + ".jsonl";
        for (Path day : days()) {
            if (day.getFileName().toString().compareTo(oldest) < 0) {
                Files.delete(day);
            }
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
