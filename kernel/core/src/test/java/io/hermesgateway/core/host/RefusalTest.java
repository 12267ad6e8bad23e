package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.jars.Evil;
import io.hermesgateway.testkit.jars.PluginJarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are refused before anything in them runs, each with its code and a sentence. */
class RefusalTest {
    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(home).start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void refusesWhatIsNoJar() throws IOException {
        refused("not_a_jar", Files.writeString(home.resolve("x.jar"), "garbage", StandardCharsets.UTF_8));
    }

    @Test
    void refusesATruncatedJar() throws IOException {
        byte[] whole = Files.readAllBytes(Evil.good("x", "x").writeTo(home.resolve("x.jar")));
        refused("not_a_jar", Files.write(home.resolve("x.jar"), Arrays.copyOf(whole, whole.length - 30)));
    }

    @Test
    void refusesAJarWithASpoiltEntry() throws IOException {
        byte[] jar = Files.readAllBytes(Evil.good("x", "x")
                .entry("noise", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
                .writeTo(home.resolve("x.jar")));
        int spot = indexOf(jar, "noise".getBytes(StandardCharsets.UTF_8)) + 10;
        jar[spot] ^= 0x55;
        refused("not_a_jar", Files.write(home.resolve("x.jar"), jar));
    }

    private static int indexOf(byte[] all, byte[] part) {
        int at = 0;
        while (!Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }

    @Test
    void refusesAJarWithoutAPlugin() {
        refused(
                "no_plugin",
                new PluginJarBuilder("x").source("acme.X", "class X {}").writeTo(home.resolve("x.jar")));
    }

    @Test
    void refusesAnIdThatIsNoName() {
        refused("no_plugin", Evil.good("../x", "x").writeTo(home.resolve("x.jar")));
    }

    @Test
    void refusesEntriesThatPointOutside() {
        refused(
                "unsafe_archive",
                Evil.good("x", "x").entry("../evil.sh", new byte[1]).writeTo(home.resolve("x.jar")));
        refused(
                "unsafe_archive",
                Evil.good("x", "x").entry("/etc/evil", new byte[1]).writeTo(home.resolve("x.jar")));
        refused("unsafe_archive", Evil.good("x", "x").entry("a\\b", new byte[1]).writeTo(home.resolve("x.jar")));
    }

    @Test
    void refusesABomb() {
        PluginJarBuilder bomb = Evil.good("x", "x");
        byte[] zeros = new byte[90 << 20];
        for (int i = 0; i < 6; i++) {
            bomb.entry("zeros" + i, zeros);
        }
        refused("unsafe_archive", bomb.writeTo(home.resolve("x.jar")));
    }

    @Test
    void refusesAJarThatIsTooLarge() throws IOException {
        try (var file = Files.newByteChannel(
                home.resolve("x.jar"),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE)) {
            file.position((64L << 20) + 1).write(java.nio.ByteBuffer.wrap(new byte[1]));
        }
        refused("too_large", home.resolve("x.jar"));
    }

    @Test
    void refusesAnotherVersionOfTheContracts() {
        String words = refused(
                "incompatible_spi",
                Evil.good("x", "x").bundle("acme.x", "1.0.0", "[2.0,3)").writeTo(home.resolve("x.jar")));
        assertTrue(words.contains("from 2.0.0 to under 3.0.0") && words.contains("this gateway has 1.0.0"), words);
        refused(
                "incompatible_spi",
                Evil.good("x", "x").manifest("Hermes-Spi-Version", "2.0").writeTo(home.resolve("x.jar")));
        refused(
                "incompatible_spi",
                Evil.good("x", "x").manifest("Hermes-Spi-Version", "two").writeTo(home.resolve("x.jar")));
    }

    @Test
    void acceptsTheVersionThatItHas() {
        assertEquals(
                "running",
                rig.host
                        .install(Evil.good("x", "x")
                                .manifest("Hermes-Spi-Version", "1.0")
                                .writeTo(home.resolve("x.jar")))
                        .join()
                        .state());
    }

    @Test
    void refusesAPackageThatNobodyHas() {
        String words = refused(
                "incompatible_spi",
                Evil.good("x", "x")
                        .bundle("acme.x", "1.0.0", "[1.0,2)")
                        .manifest("Import-Package", "acme.gone;version=\"[3,4)\"")
                        .writeTo(home.resolve("x.jar")));
        assertTrue(words.contains("acme.gone") && words.contains("Embed"), words);
    }

    @Test
    void refusesAJarThatBringsASharedLibrary() throws IOException {
        refused(
                "embeds_shared_library",
                Evil.good("x", "x").entry("org/slf4j/Logger.class", new byte[1]).writeTo(home.resolve("x.jar")));
        refused(
                "embeds_shared_library",
                Evil.good("x", "x")
                        .entry("META-INF/versions/11/com/fasterxml/jackson/databind/ObjectMapper.class", new byte[1])
                        .writeTo(home.resolve("x.jar")));
        String nested = refused(
                "embeds_shared_library",
                Evil.good("x", "x")
                        .entry("lib/inner.jar", zip("io/hermesgateway/spi/plugin/Plugin.class"))
                        .writeTo(home.resolve("x.jar")));
        assertTrue(nested.contains("lib/inner.jar"), nested);
    }

    private static byte[] zip(String entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
        }
        return bytes.toByteArray();
    }

    @Test
    void refusesASecondFileWithTheSameId() {
        Evil.good("echo", "first").writeTo(rig.drop("a.jar"));
        rig.awaitMark("echo", "first");
        Evil.good("echo", "second").writeTo(rig.drop("b.jar"));
        Rows.Plugin row = rig.awaitState("b", "failed");
        assertTrue(row.detail().startsWith("duplicate: "), row.detail());
        assertEquals("first", rig.adapters.send("echo"));
    }

    @Test
    void keepsWhatRunsWhenGarbageIsDroppedOverIt() throws IOException {
        Path file = Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "v1");
        long good = Files.size(file);
        Files.move(
                Files.writeString(home.resolve("garbage"), "garbage"),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        rig.awaitRow("echo", row -> row.detail().contains("not_a_jar"));
        assertEquals("v1", rig.adapters.send("echo"));
        assertEquals(good, Files.size(file), "the folder holds the jar that runs");
    }

    @Test
    void forgetsARefusalWhenTheFileIsGoneOrGood() throws IOException {
        Path file = Files.writeString(rig.drop("x.jar"), "garbage");
        Rows.Plugin row = rig.awaitState("x", "failed");
        assertTrue(row.detail().startsWith("not_a_jar: "), row.detail());
        Files.delete(file);
        rig.awaitState("x", "absent");
    }

    private String refused(String code, Path jar) {
        GatewayException refusal = assertThrows(GatewayException.class, () -> rig.host.install(jar));
        assertEquals(code, refusal.code().code(), refusal.getMessage());
        assertFalse(Files.exists(rig.drop("x.jar")));
        try (var kept = Files.list(rig.places.cache().resolve("jars"))) {
            assertEquals(0, kept.count(), "copies of refused jars");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.valueOf(refusal.getMessage());
    }
}
