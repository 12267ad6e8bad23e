package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.jars.Evil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {
    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void makeHost() {
        rig = new Rig(home);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void loadsAPlainJarThatKnowsNothingOfOsgi() {
        Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.start();
        assertEquals("v1", rig.adapters.send("echo"));
        Rows.Plugin row = rig.row("echo");
        assertEquals(
                List.of("running", "running", "platform", "dropped"),
                List.of(row.state(), row.wanted(), row.kind(), row.source()));
    }

    @Test
    void loadsABundle() {
        Evil.good("echo", "v1").bundle("acme.echo", "1.2.3", "[1.0,2)").writeTo(rig.drop("echo.jar"));
        rig.start();
        assertEquals("v1", rig.adapters.send("echo"));
        assertEquals("1.2.3", rig.row("echo").version());
    }

    @Test
    void namesAPluginByItsBundleOrItsFileWhereItDoesNotSay() {
        Evil.good("x", "a").manifest("Hermes-Plugin-Id", null).writeTo(rig.drop("Plain-1.2.3-SNAPSHOT.jar"));
        Evil.good("x", "b")
                .manifest("Hermes-Plugin-Id", null)
                .bundle("acme.echo;singleton:=true", "1.0.0", "[1.0,2)")
                .writeTo(rig.drop("other.jar"));
        rig.start();
        assertEquals("a", rig.adapters.send("plain"));
        assertEquals("b", rig.adapters.send("acme.echo"));
    }

    @Test
    void loadsSwapsAndStopsWhatIsDroppedRenamedAndDeletedWhileRunning() throws IOException {
        rig.start();
        Path file = Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "v1");
        Evil.good("echo", "v2").writeTo(file);
        rig.awaitMark("echo", "v2");
        Path previous = rig.places.plugins().resolve(".previous/echo.jar");
        Rig.await(() -> Files.exists(previous), () -> "the former jar");
        Files.delete(file);
        rig.awaitState("echo", "absent");
    }

    @Test
    void takesACopiedJarWhenItIsComplete() throws IOException {
        rig.start();
        byte[] jar = Files.readAllBytes(Evil.good("echo", "v1").writeTo(home.resolve("echo.jar")));
        Path file = rig.drop("echo.jar");
        try (var out = Files.newOutputStream(file)) {
            out.write(jar, 0, jar.length / 2);
            out.flush();
            rig.awaitState("echo", "absent");
            out.write(jar, jar.length / 2, jar.length - jar.length / 2);
        }
        rig.awaitMark("echo", "v1");
    }

    @Test
    void putsTheOldJarBackWhenTheNewOneCannotShowThatItWorks() throws IOException {
        rig.start();
        Path file = Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "v1");
        Evil.THROWS_IN_START.as("echo").writeTo(file);
        Rows.Plugin row = rig.awaitRow(
                "echo", r -> r.detail().contains("was not taken") && r.state().equals("running"));
        assertTrue(row.detail().contains("evil"), row.detail());
        assertEquals("v1", rig.adapters.send("echo"));
        try (Stream<Path> kept = Files.list(rig.places.quarantine())) {
            assertEquals(1, kept.count());
        }
        rig.host.close();
        Rig again = new Rig(home);
        again.start();
        assertEquals("v1", again.adapters.send("echo"), "the folder holds the jar that works");
        again.close();
    }

    @Test
    void rollsBackWhenAPersonSaysSo() {
        rig.start();
        Path file = Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "v1");
        Evil.good("echo", "v2").writeTo(file);
        rig.awaitMark("echo", "v2");
        rig.host.act("echo", "rollback").join();
        assertEquals("v1", rig.adapters.send("echo"));
        rig.host.act("echo", "rollback").join();
        assertEquals("v2", rig.adapters.send("echo"));
    }

    @Test
    void staysStoppedAcrossARestartWhenAPersonStoppedIt() {
        Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.start();
        rig.host.act("echo", "stop").join();
        assertEquals("stopped", rig.row("echo").state());
        rig.host.close();
        Rig again = new Rig(home);
        again.start();
        assertEquals(
                List.of("stopped", "stopped"),
                List.of(again.row("echo").state(), again.row("echo").wanted()));
        again.host.act("echo", "start").join();
        assertEquals("v1", again.adapters.send("echo"));
        again.close();
    }

    @Test
    void restartsInAFreshLoader() {
        Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.start();
        ClassLoader before = rig.host.live("echo").orElseThrow().loader();
        rig.host.act("echo", "restart").join();
        assertFalse(before == rig.host.live("echo").orElseThrow().loader());
        assertEquals(1, rig.row("echo").restarts());
    }

    @Test
    void keepsAReplacedInstanceUntilItHasFinishedWhatItHad() {
        Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.start();
        LivePlugin old = rig.host.live("echo").orElseThrow();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        assertTrue(old.keepFor(answer));
        rig.host.act("echo", "restart").join();
        rig.awaitMark("echo", "v1");
        assertFalse(old.alive());
        assertTrue(hasClasses(old));
        answer.complete(true);
        Rig.await(() -> !hasClasses(old), () -> "the end of the old instance");
    }

    @Test
    void doesNotWaitForWhatHasFinishedAlreadyNorForeverWhenAPersonStopsIt() {
        Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.start();
        LivePlugin old = rig.host.live("echo").orElseThrow();
        assertTrue(old.keepFor(CompletableFuture.completedFuture(true)));
        assertTrue(old.keepFor(new CompletableFuture<>()));
        rig.host.act("echo", "stop").join();
        assertFalse(hasClasses(old));
    }

    private static boolean hasClasses(LivePlugin plugin) {
        return plugin.loader().getResource("META-INF/services/io.hermesgateway.spi.plugin.Plugin") != null;
    }

    @Test
    void letsADroppedJarTakeThePlaceOfABundledOneAndBringsThatBack() throws IOException {
        Evil.good("echo", "ours").writeTo(rig.places.bundles().resolve("echo.jar"));
        rig.start();
        assertEquals("bundled", rig.row("echo").source());
        Path file = Evil.good("echo", "theirs").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "theirs");
        assertEquals("dropped", rig.row("echo").source());
        Files.delete(file);
        rig.awaitMark("echo", "ours");
        assertEquals("bundled", rig.row("echo").source());
    }

    @Test
    void installsAndRemovesForAnOperator() {
        rig.start();
        Path jar = Evil.good("echo", "v1").writeTo(home.resolve("upload.bin"));
        assertEquals("running", rig.host.install(jar).join().state());
        assertEquals("v1", rig.adapters.send("echo"));
        assertTrue(Files.exists(rig.drop("echo.jar")));
        rig.host.remove("echo").join();
        assertFalse(Files.exists(rig.drop("echo.jar")));
        assertEquals("absent", rig.row("echo").state());
    }

    @Test
    void letsANewerJarEndAStartThatHangs() throws IOException {
        System.clearProperty("zoo.release");
        rig.close();
        rig = new Rig(home, Limits.shipped()).start();
        Evil.HANGS_IN_CONSTRUCTOR.as("echo").writeTo(rig.drop("echo.jar"));
        rig.awaitState("echo", "starting");
        long start = System.nanoTime();
        Evil.good("echo", "v2").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "v2");
        assertTrue(System.nanoTime() - start < 10_000_000_000L, "did not wait for the deadline of 20 s");
        System.setProperty("zoo.release", "now");
    }

    @Test
    void letsAPersonStopAStartThatHangsAndKeepsItsJar() {
        System.clearProperty("zoo.release");
        rig.close();
        rig = new Rig(home, Limits.shipped()).start();
        Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "v1");
        Evil.HANGS_IN_CONSTRUCTOR.as("echo").writeTo(rig.drop("echo.jar"));
        rig.awaitState("echo", "starting");
        rig.host.act("echo", "stop").join();
        assertEquals("stopped", rig.row("echo").state());
        assertFalse(Files.exists(rig.places.quarantine()), "nobody said that the new jar is bad");
        System.setProperty("zoo.release", "now");
    }

    @Test
    void movesOnWhenAFileIsRenamed() throws IOException {
        Path a = Evil.good("echo", "v1").writeTo(rig.drop("a.jar"));
        rig.start();
        ClassLoader before = rig.host.live("echo").orElseThrow().loader();
        Files.move(a, rig.drop("b.jar"));
        Rig.await(() -> !rig.host.isOwner(a), () -> "the old name to be forgotten");
        assertEquals("v1", rig.adapters.send("echo"));
        assertTrue(before == rig.host.live("echo").orElseThrow().loader(), "the same jar goes on");
        Files.delete(rig.drop("b.jar"));
        rig.awaitState("echo", "absent");
    }

    @Test
    void startsAnewWhenAJarComesBack() throws IOException {
        rig.start();
        Path file = Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.awaitMark("echo", "v1");
        Files.delete(file);
        rig.awaitState("echo", "absent");
        Evil.good("echo", "v1").writeTo(file);
        rig.awaitMark("echo", "v1");
        assertEquals("not_found", code(() -> rig.host.row("nobody")));
    }

    @Test
    void knowsOnlyFourActionsAndOnlyItsPlugins() {
        Evil.good("echo", "v1").writeTo(rig.drop("echo.jar"));
        rig.start();
        assertEquals("not_found", code(() -> rig.host.act("nobody", "stop")));
        assertEquals("bad_request", code(() -> rig.host.act("echo", "explode")));
    }

    private static String code(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(GatewayException.class, call).code().code();
    }
}
