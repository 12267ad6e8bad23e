package io.hermesgateway.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./hermes} in a pretended clone, with a pretended Maven, JDK and apt. */
class CloneTest {

    private static final String MAVEN =
            """
            #!/bin/sh
            if [ "$1" = -v ]; then echo "Apache Maven 3.8.7"; exit 0; fi
            echo "$JAVA_HOME $*" >> "$FAKE/builds"
            echo "[INFO] Building Hermes Gateway: contracts 0.1.0-SNAPSHOT   [2/3]"
            [ ! -e "$FAKE/broken" ] || { echo "[ERROR] Foo.java:[1,2] no"; exit 1; }
            out=$CLONE/distribution/assembly/target/hermes-gateway
            mkdir -p "$out/bin"
            printf '#!/bin/sh\\necho "runs %s: $*"; [ "$1" != wait ] || exec sleep 60\\n' "$(cat "$CLONE/kernel/src/a")" \\
              > "$out/bin/hermes"
            """;

    private static final String APT =
            """
            #!/bin/sh
            echo "$*" >> "$FAKE/apt"
            [ "$1" != update ] || touch "$FAKE/updated"
            [ "$1" != install ] || cp -R "$FAKE/../spare/." "$FAKE/.."
            """;

    @TempDir
    Path temp;

    private Sandbox box;
    private Path clone;
    private String hermes;

    @BeforeEach
    void pretend() throws Exception {
        box = new Sandbox(Files.createDirectory(temp.resolve("a b")));
        clone = Files.createDirectories(box.root.resolve("my clone"));
        Files.copy(Path.of("../../hermes"), clone.resolve("hermes"), StandardCopyOption.COPY_ATTRIBUTES);
        hermes = clone.resolve("hermes").toString();
        Files.writeString(clone.resolve("pom.xml"), "");
        source("kernel/src/a", "one");
        for (String tool : new String[] {
            "sh",
            "sed",
            "find",
            "readlink",
            "dirname",
            "mkdir",
            "cp",
            "mv",
            "ln",
            "cat",
            "rm",
            "chmod",
            "grep",
            "head",
            "flock",
            "env",
            "touch",
            "sleep"
        }) {
            lend(tool);
        }
        box.program("path/mvn", MAVEN);
        box.program("jdks/a/bin/javac", "#!/bin/sh\necho javac 17.0.1\n");
        box.set("PATH", box.root.resolve("path").toString());
        box.set("JAVA_HOME", "");
        box.set("HERMES_JVMS", box.root.resolve("jdks").toString());
        box.set("CLONE", clone.toString());
    }

    @AfterEach
    void end() throws Exception {
        box.close();
    }

