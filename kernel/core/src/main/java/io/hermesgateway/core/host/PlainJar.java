package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Puts a jar that knows nothing of OSGi, untouched, into an outer one whose manifest asks for the contracts. */
final class PlainJar {
    private static final String CONTRACTS = "io.hermesgateway.spi";
    private static final String ANY = "[1.0,2)";

    private PlainJar() {}

    static Path wrapped(Path jar) {
        return jar.resolveSibling(jar.getFileName() + ".wrapped");
    }

    static Path wrap(Path jar, String id, Attributes plain, SharedPackages shared) throws IOException {
        String range = range(plain.getValue("Hermes-Spi-Version"));
        Manifest manifest = new Manifest();
        Attributes lines = manifest.getMainAttributes();
        lines.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        lines.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        lines.putValue(Constants.BUNDLE_SYMBOLICNAME, id);
        lines.putValue(Constants.BUNDLE_CLASSPATH, "plugin.jar");
        lines.putValue(
                Constants.IMPORT_PACKAGE,
                shared.names().stream()
                        .filter(name -> name.equals(CONTRACTS) || name.startsWith(CONTRACTS + "."))
                        .sorted()
                        .map(name -> name + ";version=\"" + range + "\"")
                        .collect(Collectors.joining(",")));
        lines.putValue(Constants.DYNAMICIMPORT_PACKAGE, "*");
        Path outer = wrapped(jar);
        try (OutputStream file = Files.newOutputStream(outer);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            out.putNextEntry(new ZipEntry("plugin.jar"));
            Files.copy(jar, out);
        }
        return outer;
    }

    /** A single version means "from there to under the next major one". */
    private static String range(String wanted) {
        if (wanted == null) {
            return ANY;
        }
        try {
            VersionRange range = new VersionRange(wanted.strip());
            Version floor = range.getLeft();
            return range.getRight() == null ? "[" + floor + "," + (floor.getMajor() + 1) + ")" : range.toString();
        } catch (IllegalArgumentException e) {
            throw new GatewayException(
                    KernelError.INCOMPATIBLE_SPI, "Its manifest line Hermes-Spi-Version is no version: " + wanted, e);
        }
    }
}
