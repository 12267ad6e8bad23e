package io.hermesgateway.tools.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The files of one command: its text, its output, whether it began, and how it ended. */
final class CallFolder {
    private final Path folder;

    CallFolder(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    Path output() {
        return folder.resolve("output");
    }

    void prepare(String command) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("command"), command + "\n", StandardCharsets.UTF_8);
    }

    /** Whether it is the folder that a command was prepared in. */
    boolean prepared() {
        return Files.exists(folder.resolve("command"));
    }

    /** Whether the wrapper was told to go; if not, nothing of the command ever ran. */
    boolean began() {
        return Files.exists(folder.resolve("began"));
    }

    /** The exit status, if the command has ended by itself. */
    OptionalInt status() {
        try {
            String text = Files.readString(folder.resolve("status")).strip();
            return OptionalInt.of(Integer.parseInt(text));
        } catch (IOException | NumberFormatException notYet) {
            return OptionalInt.empty();
        }
    }

    long outputSize() {
        try {
            return Files.exists(output()) ? Files.size(output()) : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
