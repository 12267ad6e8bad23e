package io.hermesgateway.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/hermes} with a pretended Java, in folders whose names have spaces. */
class LauncherTest {

    @TempDir
    Path temp;

    private Sandbox box;
    private String hermes;
    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        box = new Sandbox(Files.createDirectory(temp.resolve("a b")));
        home = box.root.resolve("my home");
        Path dist = box.root.resolve("the dist");
        Path script = dist.resolve("bin/hermes");
        Files.createDirectories(script.getParent());
        Files.createDirectories(dist.resolve("lib"));
        Files.copy(Path.of("src/main/dist/bin/hermes"), script, StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(dist.resolve("lib/b.jar"), "");
        Files.writeString(dist.resolve("lib/a.jar"), "");
        hermes = script.toString();
        box.set("HERMES_HOME", home.toString()).set("HERMES_NO_ARCHIVE", "1");
    }

    @AfterEach
    void end() throws Exception {
        box.close();
    }

    private Process gateway(String out, String... options) throws IOException {
        String[] command = Stream.concat(Stream.of(hermes, "gateway", "run"), Stream.of(options))
                .toArray(String[]::new);
        return box.start(out, command);
    }

    @Test
    void handsACommandToTheCommandLineProgramWordForWord() throws Exception {
        assertEquals("exit 0", box.run(hermes, "send", "--to", "weixin:a b", "two  words", ""));
        String call = box.calls().get(0);
        assertTrue(call.contains("/the dist/lib/a.jar:"), call);
        assertTrue(call.endsWith("[io.hermesgateway.cli.Main][send][--to][weixin:a b][two  words][]"), call);
        assertFalse(Files.exists(home), "a command makes no home");
    }

    @Test
    void takesTheExitCodeOfTheProgram() throws Exception {
        box.plan("3");
        assertEquals("exit 3", box.run(hermes, "gateway", "status"));
    }

    @Test
    void isTheSameProgramThroughALink() throws Exception {
        Path link = box.root.resolve("path/hermes");
        Files.createSymbolicLink(link, Path.of("../the dist/bin/hermes"));
        assertEquals("exit 0", box.run(link.toString(), "doctor"));
        assertTrue(box.calls().get(0).contains("/the dist/lib/b.jar"));
    }

