package io.hermesgateway.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of the build that Maven itself does not know. */
class PomsTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern PLUGIN_FOLDER =
            Pattern.compile("(bundles|platform-plugins|store-plugins)/(?!example|simulators).*");

    @Test
    void onlyTheRootPomHoldsVersions() throws Exception {
        List<Path> modules = modules();
        assertFalse(modules.isEmpty());
        List<Path> wrong = modules.stream()
                .filter(module -> PARENT.matcher(read(module)).replaceAll("").contains("<version>"))
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyModuleIsBuilt() throws Exception {
        String root = read(Path.of(""));
        List<Path> forgotten = modules().stream()
                .filter(module -> !root.contains("<module>" + module + "</module>"))
                .toList();
        assertEquals(List.of(), forgotten);
    }

    @Test
    void everyPluginIsPartOfTheDistribution() throws Exception {
        String distribution = read(Path.of("distribution/assembly"));
        List<String> forgotten = modules().stream()
                .filter(module -> PLUGIN_FOLDER.matcher(module.toString()).matches())
                .map(PomsTest::artifact)
                .filter(artifact -> !distribution.contains(artifact))
                .toList();
        assertEquals(List.of(), forgotten);
    }

    /** The folders, two levels below the root, that have a pom of their own. */
    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 3, (path, attributes) -> path.endsWith("pom.xml"))) {
            return files.map(pom -> ROOT.relativize(pom.getParent()))
                    .filter(module -> module.getNameCount() == 2 && !module.startsWith("target"))
                    .sorted()
                    .toList();
        }
    }

    private static String artifact(Path module) {
        String own = PARENT.matcher(read(module)).replaceAll("");
        int start = own.indexOf("<artifactId>");
        return own.substring(start, own.indexOf("</artifactId>") + "</artifactId>".length());
    }

    private static String read(Path module) {
        try {
            return Files.readString(ROOT.resolve(module).resolve("pom.xml"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
