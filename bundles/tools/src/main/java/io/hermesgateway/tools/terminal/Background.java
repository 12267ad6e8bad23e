package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The background processes of one session, one small file each, so that the next instance of the tools knows them. */
final class Background {
    /**
     * @param call the id of the call that started it
     * @param identity the process, in the words of its note
     */
    record Entry(String call, String command, String identity, String folder) {}

    private final Path folder;
    private final ObjectMapper json;

    Background(Path root, String sessionId, ObjectMapper json) {
        this.folder = root.resolve(plain(sessionId));
        this.json = json;
    }

    /** A short id to say and type. */
    static String idOf(String call) {
        CRC32 sum = new CRC32();
        sum.update(call.getBytes(StandardCharsets.UTF_8));
        return "p" + Long.toString(sum.getValue(), 36);
    }

    /** A session id may hold any character; a file name may not. */
    private static String plain(String sessionId) {
        StringBuilder name = new StringBuilder();
        sessionId
                .codePoints()
                .limit(80)
                .forEach(c -> name.appendCodePoint(Character.isLetterOrDigit(c) && c < 128 ? c : '_'));
        return name + "-" + idOf(sessionId);
    }

    String add(Entry entry) throws IOException {
        Files.createDirectories(folder);
        String id = idOf(entry.call());
        Path draft = folder.resolve(id + ".new");
        json.writeValue(
                draft.toFile(),
                Map.of(
                        "call", entry.call(),
                        "command", entry.command(),
                        "identity", entry.identity(),
                        "folder", entry.folder()));
        Files.move(draft, folder.resolve(id + ".json"), StandardCopyOption.ATOMIC_MOVE);
        return id;
    }

    List<Entry> all() throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return entries;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (file.toString().endsWith(".json")) {
                    entries.add(read(file));
                }
            }
        }
        return entries;
    }

    Optional<Entry> find(String id) throws IOException {
        return all().stream().filter(entry -> idOf(entry.call()).equals(id)).findFirst();
    }

    void forget(String id) throws IOException {
        Files.deleteIfExists(folder.resolve(id + ".json"));
    }

    private Entry read(Path file) throws IOException {
        var tree = json.readTree(file.toFile());
        return new Entry(
                tree.path("call").asText(),
                tree.path("command").asText(),
                tree.path("identity").asText(),
                tree.path("folder").asText());
    }
}