    @Test
    void passesOverAJavaThatIsTooOld() throws Exception {
        box.program("old/bin/java", "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
        box.program("newer/bin/java", Files.readString(box.root.resolve("jdk/bin/java")));
        Files.writeString(box.root.resolve("newer/release"), "JAVA_VERSION=\"21\"\n");
        box.set("JAVA_HOME", box.root.resolve("old").toString());
        box.set("PATH", box.root.resolve("newer/bin") + ":/usr/bin:/bin");
        box.plan("7");
        assertEquals("exit 7", box.run(hermes, "doctor"));
    }

    @Test
    void startsTheGatewayWithItsHomeAndBundles() throws Exception {
        assertEquals("exit 0", box.run(hermes, "--home", box.root + "/other", "gateway", "run"));
        String call = box.calls().get(0);
        assertTrue(call.contains("[-Dhermes.process=/hermes-gateway]"), call);
        assertTrue(call.contains("[--home][" + box.root + "/other][--lib][" + box.root + "/the dist/bundles]"), call);
        assertFalse(Files.exists(home));
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        assertTrue(box.run(hermes, "gateway", "run", "--fast").endsWith("exit 2"));
        assertTrue(box.run(hermes, "gateway", "run", "--home").endsWith("exit 2"));
        assertEquals(List.of(), box.calls());
    }

    @Test
    void saysThatTheHomeCannotBeWritten() throws Exception {
        Files.writeString(home, "a file");
        String said = box.run(hermes, "gateway", "run");
        assertTrue(said.contains(home + " cannot be written") && said.endsWith("exit 78"), said);
        box.set("LC_ALL", "zh_CN.UTF-8");
        String spoken = box.run(hermes, "gateway", "run");
        assertTrue(spoken.contains("无法写入主目录"), spoken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "78"})
    void doesNotRestartWhatEndedOnPurpose(String code) throws Exception {
        box.plan(code, "serve");
        assertEquals("exit " + code, box.run(hermes, "gateway", "run"));
        assertEquals(1, box.calls().size());
    }

    @Test
    void restartsAtOnceWhatAsksForIt() throws Exception {
        box.plan("75", "75", "75", "0");
        assertEquals("exit 0", box.run(hermes, "gateway", "run"));
        assertEquals(4, box.calls().size());
    }

    @Test
    void startsAKilledChildAgainAndStaysTheOwner() throws Exception {
        box.plan("serve", "serve");
        Process parent = gateway("out");
        box.child(1).destroyForcibly();
        box.child(2);
        assertTrue(box.run(hermes, "gateway", "run").endsWith("exit 78"));
        assertTrue(box.said("out").isEmpty() || parent.isAlive());
        parent.destroy();
        assertEquals(0, Sandbox.exitOf(parent));
    }

    @Test
    void leavesGrowingPausesBetweenDeaths() throws Exception {
        box.plan("1", "1", "1", "0", "1", "1", "0");
        String said = box.run(hermes, "gateway", "run");
        assertTrue(
                said.contains("again in 0 s") && said.contains("again in 1 s") && said.contains("again in 2 s"), said);
        box.set("HERMES_HEALTHY_AFTER", "0").set("HERMES_STORM_LIMIT", "100");
        assertFalse(box.run(hermes, "gateway", "run").contains("again in 1 s"));
        assertEquals(7, box.calls().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void passesAStopOnAndEndsWell(String signal) throws Exception {
        box.plan("serve", "serve");
        // A shell cannot trap what was ignored when it began, as INT and HUP are in a build under nohup.
        Process parent = box.start("out", "env", "--default-signal=INT,HUP", hermes, "gateway", "run");
        ProcessHandle child = box.child(1);
        Sandbox.await("the pid file", () -> Files.exists(home.resolve("gateway.beat")));
        kill(signal, parent.pid());
        assertEquals(0, Sandbox.exitOf(parent));
        assertTrue(Sandbox.gone(child));
        assertEquals(1, box.calls().size());
    }

    @Test
    void drainsAndStartsAgainOnUsr1() throws Exception {
        box.plan("serve", "serve");
        Process parent = gateway("out");
        box.child(1);
        Sandbox.await("the first one serves", () -> Files.exists(home.resolve("gateway.beat")));
        kill("USR1", parent.pid());
        box.child(2);
        parent.destroy();
        assertEquals(0, Sandbox.exitOf(parent));
    }

    @Test
    void namesTheOwnerOfAHomeThatIsTaken() throws Exception {
        box.plan("serve");
        gateway("out");
        ProcessHandle child = box.child(1);
        Sandbox.await("the record", () -> box.said("my home/gateway.pid").endsWith("}"));
        String said = box.run(hermes, "gateway", "run");
        assertTrue(said.contains("process " + child.pid() + ")") && said.endsWith("exit 78"), said);
        assertEquals(1, box.calls().size());
    }

    @Test
    void aChildWithoutItsParentKeepsTheHomeUntilItIsReplaced() throws Exception {
        box.plan("serve", "serve");
        Process parent = gateway("out");
        ProcessHandle orphan = box.child(1);
        Sandbox.await("the record", () -> box.said("my home/gateway.pid").endsWith("}"));
        parent.destroyForcibly();
        Sandbox.exitOf(parent);
        assertTrue(orphan.isAlive());
        assertTrue(box.run(hermes, "gateway", "run").endsWith("exit 78"));
        Process next = gateway("next", "--replace");
        box.child(2);
        Sandbox.await("the end of the orphan", () -> Sandbox.gone(orphan));
        next.destroy();
        assertEquals(0, Sandbox.exitOf(next));
    }

    @Test
    void takesOverFromAnOwnerThatEndsWell() throws Exception {
        box.plan("serve", "serve");
        Process first = gateway("out");
        box.child(1);
        Process second = gateway("next", "--replace");
        assertEquals(0, Sandbox.exitOf(first));
        box.child(2);
        assertTrue(second.isAlive());
    }

    @Test
    void takesOverFromAnOwnerThatWillNotEnd() throws Exception {
        box.plan("stubborn", "serve");
        box.set("HERMES_REPLACE_WAIT", "1");
        Process first = gateway("out");
        ProcessHandle child = box.child(1);
        gateway("next", "--replace");
        box.child(2);
        Sandbox.await("the end of both", () -> !first.isAlive() && Sandbox.gone(child));
    }

    @Test
    void neverTakesOverAnotherHome() throws Exception {
        box.plan("serve", "serve");
        gateway("out");
        ProcessHandle child = box.child(1);
        Sandbox.await("the record", () -> box.said("my home/gateway.pid").endsWith("}"));
        Path other = Files.createDirectory(box.root.resolve("other"));
        Files.copy(home.resolve("gateway.pid"), other.resolve("gateway.pid"));
        box.start("lock", "flock", other + "/gateway.lock", "sleep", "60");
        Sandbox.await("the lock", () -> Files.exists(other.resolve("gateway.lock")));
        box.set("HERMES_REPLACE_WAIT", "1").set("HERMES_OWNER_WAIT", "0");
        String said = box.run(hermes, "gateway", "run", "--replace", "--home", other.toString());
        assertTrue(said.endsWith("exit 78"), said);
        assertTrue(child.isAlive());
    }

    @Test
    void withoutAParentTheGatewayIsTheProcessItselfAndStillTheOwner() throws Exception {
        box.plan("serve");
        Process process = gateway("out", "--no-supervise");
        assertEquals(process.pid(), box.child(1).pid());
        assertTrue(box.run(hermes, "gateway", "run").endsWith("exit 78"));
        process.destroy();
        assertEquals(0, Sandbox.exitOf(process));
    }

    @Test
    void pausesAStormAndRemembersItAcrossParents() throws Exception {
        box.set("HERMES_STORM_LIMIT", "2");
        box.plan("75", "75", "0");
        Process parent = gateway("out");
        Sandbox.await("the pause", () -> box.said("my home/gateway-starts.log")
                .contains("storm: 2 starts in 120 s, pausing 5 s"));
        parent.destroy();
        assertEquals(0, Sandbox.exitOf(parent));
        assertEquals(2, box.calls().size());
        Process next = gateway("next");
        Sandbox.await("the next pause", () -> box.said("next").contains("pausing 5 s"));
        next.destroy();
        assertEquals(0, Sandbox.exitOf(next));
        assertEquals(2, box.calls().size());
    }

    @Test
    void tellsSystemdWhenTheChildIsReadyAndForAsLongAsItLives() throws Exception {
        box.program("path/systemd-notify", "#!/bin/sh\necho \"$*\" >> \"$FAKE/notified\"\n");
        box.set("NOTIFY_SOCKET", "/run/nothing").set("WATCHDOG_USEC", "1000000");
        box.plan("75", "serve");
        Process parent = gateway("out");
        box.child(2);
        Sandbox.await("proofs of life", () -> box.said("fake/notified").startsWith("--ready\nWATCHDOG=1\nWATCHDOG=1"));
        parent.destroy();
        assertEquals(0, Sandbox.exitOf(parent));
    }

    @Test
    void makesAnArchiveOnceAndUsesIt() throws Exception {
        box.set("HERMES_NO_ARCHIVE", "").set("HERMES_ARCHIVE_AFTER", "0");
        box.plan("serve", "serve", "0", "0");
        Process parent = gateway("out");
        Path cache = box.root.resolve("the dist/cache");
        Sandbox.await("two archives", () -> Files.isDirectory(cache) && archives(cache) == 2);
        assertTrue(box.calls().get(2).contains("[gateway][status]"), box.calls().get(2));
        parent.destroy();
        assertEquals(0, Sandbox.exitOf(parent));
        int before = box.calls().size();
        assertEquals("exit 0", box.run(hermes, "doctor"));
        assertTrue(box.calls().get(before).contains("[-XX:SharedArchiveFile=" + cache + "/cli-17.0.99-"));
        Files.writeString(box.root.resolve("the dist/lib/a.jar"), "changed");
        assertEquals("exit 0", box.run(hermes, "doctor"));
        assertFalse(box.calls().get(before + 1).contains("SharedArchiveFile"), "made for other jars");
    }

    private static long archives(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(path -> path.toString().endsWith(".jsa")).count();
        }
    }

    private static void kill(String signal, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        assertEquals(0, Sandbox.exitOf(kill));
    }
}
