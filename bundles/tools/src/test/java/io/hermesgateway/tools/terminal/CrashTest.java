package io.hermesgateway.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM runs the tool and is killed with SIGKILL; this one finds out what became of the command. */
class CrashTest {
    @TempDir
    Path root;

    private TestContext bench;

    @BeforeEach
    void open() {
        bench = new TestContext(root);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** The program of the JVM that is killed: root, command, and whether it hangs before the command may begin. */
    public static final class Doomed {
        private Doomed() {}

        public static void main(String[] words) throws IOException {
            Path root = Path.of(words[0]);
            boolean hangs = words[2].equals("hang");
            FakeRun run = FakeRun.of(root).onNote(note -> {
                write(root.resolve("note.new"), note);
                if (hangs) {
                    forEver();
                }
            });
            try (TestContext bench = new TestContext(root)) {
                Files.writeString(
                        root.resolve("result"),
                        bench.terminal().run(TestContext.command(words[1]), run).text());
            }
        }

        private static void write(Path draft, String note) {
            try {
                Files.writeString(draft, note);
                Files.move(draft, draft.resolveSibling("note"));
            } catch (IOException full) {
                throw new IllegalStateException(full);
            }
        }

        private static void forEver() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        }
    }

    private Process doomed(String command, String mode) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> words = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Doomed.class.getName(),
                root.toString(),
                command,
                mode);
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(new File(root.toFile(), "jvm.log"))
                .start();
    }

    private FakeRun noted() throws IOException {
        return FakeRun.of(root).noted(Files.readString(root.resolve("note")));
    }

    private static void kill(Process jvm) {
        jvm.destroyForcibly();
        Until.isTrue("the JVM is dead", () -> !jvm.isAlive());
    }

    @Test
    void aCommandOutlivesTheGatewayAndIsAdopted() throws Exception {
        Path gate = root.resolve("gate");
        Path count = root.resolve("count");
        String command = "echo x >> " + count + "; until [ -e " + gate + " ]; do sleep 0.05; done; echo late; exit 3";
        ToolCall call = TestContext.command(command);
        Process jvm = doomed(command, "go");
        Until.isTrue("the command runs", () -> Files.exists(count));
        kill(jvm);
        assertFalse(Files.exists(root.resolve("result")));
        FakeRun run = noted();
        CompletableFuture<ToolResult> result =
                CompletableFuture.supplyAsync(() -> bench.terminal().recover(call, run));
        Until.isTrue("it is waited for", run::watched);
        Files.writeString(gate, "");
        assertEquals(ToolResult.failed("late\n[exit status 3]"), result.get(60, TimeUnit.SECONDS));
        assertEquals(List.of("x"), Files.readAllLines(count), "it ran once");
    }

    @Test
    void aCommandThatEndsAfterTheGatewayHasItsTrueOutcome() throws Exception {
        Path gate = root.resolve("gate");
        String command = "until [ -e " + gate + " ]; do sleep 0.05; done; echo well";
        Process jvm = doomed(command, "go");
        FakeRun files = FakeRun.of(root);
        Until.isTrue("the command runs", () -> Files.exists(files.folder().resolve("began")));
        kill(jvm);
        Files.writeString(gate, "");
        Until.isTrue("it ended", () -> Files.exists(files.folder().resolve("status")));
        assertEquals(ToolResult.done("well"), bench.terminal().recover(TestContext.command(command), noted()));
    }

    @Test
    void aCommandWhoseGatewayDiedBeforeTheWordIsBegunByTheNextOne() throws Exception {
        Path trace = root.resolve("trace");
        String command = "touch " + trace;
        Process jvm = doomed(command, "hang");
        Until.isTrue("the id is noted", () -> Files.exists(root.resolve("note")));
        FakeRun run = noted();
        long pid = Identity.ofNote(run.notes().get(0)).orElseThrow().pid();
        assertTrue(ProcessHandle.of(pid).isPresent(), "the wrapper waits");
        kill(jvm);
        Until.isTrue("the wrapper left", () -> !Until.runs(pid));
        assertFalse(Files.exists(trace));
        ToolResult result = bench.terminal().recover(TestContext.command(command), run);
        assertEquals(ToolResult.Outcome.DONE, result.outcome(), result.text());
        assertTrue(Files.exists(trace));
    }
}
