package io.hermesgateway.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemPackagesTest {

    @TempDir
    Path lib;

    @Test
    void readsNamesAndVersionsFromAnyOrderOfAttributes() {
        assertEquals(
                Map.of("a.b", "1.2", "c", "2.0.0", "d", "2.0.0", "e", "0.0.0"),
                SystemPackages.parse("a.b;uses:=\"x,y;version=9\";version=\"1.2\",c;d;version=2.0.0,e,"
                        + "META-INF.versions.9;version=\"1\""));
    }

    @Test
    void takesOnlyTheChosenJars() throws Exception {
        jar("shared-1.jar", "s;version=\"1.0\"");
        jar("own-1.jar", "o;version=\"1.0\"");
        assertEquals(Map.of("s", "1.0"), SystemPackages.packages(lib, List.of("shared-")));
        assertThrows(IllegalArgumentException.class, () -> SystemPackages.packages(lib, List.of("missing-")));
    }

    @Test
    void writesAPropertiesFile() throws Exception {
        jar("shared-1.jar", "b;version=\"1.0\",a;version=\"2.0\"");
        Path target = lib.resolve("out/packages.properties");
        SystemPackages.main(new String[] {lib.toString(), target.toString(), "shared-"});
        Properties read = new Properties();
        try (var in = Files.newInputStream(target)) {
            read.load(in);
        }
        assertEquals("a;version=\"2.0\",b;version=\"1.0\"", read.getProperty("packages"));
    }

    @Test
    void refusesASharedJarThatDoesNotSayWhatItExports() throws Exception {
        jar("shared-1.jar", null);
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> SystemPackages.packages(lib, List.of("shared-")));
        assertTrue(String.valueOf(refused.getMessage()).contains("shared-1.jar"));
    }

    private void jar(String name, @Nullable String exports) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (exports != null) {
            manifest.getMainAttributes().putValue("Export-Package", exports);
        }
        try (OutputStream out = Files.newOutputStream(lib.resolve(name))) {
            new JarOutputStream(out, manifest).close();
        }
    }

    @Test
    void takesTheNewestOfSeveralVersions() {
        assertEquals(
                Map.of("org.slf4j", "2.0.20"),
                SystemPackages.parse("org.slf4j;version=\"2.0.20\",org.slf4j;version=\"1.7.36\""));
        assertEquals(
                Map.of("org.slf4j", "2.0.20"),
                SystemPackages.parse("org.slf4j;version=\"1.7.36\",org.slf4j;version=\"2.0.20\""));
    }
}
