package io.hermesgateway.assembly;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes down which packages of the class path plugins may import, with their versions. The versions are those that
 * the jars' own manifests state, so that a plugin built against a range meets the truth when it is resolved.
 */
public final class SystemPackages {

    /** One clause of an Export-Package header ends at a comma that stands in no quotes. */
    private static final Pattern CLAUSE = Pattern.compile("((?:[^,\"]|\"[^\"]*\")+)(?:,|$)");

    private static final Pattern VERSION = Pattern.compile(";\\s*version\\s*=\\s*\"?([^\";,]+)\"?");

    private SystemPackages() {}

    /** Arguments: the folder of the class path, the file to write, then the beginnings of the shared jars' names. */
    public static void main(String[] arguments) throws IOException {
        List<String> all = List.of(arguments);
        Path target = Path.of(all.get(1));
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, properties(packages(Path.of(all.get(0)), all.subList(2, all.size()))));
    }

    /** In the form of a properties file, one package a line, always in the same order. */
    static String properties(Map<String, String> packages) {
        List<String> clauses = new ArrayList<>();
        packages.forEach((name, version) -> clauses.add(name + ";version=\"" + version + "\""));
        return "packages = " + String.join(",\\\n  ", clauses) + "\n";
    }

    static Map<String, String> packages(Path lib, List<String> shared) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(lib)) {
            jars = files.sorted().toList();
        }
        Map<String, String> packages = new TreeMap<>();
        for (String prefix : shared) {
            List<Path> chosen = jars.stream()
                    .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .toList();
            if (chosen.isEmpty()) {
                throw new IllegalArgumentException("no jar in " + lib + " is called " + prefix + "…");
            }
            for (Path jar : chosen) {
                packages.putAll(exportsOf(jar));
            }
        }
        return packages;
    }

    private static Map<String, String> exportsOf(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            String header = manifest.getValue("Export-Package");
            if (header == null) {
                throw new IllegalArgumentException(path + " does not say which packages it exports");
            }
            return parse(header);
        }
    }

    static Map<String, String> parse(String header) {
        Map<String, String> packages = new TreeMap<>();
        Matcher clauses = CLAUSE.matcher(header);
        while (clauses.find()) {
            String clause = clauses.group(1);
            Matcher version = VERSION.matcher(clause.replaceAll("\"[^\"]*,[^\"]*\"", ""));
            String found = version.find() ? version.group(1).strip() : "0.0.0";
            for (String part : clause.split(";")) {
                if (part.contains("=")) {
                    break;
                }
                String name = part.strip();
                if (!name.startsWith("META-INF.")) {
                    // slf4j exports one package in two versions, the old one for plugins that know no other.
                    packages.merge(name, found, (a, b) -> Version.parse(a).compareTo(Version.parse(b)) < 0 ? b : a);
                }
            }
        }
        return packages;
    }
}
