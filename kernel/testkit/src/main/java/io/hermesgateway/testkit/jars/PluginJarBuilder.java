package io.hermesgateway.testkit.jars;

import io.hermesgateway.spi.plugin.Plugin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plugin jar from source. Without OSGi lines it is a plain ServiceLoader jar.
 *
 * <pre>{@code
 * new PluginJarBuilder("echo")
 *         .plugin("acme.Echo", "public class Echo implements Plugin { … }")
 *         .writeTo(folder.resolve("echo.jar"));
 * }</pre>
 */
public final class PluginJarBuilder {
    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, String> manifest = new TreeMap<>();
    private final List<Class<?>> classPath = new ArrayList<>(List.of(Plugin.class));

    /** A jar whose manifest gives the plugin this id. */
    public PluginJarBuilder(String id) {
        manifest.put("Hermes-Plugin-Id", id);
    }

    /** A class and, in the services file, its name. */
    public PluginJarBuilder plugin(String name, String source) {
        entry(SERVICE, (name + "\n").getBytes(StandardCharsets.UTF_8));
        return source(name, source);
    }

    /** A class; the package line is added, and imports of the plugin contracts. */
    public PluginJarBuilder source(String name, String source) {
        int dot = name.lastIndexOf('.');
        sources.put(
                name,
                "package " + name.substring(0, dot) + ";\n"
                        + "import io.hermesgateway.spi.plugin.*;\n"
                        + "import io.hermesgateway.spi.platform.*;\n"
                        + "import io.hermesgateway.spi.message.*;\n"
                        + "import io.hermesgateway.spi.delivery.*;\n"
                        + "import java.util.*;\n"
                        + source);
        return this;
    }

    public PluginJarBuilder entry(String name, byte[] content) {
        entries.put(name, content.clone());
        return this;
    }

    /** A line of the manifest; null takes it out. */
    public PluginJarBuilder manifest(String line, @Nullable String value) {
        if (value == null) {
            manifest.remove(line);
        } else {
            manifest.put(line, value);
        }
        return this;
    }

    /** The manifest lines of an OSGi bundle, as a build tool would write them. */
    public PluginJarBuilder bundle(String symbolicName, String version, String contracts) {
        return manifest("Bundle-ManifestVersion", "2")
                .manifest("Bundle-SymbolicName", symbolicName)
                .manifest("Bundle-Version", version)
                .manifest(
                        "Import-Package",
                        "io.hermesgateway.spi.plugin;version=\"" + contracts
                                + "\",io.hermesgateway.spi.platform;version=\"" + contracts
                                + "\",io.hermesgateway.spi.delivery;version=\"" + contracts
                                + "\",io.hermesgateway.spi.message;version=\"" + contracts + "\"");
    }

    /** Libraries that the sources use, by one class of each. */
    public PluginJarBuilder compiledWith(Class<?>... anchors) {
        classPath.addAll(List.of(anchors));
        return this;
    }

    /** Writes the jar beside its place and renames it into place, as one should. */
    public Path writeTo(Path file) {
        try {
            Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".building", ".tmp");
            try (OutputStream out = Files.newOutputStream(fresh)) {
                write(out);
            }
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(OutputStream out) throws IOException {
        Manifest lines = new Manifest();
        lines.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((line, value) -> lines.getMainAttributes().putValue(line, value));
        Map<String, byte[]> all = new LinkedHashMap<>(entries);
        if (!sources.isEmpty()) {
            all.putAll(SourceCompiler.compile(sources, classPath));
        }
        try (JarOutputStream jar = new JarOutputStream(out, lines)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
    }
}
