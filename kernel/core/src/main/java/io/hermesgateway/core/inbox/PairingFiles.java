package io.hermesgateway.core.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the pairing store, in the layout that people have from Hermes. They are read for each use, because
 * somebody may edit them or put others in their place; what lies in the older folder counts too.
 */
final class PairingFiles {
    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final Path older;

    PairingFiles(Path home) {
        folder = home.resolve("platforms/pairing");
        older = home.resolve("pairing");
    }

    /** Both places in one; empty when there is neither. A file that is there and cannot be read is an error. */
    ObjectNode read(String name) {
        ObjectNode all = json.createObjectNode();
        for (Path place : List.of(older, folder)) {
            Path file = place.resolve(name);
            if (Files.exists(file)) {
                all.setAll(tree(file));
            }
        }
        return all;
    }

    private ObjectNode tree(Path file) {
        try {
            String text = Files.readString(file);
            JsonNode tree = text.isBlank() ? json.createObjectNode() : json.readTree(text.replaceFirst("^\uFEFF", ""));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            ObjectNode listed = json.createObjectNode();
            tree.forEach(id -> listed.putObject(id.asText()));
            return listed;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    file + " cannot be read; give it to the user that runs the gateway, or repair it", unreadable);
        }
    }

    /** What is written stands for both places from then on. */
    void write(String name, ObjectNode content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(
                    folder,
                    name,
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            json.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(older.resolve(name));
        } catch (IOException full) {
            throw new UncheckedIOException(file + " cannot be written", full);
        }
    }

    /** The platforms that have a file with this ending. */
    List<String> platforms(String ending) {
        return Stream.of(older, folder)
                .filter(Files::isDirectory)
                .flatMap(place -> Stream.of(names(place)))
                .filter(name -> name.endsWith(ending) && !name.startsWith("_"))
                .map(name -> name.substring(0, name.length() - ending.length()))
                .distinct()
                .sorted()
                .toList();
    }

    private static String[] names(Path place) {
        String[] names = place.toFile().list();
        return names == null ? new String[0] : names;
    }
}
