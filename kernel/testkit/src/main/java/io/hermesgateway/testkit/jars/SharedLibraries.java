package io.hermesgateway.testkit.jars;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What libraries on the class path export, read from their own manifests, for hosts that tests start. */
public final class SharedLibraries {
    private SharedLibraries() {}

    /** An Export-Package header for the libraries of these classes. */
    public static String exportedBy(Class<?>... anchors) {
        return Stream.of(anchors)
                .map(anchor -> exports(SourceCompiler.home(anchor)))
                .collect(Collectors.joining(","));
    }

    private static String exports(Path library) {
        try {
            return manifest(library).getMainAttributes().getValue("Export-Package");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest manifest(Path library) throws IOException {
        if (Files.isDirectory(library)) {
            try (InputStream in = Files.newInputStream(library.resolve(JarFile.MANIFEST_NAME))) {
                return new Manifest(in);
            }
        }
        try (JarFile jar = new JarFile(library.toFile())) {
            return jar.getManifest();
        }
    }
}
