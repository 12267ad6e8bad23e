package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code fs/read_text_file}. Reading changes nothing, so it needs no journal; the gateway's own files are not read. */
final class FileCalls {
    private static final long LARGEST = 32L << 20;
    private static final Set<String> OPEN = Set.of("workspaces", "skills", "memories", "SOUL.md", "AGENTS.md");

    private final ObjectMapper json;
    private final Path home;

    FileCalls(ObjectMapper json, Path home) {
        this.json = json;
        this.home = home;
    }

    JsonNode read(JsonNode params) throws Rpc.Refused {
        try {
            Path file = Path.of(params.path("path").asText("")).toRealPath();
            Path ours = home.toRealPath();
            if (file.startsWith(ours)
                    && (file.equals(ours)
                            || !OPEN.contains(ours.relativize(file).getName(0).toString()))) {
                throw new Rpc.Refused(Rpc.INTERNAL, "this file belongs to the gateway itself and is not read");
            }
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new Rpc.Refused(Rpc.INTERNAL, "this is no ordinary file, or it is too large");
            }
            return json.createObjectNode().put("content", part(Files.readString(file), params));
        } catch (IOException | InvalidPathException unreadable) {
            throw new Rpc.Refused(Rpc.INTERNAL, "it cannot be read: " + unreadable.getMessage());
        }
    }

    private static String part(String text, JsonNode params) {
        int line = params.path("line").asInt(0);
        int limit = params.path("limit").asInt(0);
        if (line <= 1 && limit <= 0) {
            return text;
        }
        List<String> lines = text.lines().toList();
        int from = Math.min(lines.size(), Math.max(0, line - 1));
        int to = limit <= 0 ? lines.size() : Math.min(lines.size(), from + limit);
        return String.join("\n", lines.subList(from, to)) + (to > from ? "\n" : "");
    }
}
