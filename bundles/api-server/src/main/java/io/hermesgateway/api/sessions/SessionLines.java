package io.hermesgateway.api.sessions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.info.Verbs;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said in sessions: the kernel's transcript and, in a session that branched off, a copy of what was said before.
 * The copy is a file of its own, so that nothing that happens to the first session changes it.
 */
final class SessionLines {
    private static final int LINES_MOST = 100_000;

    private final Verbs verbs;
    private final Path copies;
    private final ObjectMapper mapper;

    SessionLines(Verbs verbs, Path copies, ObjectMapper mapper) {
        this.verbs = verbs;
        this.copies = copies;
        this.mapper = mapper;
    }

    /** The kernel's row of a session. */
    Optional<Store.SessionRow> row(String id) {
        return show(id, 1, new ArrayList<>());
    }

    /** Everything that was said, oldest first. */
    List<TranscriptLine> all(String id) {
        List<TranscriptLine> lines = new ArrayList<>(copied(id));
        show(id, LINES_MOST, lines);
        return lines;
    }

    private Optional<Store.SessionRow> show(String id, int limit, List<TranscriptLine> into) {
        try {
            Optional<Object> result = verbs.call("sessions.show", "api", Map.of("id", id, "limit", limit), item -> {
                if (item instanceof Map<?, ?> part && part.get("messages") instanceof List<?> lines) {
                    lines.forEach(line -> into.add((TranscriptLine) line));
                }
                return true;
            });
            return result.filter(Map.class::isInstance)
                    .map(found -> ((Map<?, ?>) found).get("session"))
                    .filter(Store.SessionRow.class::isInstance)
                    .map(Store.SessionRow.class::cast)
                    .filter(row -> exact(row, id, into));
        } catch (GatewayException refused) {
            if (refused.code() == KernelError.NOT_FOUND || refused.code() == KernelError.BAD_REQUEST) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** The call also finds a session by the beginning of its id, which is not meant here. */
    private static boolean exact(Store.SessionRow row, String id, List<TranscriptLine> into) {
        if (!row.id().equals(id)) {
            into.clear();
        }
        return row.id().equals(id);
    }

    boolean hasCopy(String id) {
        return Files.exists(file(id));
    }

    private List<TranscriptLine> copied(String id) {
        if (!hasCopy(id)) {
            return List.of();
        }
        try {
            List<TranscriptLine> lines = new ArrayList<>();
            for (JsonNode line : mapper.readTree(Files.readAllBytes(file(id)))) {
                lines.add(new TranscriptLine(
                        line.path("role").asText(),
                        line.path("text").asText(),
                        line.hasNonNull("details") ? line.path("details").asText() : null,
                        null,
                        Instant.parse(line.path("at").asText())));
            }
            return lines;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the copy of a session cannot be read", unreadable);
        }
    }

    /** Keeps the lines as what was said before the session began. */
    void copy(String id, List<TranscriptLine> lines) {
        ArrayNode all = mapper.createArrayNode();
        for (TranscriptLine line : lines) {
            all.addObject()
                    .put("role", line.role())
                    .put("text", line.text())
                    .put("details", line.details())
                    .put("at", line.at().toString());
        }
        try {
            Files.createDirectories(copies);
            Path fresh = Files.createTempFile(copies, "copy", ".tmp");
            if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.write(fresh, mapper.writeValueAsBytes(all));
            Files.move(fresh, file(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            throw new UncheckedIOException("a session cannot be copied", refused);
        }
    }

    void forgetCopy(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException refused) {
            throw new UncheckedIOException("the copy of a session cannot be removed", refused);
        }
    }

    /** Ids may be longer than names of files. */
    private Path file(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return copies.resolve(HexFormat.of().formatHex(digest) + ".json");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** A line as clients of sessions know it. */
    ObjectNode message(TranscriptLine line, String sessionId, long id) {
        JsonNode details = details(line);
        boolean notice = line.role().equals("notice");
        ObjectNode message = Json.object()
                .put("id", id)
                .put("session_id", sessionId)
                .put("role", notice ? "system" : line.role())
                .put("content", line.text());
        for (String name : List.of("tool_call_id", "tool_calls", "tool_name")) {
            message.set(name, details.has(name) ? details.get(name) : null);
        }
        message.put("timestamp", line.at().toEpochMilli() / 1_000.0).putNull("token_count");
        message.set("finish_reason", details.has("finish_reason") ? details.get("finish_reason") : null);
        message.putNull("reasoning");
        message.set("reasoning_content", details.has("reasoning_content") ? details.get("reasoning_content") : null);
        return message.put("display_kind", notice ? "notice" : null);
    }

    private JsonNode details(TranscriptLine line) {
        String details = line.details();
        try {
            return details == null ? mapper.missingNode() : mapper.readTree(details);
        } catch (JsonProcessingException foreign) {
            return mapper.missingNode();
        }
    }
}
