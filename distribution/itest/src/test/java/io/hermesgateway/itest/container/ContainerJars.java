package io.hermesgateway.itest.container;

import io.hermesgateway.core.host.Wrapping;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.testkit.jars.Evil;
import io.hermesgateway.testkit.jars.SharedLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jars for tests in a container, made outside of it. */
final class ContainerJars {
    private ContainerJars() {}

    /** What the gateway's own class path exports, as in the distribution. */
    static String sharedPackages() {
        return SharedLibraries.exportedBy(Plugin.class);
    }

    static Path bundle(String mark, String contracts) {
        return Evil.good("animal", mark)
                .bundle("acme." + mark, "1.0.0", contracts)
                .writeTo(folder().resolve(mark + ".jar"));
    }

    /** A plain jar as our host hands it to the framework. */
    static Path wrapped() {
        Path plain = Evil.good("plain", "plain").writeTo(folder().resolve("plain.jar"));
        return Wrapping.of(plain, "plain", sharedPackages());
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "container");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
