package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.jars.Evil;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One evil plugin beside a good one: the evil has a named end, the good one never notices, a good jar replaces it. */
class EvilZooTest {
    /** Generous, because this machine may be busy, but far from any deadline of 30 s; the campaign measures. */
    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(10);

    @TempDir
    static Path shelf;

    @TempDir
    Path home;

    private Rig rig;

    @BeforeAll
    static void buildTheGoodOnes() {
        Evil.good("friend", "friend").writeTo(shelf.resolve("friend"));
        Evil.good("animal", "cured").writeTo(shelf.resolve("cure"));
    }

    @BeforeEach
    void startBesideAFriend() throws IOException {
        System.clearProperty("zoo.release");
        rig = new Rig(home);
        Files.copy(shelf.resolve("friend"), rig.drop("friend.jar"));
        rig.start();
    }

    @AfterEach
    void release() {
        System.setProperty("zoo.release", "now");
        rig.close();
        Rig.await(() -> animals() == 0, () -> "orphans to end");
    }

    static long animals() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> {
                    ThreadGroup group = thread.getThreadGroup();
                    return group != null && group.getName().equals("plugin-animal");
                })
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "THROWS_IN_CONSTRUCTOR, IllegalStateException: evil",
        "THROWS_IN_DOOR, IllegalStateException: evil",
        "THROWS_IN_START, IllegalStateException: evil",
        "HANGS_IN_CONSTRUCTOR, start did not return in time",
        "HANGS_IN_STATIC_INITIALISER, start did not return in time",
        "HANGS_IN_START, start did not return in time",
        "SPINS_IN_START, start did not return in time",
        "EXITS_IN_START, may not end the gateway (System.exit(7))",
        "EXITS_BY_REFERENCE, may not end the gateway (System.exit(7))",
        "THROWS_OUT_OF_MEMORY, OutOfMemoryError: evil",
        "OVERFLOWS_THE_STACK, StackOverflowError",
        "MISSES_A_CLASS, NoClassDefFoundError: acme/Gone",
        "THROWS_WHAT_CANNOT_BE_PRINTED, ''",
        "RETURNS_NULL_FROM_DOOR, platforms() gave null",
        "RETURNS_NULL_FROM_OPEN, open returned null",
    })
    void quarantinesWhatNeverStarts(Evil evil, String words) throws IOException {
        evil.as("animal").writeTo(rig.drop("animal.jar"));
        if (hangs(evil)) {
            rig.threads.passWhenIn(place(evil), 1, "animal");
            rig.threads.passWhenIn(place(evil), 2, "animal");
        }
        Rows.Plugin row = rig.awaitState("animal", "quarantined");
        assertTrue(row.detail().contains(words), row.detail());
        assertEquals(1, row.restarts());
        replaceWithAGoodOne();
    }

    private static boolean hangs(Evil evil) {
        return evil.name().startsWith("HANGS") || evil.name().startsWith("SPINS");
    }

    /** The method that does not return. */
    private static String place(Evil evil) {
        return switch (evil) {
            case HANGS_IN_CONSTRUCTOR -> "<init>";
            case HANGS_IN_STATIC_INITIALISER -> "<clinit>";
            case HANGS_IN_SEND, HOLDS_A_MONITOR_IN_SEND -> "send";
            default -> "start";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "THROWS_IN_SEND, plugin_failed, IllegalStateException: evil",
        "THROWS_OUT_OF_MEMORY_IN_SEND, plugin_failed, OutOfMemoryError: evil",
        "OVERFLOWS_THE_STACK_IN_SEND, plugin_failed, StackOverflowError",
        "RETURNS_NULL_FROM_SEND, plugin_failed, send returned null",
    })
    void failsTheCallThatThrowsAndKeepsThePlugin(Evil evil, String code, String words) throws IOException {
        evil.as("animal").writeTo(rig.drop("animal.jar"));
        rig.awaitState("animal", "running");
        GatewayException failure = assertThrows(GatewayException.class, () -> rig.adapters.send("animal"));
        assertEquals(code, failure.code().code());
        assertTrue(String.valueOf(failure.getMessage()).contains(words), failure.getMessage());
        assertEquals("running", rig.row("animal").state());
        if (!words.contains("null")) {
            rig.awaitRow("animal", row -> row.detail().contains(words));
        }
        replaceWithAGoodOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS_IN_SEND", "HOLDS_A_MONITOR_IN_SEND"})
    void disownsAnInstanceThatHangsInACallAndStartsAFreshOne(Evil evil) throws IOException {
        evil.as("animal").writeTo(rig.drop("animal.jar"));
        rig.awaitState("animal", "running");
        ClassLoader before = rig.host.live("animal").orElseThrow().loader();
        CompletableFuture<String> sending = CompletableFuture.supplyAsync(() -> rig.adapters.send("animal"));
        rig.threads.passWhenIn(place(evil), 1, "animal");
        Throwable failure =
                assertThrows(CompletionException.class, sending::join).getCause();
        assertEquals(
                "plugin_overdue",
                assertInstanceOf(GatewayException.class, failure).code().code());
        rig.awaitRow(
                "animal",
                row -> row.restarts() == 1
                        && row.state().equals("running")
                        && row.detail().contains("started again: send did not return in time")
                        && row.detail().contains("1 threads of former instances still run"));
        assertTrue(before != rig.host.live("animal").orElseThrow().loader());
        replaceWithAGoodOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS_IN_CLOSE", "LEAKS_A_THREAD", "THROWS_IN_CLOSE", "OVERFLOWS_IN_ITS_OWN_THREAD"})
    void replacesWhatRunsButEndsBadly(Evil evil) throws IOException {
        evil.as("animal").writeTo(rig.drop("animal.jar"));
        rig.awaitState("animal", "running");
        replaceWithAGoodOne();
        if (evil == Evil.HANGS_IN_CLOSE || evil == Evil.LEAKS_A_THREAD) {
            rig.awaitRow(
                    "animal",
                    row -> row.detail().contains("1 threads of former instances still run") && row.threads() >= 1);
        }
    }

    @Test
    void showsWhatEndedAThreadOfThePlugin() {
        Evil.OVERFLOWS_IN_ITS_OWN_THREAD.as("animal").writeTo(rig.drop("animal.jar"));
        rig.awaitRow("animal", row -> row.detail().contains("StackOverflowError"));
    }

    @Test
    void takesNothingFromAThreadThatOutlivedItsPlugin() throws IOException {
        Evil.CALLS_BACK_AFTER_STOP.as("animal").writeTo(rig.drop("animal.jar"));
        rig.awaitState("animal", "running");
        FakePlatformContext context = rig.adapters.context("animal");
        Rig.await(() -> context.accepted().size() > 2, () -> "callbacks");
        replaceWithAGoodOne();
        int accepted = context.accepted().size();
        Accepted late = context.accept(context.accepted().get(0));
        assertTrue(late instanceof Accepted.NotNow);
        assertEquals(accepted, context.accepted().size());
    }

    @Test
    void survivesATenMegabyteMessage() throws IOException {
        Evil.SENDS_TEN_MEGABYTES.as("animal").writeTo(rig.drop("animal.jar"));
        rig.awaitState("animal", "running");
        assertEquals(
                10_000_000,
                rig.adapters.context("animal").accepted().get(0).text().length());
        replaceWithAGoodOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS_IN_CONSTRUCTOR", "HANGS_IN_START", "EXITS_IN_START", "RETURNS_NULL_FROM_OPEN"})
    void keepsTheRunningJarWhenAnEvilOneIsToReplaceIt(Evil evil) {
        Evil.good("animal", "good").writeTo(rig.drop("animal.jar"));
        rig.awaitMark("animal", "good");
        evil.as("animal").writeTo(rig.drop("animal.jar"));
        if (hangs(evil)) {
            rig.threads.passWhenIn(place(evil), 1, "animal");
        }
        rig.awaitRow("animal", row -> row.detail().contains("was not taken"));
        rig.awaitMark("animal", "good");
        assertEquals("friend", rig.adapters.send("friend"));
    }

    private void replaceWithAGoodOne() throws IOException {
        Path cure = Files.copy(shelf.resolve("cure"), home.resolve("cure"));
        long start = System.nanoTime();
        Files.move(cure, rig.drop("animal.jar"), StandardCopyOption.ATOMIC_MOVE);
        rig.awaitMark("animal", "cured");
        long took = System.nanoTime() - start;
        assertTrue(took < REPLACED_WITHIN.toNanos(), "replaced after " + Duration.ofNanos(took));
        assertEquals("friend", rig.adapters.send("friend"));
        assertEquals(0, rig.row("friend").restarts());
        assertEquals("running", rig.awaitState("friend", "running").state());
    }
}
