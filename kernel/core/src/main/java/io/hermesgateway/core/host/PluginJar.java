package io.hermesgateway.core.host;

import java.nio.file.Path;

/**
 * A jar that passed the gate.
 *
 * @param origin the file it came from
 * @param bundled whether it came with the distribution
 * @param kept our own copy of its bytes
 * @param bundle what is installed: the copy, or a wrapping of it where the jar knows nothing of OSGi
 */
record PluginJar(String id, String version, String digest, Path origin, boolean bundled, Path kept, Path bundle) {
    PluginJar at(Path file) {
        return new PluginJar(id, version, digest, file, bundled, kept, bundle);
    }

    String source() {
        return bundled ? "bundled" : "dropped";
    }
}
