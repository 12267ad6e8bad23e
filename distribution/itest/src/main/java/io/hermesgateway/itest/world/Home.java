package io.hermesgateway.itest.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A home of a gateway. */
public record Home(Path folder) {
    public static Home in(Path folder) {
        try {
            return new Home(Files.createDirectories(folder).toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Home config(String yaml) {
        return write("config.yaml", yaml);
    }

    /** The example platform at this far side, everybody welcome, and HTTP on a port of its own. */
    public Home talkingTo(FarSide far) {
        return config(yaml(far, "[\"*\"]"));
    }

    public static String yaml(FarSide far, String allowed) {
        return """
                gateway:
                  port: 0
                platforms:
                  example:
                    enabled: true
                    port: %d
                    allowed_users: %s
                """
                .formatted(far.port(), allowed);
    }

    public Home write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops a jar into the folder of plugins, as one should: written beside it and renamed into it. */
    public Home drop(Path jar, String name) {
        try {
            Path plugins = Files.createDirectories(folder.resolve("plugins"));
            Path fresh = plugins.resolve("." + name + ".new");
            Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, plugins.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file; empty when it is not there. */
    public String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException missing) {
            return "";
        }
    }

    /** All names in it, to see that nothing was touched. */
    public String listing() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(folder::relativize).map(Path::toString).sorted().collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
