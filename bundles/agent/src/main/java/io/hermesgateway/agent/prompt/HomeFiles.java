package io.hermesgateway.agent.prompt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Texts that the operator keeps in the home; read again when they change. */
final class HomeFiles {
    private static final int LONGEST = 40_000;

    private final Path home;
    private final Map<Path, Read> read = new ConcurrentHashMap<>();

    private record Read(long changed, long size, String text) {}

    HomeFiles(Path home) {
        this.home = home;
    }

    /** The text; empty when there is none that can be read. */
    String text(String name) {
        Path file = home.resolve(name);
        // Most homes lack most of these files, and an exception for each costs every turn more than its prompt.
        long changed = file.toFile().lastModified();
        long size = file.toFile().length();
        if (changed == 0) {
            read.remove(file);
            return "";
        }
        Read known = read.get(file);
        if (known != null && known.size() == size && known.changed() == changed) {
            return known.text();
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            String kept = text.length() > LONGEST ? text.substring(0, LONGEST) + "\n[cut]" : text;
            read.put(file, new Read(changed, size, kept));
            return kept;
        } catch (IOException none) {
            read.remove(file);
            return "";
        }
    }
}
