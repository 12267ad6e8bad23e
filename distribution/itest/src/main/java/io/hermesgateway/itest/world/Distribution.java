package io.hermesgateway.itest.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The unpacked distribution, and the example plugin that its users copy. */
public record Distribution(Path folder, Path examples) {

    /** As the build of this clone left it. */
    public static Distribution in(Path clone) {
        return new Distribution(
                clone.resolve("distribution/assembly/target/hermes-gateway"),
                clone.resolve("platform-plugins/example/target"));
    }

    public Path launcher() {
        return folder.resolve("bin/hermes");
    }

    /** The example plugin with OSGi headers. */
    public Path example() {
        return jar(examples, "platform-example-", false);
    }

    /** The same classes as a plain ServiceLoader jar. */
    public Path plainExample() {
        return jar(examples, "platform-example-", true);
    }

    public Path bundle(String id) {
        return jar(folder.resolve("bundles"), id + "-", false);
    }

    private static Path jar(Path folder, String start, boolean plain) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.startsWith(start) && name.endsWith(".jar") && name.endsWith("-plain.jar") == plain;
                    })
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + start + "*.jar in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException("build it first: mvn verify", e);
        }
    }
}
