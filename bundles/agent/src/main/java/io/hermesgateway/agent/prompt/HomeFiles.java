package io.hermesgateway.agent.prompt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Texts that the operator keeps in the home; read again when they change. */
final class HomeFiles {
    private static final int LONGEST = 40_000;

    private final Path home;
    private final Map<Path, Read> read = new ConcurrentHashMap<>();

    private record Read(FileTime changed, long size, String text) {}

    HomeFiles(Path home) {
        this.home = home;
    }

    /** The text; empty when there is none that can be read. */
    String text(String name) {
        Path file = home.resolve(name);
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Read known = read.get(file);
            if (known != null && known.size() == now.size() && known.changed().equals(now.lastModifiedTime())) {
                return known.text();
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            String kept = text.length() > LONGEST ? text.substring(0, LONGEST) + "\n[cut]" : text;
            read.put(file, new Read(now.lastModifiedTime(), now.size(), kept));
            return kept;
        } catch (IOException none) {
            read.remove(file);
            return "";
        }
    }
}
