package io.hermesgateway.tools.skills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The skills in {@code skills/} of the home: {@code NAME/SKILL.md}, or one level of categories above. */
public final class SkillFolder {
    private static final int DEPTH = 4;
    private static final long LARGEST = 1L << 20;

    private final Path root;

    public SkillFolder(Path home) {
        this.root = home.resolve("skills");
    }

    /** All skills by name; of two with one name the first folder wins. */
    public List<Skill> all() throws IOException {
        Map<String, Skill> byName = new TreeMap<>();
        for (Path file : files()) {
            Skill skill = read(file);
            byName.putIfAbsent(skill.name(), skill);
        }
        return List.copyOf(byName.values());
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.find(
                root,
                DEPTH,
                (path, attributes) -> attributes.isRegularFile()
                        && attributes.size() <= LARGEST
                        && path.getFileName().toString().equals("SKILL.md"))) {
            return found.sorted(Comparator.comparing(Path::toString)).toList();
        }
    }

    private Skill read(Path file) throws IOException {
        Path folder = parent(file);
        Path inside = root.relativize(folder);
        String category = inside.getNameCount() > 1 ? inside.getName(0).toString() : "";
        return Skill.read(folder.getFileName().toString(), category, Files.readString(file));
    }

    Optional<Skill> find(String name) throws IOException {
        return all().stream().filter(skill -> skill.name().equals(name)).findFirst();
    }

    /** A file beside the SKILL.md; empty when there is none or the name leads out of the folder. */
    Optional<Path> file(String name, String file) throws IOException {
        for (Path found : files()) {
            if (read(found).name().equals(name)) {
                Path folder = parent(found).toRealPath();
                Path wanted = folder.resolve(file).normalize();
                boolean there =
                        Files.isRegularFile(wanted) && wanted.toRealPath().startsWith(folder);
                return there && Files.size(wanted) <= LARGEST ? Optional.of(wanted) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }
}
