package io.hermesgateway.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.tools.Calls;
import io.hermesgateway.tools.terminal.FakeRun;
import io.hermesgateway.tools.terminal.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FileToolsTest {
    @TempDir
    Path folder;

    private Path root;
    private TestContext context;
    private FakeRun run;
    private Calls calls;

    @BeforeEach
    void open() throws IOException {
        root = folder.toRealPath();
        context = new TestContext(root);
        run = FakeRun.of(root);
        calls = new Calls(new FileTools(root.resolve("ann")).open(context), run);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private Path session() {
        return run.scope().folder();
    }

    private Assessment assess(String tool, Map<String, Object> arguments) {
        return calls.assess(tool, arguments);
    }

    private String done(String tool, Map<String, Object> arguments) {
        return calls.done(tool, arguments);
    }

    private String failed(String tool, Map<String, Object> arguments) {
        return calls.failed(tool, arguments);
    }

    private Path file(String name, String text) throws IOException {
        Path file = session().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void showsAPartWithLineNumbersAndSaysHowToGoOn() throws IOException {
        file(
                "a.txt",
                Stream.iterate(1, i -> i + 1).limit(30).map(i -> "line " + i).collect(Collectors.joining("\n")));
        String text = done("read_file", Map.of("path", "a.txt", "offset", 5, "limit", 2));
        assertEquals("5|line 5\n6|line 6\n[there is more: go on with offset 7]", text);
        assertEquals("30|line 30\n", done("read_file", Map.of("path", "a.txt", "offset", 30)));
        assertEquals("(the file has only 30 lines)", done("read_file", Map.of("path", "a.txt", "offset", 31)));
        assertEquals(
                done("read_file", Map.of("path", "a.txt")), done("read_file", Map.of("path", "a.txt", "offset", 0)));
    }

    @Test
    void readsWhatIsNotQuiteText() throws IOException {
        Files.write(session().resolve("half"), new byte[] {'a', (byte) 0xE4, (byte) 0xBD, '\n', 'b'});
        assertTrue(done("read_file", Map.of("path", "half")).endsWith("2|b\n"));
        Files.write(session().resolve("bin"), new byte[] {1, 0, 2});
        assertTrue(failed("read_file", Map.of("path", "bin")).contains("not a text file (3 bytes)"));
        file("empty", "");
        assertEquals("(the file is empty)", done("read_file", Map.of("path", "empty")));
        file("long", "x".repeat(5_000));
        assertTrue(done("read_file", Map.of("path", "long")).contains("… [5000 characters]"));
    }

    @Test
    void namesWhatStandsBesideAMissingFile() throws IOException {
        file("docs/a.txt", "");
        assertTrue(failed("read_file", Map.of("path", "docs/b.txt")).contains("a.txt"));
        assertTrue(done("read_file", Map.of("path", ".")).contains("docs/"));
        assertTrue(failed("read_file", Map.of()).contains("`path` is missing"));
        assertTrue(failed("read_file", Map.of("path", "a\0b")).contains("NUL"));
    }

    @Test
    void doesNotReadTheGatewaysKeys() throws IOException {
        Files.createDirectories(context.home());
        Files.writeString(context.home().resolve(".env"), "API_SERVER_KEY=secret");
        Files.createSymbolicLink(session().resolve("innocent"), context.home().resolve(".env"));
        for (String path : new String[] {context.home() + "/.env", "innocent", context.home() + "/x/../.env"}) {
            assertInstanceOf(Assessment.Forbidden.class, assess("read_file", Map.of("path", path)), path);
        }
        assertInstanceOf(Assessment.Allowed.class, assess("read_file", Map.of("path", "/etc/hostname")));
        String found = done(
                "search_files",
                Map.of("pattern", "secret", "path", context.home().toString()));
        assertEquals("Nothing was found.", found);
    }

    @Test
    void writesAFileAsAWhole() throws IOException {
        assertTrue(done("write_file", Map.of("path", "new/b.txt", "content", "你好\n"))
                .startsWith("Wrote 7 bytes"));
        assertEquals("你好\n", Files.readString(session().resolve("new/b.txt")));
        Path script = file("run.sh", "old");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        done("write_file", Map.of("path", "run.sh", "content", "new"));
        assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(script)));
        assertTrue(failed("write_file", Map.of("path", "new", "content", "")).contains("folder"));
        try (Stream<Path> left = Files.list(session().resolve("new"))) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void writesThroughALinkAndKeepsIt() throws IOException {
        Path target = file("target", "old");
        Path link = Files.createSymbolicLink(session().resolve("link"), target);
        done("write_file", Map.of("path", "link", "content", "new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void asksBeforeItWritesWhereAShellWouldBeAsked() throws IOException {
        Map<String, Object> profile = Map.of("path", "/home/ann/.bashrc", "content", "evil");
        Assessment.Ask ask = assertInstanceOf(Assessment.Ask.class, assess("write_file", profile));
        assertTrue(ask.command().contains("/home/ann/.bashrc") && ask.command().contains("evil"), ask.command());
        assertFalse(ask.reasons().isEmpty());
        assertInstanceOf(
                Assessment.Ask.class,
                assess("write_file", Map.of("path", context.home() + "/config.yaml", "content", "")));
        Path etc = Path.of("/etc/hermes-test");
        Files.createSymbolicLink(session().resolve("notes.txt"), etc);
        assertInstanceOf(Assessment.Ask.class, assess("write_file", Map.of("path", "notes.txt", "content", "")));
        assertInstanceOf(Assessment.Allowed.class, assess("write_file", Map.of("path", "b.txt", "content", "")));
    }

    @Test
    void neverWritesWhatTheGatewayLivesOn() {
        for (String path : new String[] {"/journal/1.log", "/plugins/evil.jar", "/state.db", "/.env", "/gateway.pid"}) {
            assertInstanceOf(
                    Assessment.Forbidden.class,
                    assess("write_file", Map.of("path", context.home() + path, "content", "")),
                    path);
        }
        assertInstanceOf(Assessment.Forbidden.class, assess("write_file", Map.of("path", "/dev/null", "content", "")));
        Map<String, Object> work = Map.of("path", context.home() + "/workspaces/s1/a.txt", "content", "");
        assertInstanceOf(Assessment.Allowed.class, assess("write_file", work));
        Map<String, Object> skill = Map.of("path", context.home() + "/skills/a/SKILL.md", "content", "");
        assertInstanceOf(Assessment.Allowed.class, assess("write_file", skill));
        context.withoutGuard();
        assertInstanceOf(Assessment.Forbidden.class, assess("write_file", Map.of("path", "b.txt", "content", "")));
    }

    @Test
    void replacesExactlyOnePlace() throws IOException {
        Path file = file("a.txt", "one two one");
        assertTrue(failed("patch", Map.of("path", "a.txt", "old_string", "one", "new_string", "1"))
                .contains("2 times"));
        done("patch", Map.of("path", "a.txt", "old_string", "one", "new_string", "1", "replace_all", true));
        assertEquals("1 two 1", Files.readString(file));
        done("patch", Map.of("path", "a.txt", "old_string", " two", "new_string", ""));
        assertEquals("1 1", Files.readString(file));
        file("b.txt", "first\n  second\nthird\n");
        String said = failed("patch", Map.of("path", "b.txt", "old_string", "second\nforth", "new_string", "x"));
        assertTrue(said.contains("line 2"), said);
        assertTrue(failed("patch", Map.of("path", "no", "old_string", "a", "new_string", "b"))
                .contains("no file"));
    }

    @Test
    void keepsTheLineEndsOfTheFile() throws IOException {
        Path file = file("w.txt", "a\r\nb\r\nc\r\n");
        done("patch", Map.of("path", "w.txt", "old_string", "a\nb", "new_string", "A\nB"));
        assertEquals("A\r\nB\r\nc\r\n", Files.readString(file));
        done("patch", Map.of("patch", "*** Begin Patch\n*** Update File: w.txt\n@@\n B\n-c\n+C\n+D\n*** End Patch"));
        assertEquals("A\r\nB\r\nC\r\nD\r\n", Files.readString(file));
    }

    @Test
    void appliesAPatchOverSeveralFilesOrNothing() throws IOException {
        Path one = file("one.txt", "void a() {\n  x();\n}\nvoid b() {\n  x();\n}\n");
        Path two = file("two.txt", "gone\n");
        Path moved = file("old.txt", "same\n");
        String patch =
                """
                *** Begin Patch
                *** Update File: one.txt
                @@ void b() {
                -  x();
                +  y();
                *** Add File: dir/new.txt
                +hello
                *** Delete File: two.txt
                *** Update File: old.txt
                *** Move to: renamed.txt
                *** End Patch
                """;
        String bad = patch.replace("-  x();", "-  z();");
        assertTrue(failed("patch", Map.of("patch", bad)).contains("are not in one.txt"));
        assertTrue(Files.exists(two)
                && Files.exists(moved)
                && !Files.exists(session().resolve("dir")));
        done("patch", Map.of("patch", patch));
        assertEquals("void a() {\n  x();\n}\nvoid b() {\n  y();\n}\n", Files.readString(one));
        assertEquals("hello\n", Files.readString(session().resolve("dir/new.txt")));
        assertEquals("same\n", Files.readString(session().resolve("renamed.txt")));
        assertFalse(Files.exists(two) || Files.exists(moved));
    }

    @Test
    void judgesEveryFileOfAPatch() {
        String update = "*** Begin Patch\n*** Update File: a.txt\n@@\n-a\n+b\n";
        assertInstanceOf(Assessment.Allowed.class, assess("patch", Map.of("patch", update + "*** End Patch")));
        String hidden = update + "*** Add File: /home/ann/.ssh/authorized_keys\n+key\n";
        assertInstanceOf(Assessment.Ask.class, assess("patch", Map.of("patch", hidden)));
        assertInstanceOf(Assessment.Ask.class, assess("patch", Map.of("patch", update + "*** Delete File: /srv/x\n")));
        String journal = update + "*** Delete File: " + context.home() + "/journal/1\n";
        assertInstanceOf(Assessment.Forbidden.class, assess("patch", Map.of("patch", journal)));
        String move = "*** Update File: a.txt\n*** Move to: /etc/profile\n";
        assertInstanceOf(Assessment.Ask.class, assess("patch", Map.of("patch", move)));
    }

    @Test
    void tellsAfterACrashHowFarAChangeCame() throws IOException {
        Path file = file("a.txt", "old");
        ToolCall call = Calls.call("patch", Map.of("path", "a.txt", "old_string", "old", "new_string", "new"));
        Tool patch = calls.tool("patch");
        assertEquals(Outcome.DONE, patch.run(call, run).outcome());
        assertEquals(Outcome.DONE, patch.recover(call, run.afterCrash()).outcome());
        Files.writeString(file, "old");
        assertEquals(Outcome.DONE, patch.recover(call, run.afterCrash()).outcome());
        assertEquals("new", Files.readString(file));
        Files.writeString(file, "somebody else's");
        assertEquals(Outcome.UNKNOWN, patch.recover(call, run.afterCrash()).outcome());
        assertEquals("somebody else's", Files.readString(file));
        assertEquals(Outcome.FAILED, patch.recover(call, FakeRun.of(root)).outcome());
    }

    @Test
    void findsTextWithItsSurroundings() throws IOException {
        file("src/A.java", "one\ntwo needle\nthree\n");
        file("src/b.txt", "needle\n");
        file(".git/config", "needle\n");
        Files.write(session().resolve("bin"), "needle\0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Path java = session().resolve("src/A.java");
        assertEquals(
                java + "-1-one\n" + java + ":2:two needle\n" + java + "-3-three",
                done("search_files", Map.of("pattern", "need.e", "file_glob", "*.java", "context", 1)));
        String files = done("search_files", Map.of("pattern", "needle", "output_mode", "files_only"));
        assertEquals(2, files.lines().count(), files);
        assertTrue(done("search_files", Map.of("pattern", "needle", "output_mode", "count"))
                .contains("A.java:1"));
        String page = done("search_files", Map.of("pattern", "needle", "limit", 1));
        assertTrue(page.endsWith("[1 more; go on with offset 1]"), page);
        assertTrue(failed("search_files", Map.of("pattern", "(")).contains("not a regular expression"));
        assertEquals("Nothing was found.", done("search_files", Map.of("pattern", "absent")));
    }

    @Test
    void findsFilesTheNewestFirst() throws IOException {
        Path old = file("a/old.md", "");
        Path young = file("b/young.md", "");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1_000));
        assertEquals(young + "\n" + old, done("search_files", Map.of("pattern", "*.md", "target", "files")));
    }

    @Test
    void endsAPatternThatRunsAway() {
        AtomicLong seconds = new AtomicLong();
        InstantSource hasty = () -> Instant.ofEpochSecond(seconds.getAndAdd(20));
        Deadline deadline = new Deadline(hasty, Instant.ofEpochSecond(30), run);
        CharSequence text = deadline.watching("a".repeat(60) + "!");
        assertThrows(
                Deadline.Passed.class,
                () -> Pattern.compile("(.*)(.*)(.*)(.*)(.*)(.*)x").matcher(text).find());
        assertTrue(deadline.passed());
    }

    @Test
    void saysThatASearchWasStopped() throws IOException {
        file("a.txt", "needle");
        run.cancel();
        assertTrue(done("search_files", Map.of("pattern", "needle")).contains("was ended"));
    }
}
