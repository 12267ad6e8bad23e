package io.hermesgateway.testkit.jars;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources that stand in a string. Needs a JDK. */
final class SourceCompiler {
    private SourceCompiler() {}

    /** Names of class files and their bytes, for sources by class name. */
    static Map<String, byte[]> compile(Map<String, String> sources, List<Class<?>> classPath) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK is needed");
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        StringWriter complaints = new StringWriter();
        try {
            Path out = Files.createTempDirectory("compiled");
            List<String> options =
                    List.of("-d", out.toString(), "-cp", path(classPath), "--release", "17", "-proc:none", "-nowarn");
            if (!compiler.getTask(complaints, null, null, options, null, units).call()) {
                throw new IllegalArgumentException(complaints.toString());
            }
            return collect(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(List<Class<?>> anchors) {
        return anchors.stream()
                .map(SourceCompiler::home)
                .map(Path::toString)
                .distinct()
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    /** The jar or folder that a class comes from. */
    static Path home(Class<?> anchor) {
        try {
            return Path.of(
                    anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> collect(Path out) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(file)) {
                    classes.put(out.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
                Files.delete(file);
            }
        }
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