    /** The clone sees only the programs that it is given. */
    private void lend(String name) throws IOException {
        Path usual = Path.of("/usr/bin", name);
        Path real = Files.exists(usual) ? usual : Path.of("/bin", name);
        box.program("path/" + name, "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }

    private void source(String path, String text) throws IOException {
        Path file = clone.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        later(file);
    }

    /** Clocks of file systems are coarse; what was changed after a build is a little newer here than it is. */
    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochMilli(System.currentTimeMillis() + 2_000)));
    }

    private void settle() throws IOException {
        Path stamp = clone.resolve("distribution/assembly/target/run/stamp");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.ofEpochMilli(System.currentTimeMillis() + 4_000)));
    }

    private long builds() throws IOException {
        return box.said("fake/builds").lines().count();
    }

    @Test
    void buildsOnceAndThenJustRuns() throws Exception {
        String first = box.run(hermes, "gateway", "run");
        assertTrue(first.contains("building; the first time"), first);
        assertTrue(first.contains("[2/3] contracts"), first);
        assertTrue(first.endsWith("runs one: gateway run\nexit 0"), first);
        assertTrue(box.said("fake/builds").startsWith(box.root.resolve("jdks/a") + " "));
        settle();
        assertEquals("runs one: doctor\nexit 0", box.run(hermes, "doctor"));
        assertEquals(1, builds());
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
        box.run(hermes, "doctor");
        settle();
        source("kernel/src/a", "two");
        Files.setLastModifiedTime(
                clone.resolve("kernel/src/a"), FileTime.from(Instant.ofEpochMilli(System.currentTimeMillis() + 9_000)));
        assertTrue(box.run(hermes, "doctor").endsWith("runs two: doctor\nexit 0"));
        assertEquals(2, builds());
    }

    @Test
    void doesNotCareForTestsDocumentsAndItsOwnTargets() throws Exception {
        box.run(hermes, "doctor");
        source("kernel/src/test/A.java", "");
        source("kernel/README.md", "");
        source("kernel/target/x", "");
        settle();
        for (String path : new String[] {"kernel/src/test/A.java", "kernel/README.md", "kernel/target/x"}) {
            Files.setLastModifiedTime(
                    clone.resolve(path), FileTime.from(Instant.ofEpochMilli(System.currentTimeMillis() + 9_000)));
        }
        box.run(hermes, "doctor");
        assertEquals(1, builds());
    }

    @Test
    void aFailedBuildSaysWhyAndRunsNothing() throws Exception {
        Files.writeString(box.fake.resolve("broken"), "");
        String said = box.run(hermes, "doctor");
        assertTrue(said.contains("[ERROR] Foo.java:[1,2] no") && said.contains("the build failed"), said);
        assertTrue(said.endsWith("exit 1"), said);
        assertFalse(said.contains("runs"), said);
    }

    @Test
    void leavesARunningBuildAloneAndRemovesTheUnused() throws Exception {
        Process running = box.start("first", hermes, "wait");
        Sandbox.await("the first one", () -> box.said("first").contains("runs one"));
        for (String text : new String[] {"two", "three", "four"}) {
            Files.delete(clone.resolve("distribution/assembly/target/run/stamp"));
            source("kernel/src/a", text);
            assertTrue(box.run(hermes, "doctor").endsWith("runs " + text + ": doctor\nexit 0"));
        }
        Path runs = clone.resolve("distribution/assembly/target/run");
        assertTrue(Files.exists(runs.resolve("1")) && running.isAlive());
        assertFalse(Files.exists(runs.resolve("2")));
        assertTrue(Files.exists(runs.resolve("3")) && Files.exists(runs.resolve("4")));
    }

    private void withoutTools(String os) throws Exception {
        Files.createDirectories(box.root.resolve("spare/path"));
        Files.move(box.root.resolve("jdks"), box.root.resolve("spare/jdks"));
        Files.move(box.root.resolve("path/mvn"), box.root.resolve("spare/path/mvn"));
        Path release = box.root.resolve("os-release");
        Files.writeString(release, "ID=" + os + "\n");
        box.set("HERMES_OS_RELEASE", release.toString());
        box.program("path/apt-get", APT);
        box.program("path/apt-cache", "#!/bin/sh\n[ -e \"$FAKE/updated\" ] && [ \"$2\" = openjdk-21-jdk-headless ]\n");
        user(0);
    }

    private void user(int id) throws IOException {
        box.program("path/id", "#!/bin/sh\necho " + id + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian", "ubuntu"})
    void installsWhatIsMissingAsRootWithoutATerminal(String os) throws Exception {
        withoutTools(os);
        String said = box.run(hermes, "doctor");
        assertTrue(said.contains("installing: openjdk-17-jdk-headless maven"), said);
        assertTrue(said.endsWith("runs one: doctor\nexit 0"), said);
        assertEquals(
                "update -q\ninstall -y -q --no-install-recommends openjdk-21-jdk-headless maven\n",
                box.said("fake/apt"));
    }

    @Test
    void installsNothingWhenToldSo() throws Exception {
        withoutTools("debian");
        box.set("HERMES_NO_INSTALL", "1");
        String said = box.run(hermes, "doctor");
        assertTrue(said.contains("apt-get install -y openjdk-17-jdk-headless maven"), said);
        assertTrue(said.endsWith("exit 78"), said);
        assertEquals("", box.said("fake/apt"));
    }

    @Test
    void installsNothingForAUserWhoCannotBeAsked() throws Exception {
        withoutTools("debian");
        user(1000);
        assertTrue(box.run(hermes, "doctor").endsWith("exit 78"));
        assertEquals("", box.said("fake/apt"));
    }

    @Test
    void saysInOneSentenceWhatToDoElsewhere() throws Exception {
        withoutTools("fedora");
        box.program("path/dnf", "#!/bin/sh\n");
        assertEquals(
                "hermes: building needs a JDK 17 or newer and Maven 3.8 or newer: dnf install java-17-openjdk-devel maven\n"
                        + "exit 78",
                box.run(hermes, "doctor"));
    }

    @Test
    void asksForNothingButTheMissingHalf() throws Exception {
        withoutTools("debian");
        Files.move(box.root.resolve("spare/jdks"), box.root.resolve("jdks"));
        String said = box.run(hermes, "doctor");
        assertTrue(said.contains("installing: maven\n"), said);
    }

    @Test
    void asksOnATerminal() throws Exception {
        withoutTools("debian");
        lend("script");
        for (String answer : new String[] {"n", "y"}) {
            Path answers = box.root.resolve("answers");
            Files.writeString(answers, answer + "\n");
            Process process = box.start(
                    "typed", "/bin/sh", "-c", "script -qec '\"" + hermes + "\" doctor' /dev/null < '" + answers + "'");
            Sandbox.exitOf(process);
            String said = box.said("typed");
            assertTrue(said.contains("now? [Y/n]"), said);
            assertEquals(answer.equals("y"), said.contains("runs one: doctor"), said);
        }
    }
}
