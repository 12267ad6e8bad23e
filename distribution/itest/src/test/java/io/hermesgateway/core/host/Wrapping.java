package io.hermesgateway.core.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.jar.Attributes;

/** A way in for tests that wrap a jar without a host; starting a second framework would spoil the container's. */
public final class Wrapping {
    private Wrapping() {}

    public static Path of(Path plainJar, String id, String sharedPackages) {
        try {
            return PlainJar.wrap(plainJar, id, new Attributes(), SharedPackages.of(sharedPackages));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
