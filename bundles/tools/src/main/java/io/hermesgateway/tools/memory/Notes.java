package io.hermesgateway.tools.memory;

import io.hermesgateway.tools.call.Arguments.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Two small files of entries: MEMORY.md about the work, USER.md about the person. Each memory key has its own, so that
 * what one person told is not told to another; the files directly in {@code memories/} are the operator's and are shown
 * to everybody. They are small on purpose, because they are read with every turn.
 */
final class Notes {
    /** The two files and how many characters they hold. */
    enum Kind {
        MEMORY("MEMORY.md", 2_200),
        USER("USER.md", 1_375);

        private final String file;
        private final int most;

        Kind(String file, int most) {
            this.file = file;
            this.most = most;
        }

        static Kind of(String word) throws Unusable {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "memory" -> MEMORY;
                case "user" -> USER;
                default -> throw new Unusable("`target` must be memory or user.");
            };
        }
    }

    private static final String BETWEEN = "\n§\n";

    private final Path home;

    Notes(Path home) {
        this.home = home;
    }

    private Path folder() {
        return home.resolve("memories");
    }

    private Path folder(String memoryKey) {
        return folder().resolve(name(memoryKey));
    }

    /** A folder name that tells the key to a person and is still the only one of it. */
    static String name(String key) {
        CRC32C sum = new CRC32C();
        sum.update(key.getBytes(StandardCharsets.UTF_8));
        String readable = key.replaceFirst("^agent:main:", "").replaceAll("[^A-Za-z0-9._-]", "_");
        String shortened = readable.substring(0, Math.min(80, readable.length()));
        return shortened + "-" + String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    List<String> entries(String memoryKey, Kind kind) throws IOException {
        return split(folder(memoryKey).resolve(kind.file));
    }

    /** What the operator wrote for everybody. */
    List<String> common(Kind kind) throws IOException {
        return split(folder().resolve(kind.file));
    }

    private static List<String> split(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> entries = new ArrayList<>();
        for (String entry : Files.readString(file).split("\n?§\n?", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry.strip());
            }
        }
        return entries;
    }

    void add(String memoryKey, Kind kind, String entry) throws IOException, Unusable {
        List<String> entries = new ArrayList<>(entries(memoryKey, kind));
        if (!entries.contains(entry)) {
            entries.add(entry);
            write(memoryKey, kind, entries);
        }
    }

    /** Puts something instead of the one entry that holds the old text; with nothing, takes it away. */
    void replace(String memoryKey, Kind kind, String old, String entry) throws IOException, Unusable {
        List<String> entries = new ArrayList<>(entries(memoryKey, kind));
        List<String> found = entries.stream().filter(one -> one.contains(old)).toList();
        if (found.size() != 1) {
            throw new Unusable(
                    found.isEmpty()
                            ? "No entry holds `old_text`."
                            : found.size() + " entries hold `old_text`; give more of the one that is meant.");
        }
        int at = entries.indexOf(found.get(0));
        if (entry.isEmpty()) {
            entries.remove(at);
        } else {
            entries.set(at, entry);
        }
        write(memoryKey, kind, entries);
    }

    private void write(String memoryKey, Kind kind, List<String> entries) throws IOException, Unusable {
        String text = String.join(BETWEEN, entries);
        if (text.length() > kind.most) {
            throw new Unusable(kind.file + " would hold " + text.length() + " characters and has room for " + kind.most
                    + "; shorten or remove what matters less.");
        }
        OwnFile.write(
                folder(memoryKey), kind.file, (text.isEmpty() ? "" : text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
