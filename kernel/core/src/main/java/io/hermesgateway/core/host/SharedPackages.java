package io.hermesgateway.core.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies on the class path for all plugins, once: the contracts and the shared libraries, with versions.
 *
 * @param header in the syntax of Export-Package
 */
public record SharedPackages(String header, Set<String> names) {
    private static final String RESOURCE = "META-INF/hermes/system-packages.properties";
    private static final Pattern CLAUSE = Pattern.compile("([^;,\"]+)((?:;[^;,\"=]+=(?:\"[^\"]*\"|[^;,\"]+))*)");

    public static SharedPackages of(String header) {
        Set<String> names = new TreeSet<>();
        for (Matcher clause = CLAUSE.matcher(header); clause.find(); ) {
            names.add(clause.group(1).strip());
        }
        return new SharedPackages(header, Set.copyOf(names));
    }

    /** Those that the build of the distribution wrote down. */
    public static SharedPackages shipped() {
        Properties properties = new Properties();
        try (InputStream in = SharedPackages.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(properties.getProperty("packages", ""));
    }

    /** Whether an entry of a jar, such as {@code org/slf4j/Logger.class}, is in one of the packages. */
    boolean contains(String entry) {
        String path = entry.replaceFirst("^META-INF/versions/\\d+/", "");
        int end = path.lastIndexOf('/');
        return end > 0 && names.contains(path.substring(0, end).replace('/', '.'));
    }
}
