package io.hermesgateway.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool object is dropped and a fresh one finds out what became of the command. */
class RecoveryTest {
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

    /** Starts a command and leaves it alone, as a gateway does that dies. */
    private FakeRun startedAndDropped(ToolCall call) throws InterruptedException {
        FakeRun run = FakeRun.of(root);
        Thread life = new Thread(() -> bench.terminal().run(call, run));
        life.start();
        Until.isTrue("the command began", () -> Files.exists(run.folder().resolve("began")));
        life.interrupt();
        life.join();
        return run.afterCrash();
    }

    private ToolResult recover(ToolCall call, FakeRun run) {
        try (TestContext fresh = new TestContext(root)) {
            return fresh.terminal().recover(call, run);
        }
    }

    private static boolean alive(FakeRun run) {
        return Until.runs(Identity.ofNote(run.notes().get(0)).orElseThrow().pid());
    }

    private static void let(Path gate) {
        try {
            Files.writeString(gate, "");
        } catch (IOException full) {
            throw new AssertionError(full);
        }
    }

    private String waitFor(Path gate) {
        return "until [ -e " + gate + " ]; do sleep 0.05; done; ";
    }

    @Test
    void aRunningCommandIsAdopted() throws Exception {
        Path gate = root.resolve("gate");
        Path count = root.resolve("count");
        ToolCall call = TestContext.command("echo x >> " + count + "; " + waitFor(gate) + "echo late; exit 4");
        FakeRun run = startedAndDropped(call);
        assertTrue(alive(run));
        CompletableFuture<ToolResult> result = CompletableFuture.supplyAsync(() -> recover(call, run));
        Until.isTrue("it is waited for", run::watched);
        let(gate);
        assertEquals(ToolResult.failed("late\n[exit status 4]"), result.get(60, TimeUnit.SECONDS));
        assertEquals(List.of("x"), Files.readAllLines(count), "it ran once");
    }

    @Test
    void aCommandThatEndedMeanwhileHasItsTrueOutcome() throws Exception {
        Path gate = root.resolve("gate");
        ToolCall call = TestContext.command(waitFor(gate) + "echo done; exit 7");
        FakeRun run = startedAndDropped(call);
        let(gate);
        Until.isTrue("it ended", () -> !alive(run));
        assertEquals(ToolResult.failed("done\n[exit status 7]"), recover(call, run));
        assertEquals(ToolResult.failed("done\n[exit status 7]"), recover(call, run), "the same again");
    }

    @Test
    void anAdoptedCommandKeepsItsDeadline() throws Exception {
        ToolCall call = TestContext.call("c1", Map.of("command", "sleep 300", "timeout", 1));
        FakeRun run = startedAndDropped(call);
        ToolResult result = recover(call, run);
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.text().contains("longer than its timeout"), result.text());
        assertFalse(alive(run));
    }

    @Test
    void aCommandOfACancelledTurnIsEnded() throws Exception {
        ToolCall call = TestContext.command("sleep 300");
        FakeRun run = startedAndDropped(call);
        run.cancel();
        assertEquals(Outcome.CANCELLED, recover(call, run).outcome());
        assertFalse(alive(run));
    }

    @Test
    void aCommandThatDiedWithTheMachineHasAnUnknownOutcome() throws Exception {
        ToolCall call = TestContext.command("echo half; sleep 300");
        FakeRun run = startedAndDropped(call);
        Until.isTrue("it wrote", () -> {
            try {
                return Files.size(run.folder().resolve("output")) > 0;
            } catch (IOException notYet) {
                return false;
            }
        });
        Identity identity = Identity.ofNote(run.notes().get(0)).orElseThrow();
        new ProcessTable(Path.of("/proc")).end(identity, true, 0);
        ToolResult result = recover(call, run);
        assertEquals(Outcome.UNKNOWN, result.outcome());
        assertTrue(result.text().startsWith("half\n"), result.text());
    }

    /** A call whose wrapper was there and is gone, and which let nothing begin. */
    private FakeRun neverBegun(String boot) throws IOException {
        Identity own = new ProcessTable(Path.of("/proc"))
                .identify(ProcessHandle.current().pid(), "mark", 1);
        FakeRun run = FakeRun.of(root);
        Files.writeString(run.folder().resolve("command"), "echo never\n");
        return run.noted(
                new Identity(own.pid(), own.start() - 1, boot.isEmpty() ? own.boot() : boot, "mark", 1).asNote());
    }

    @Test
    void aCommandThatNeverBeganIsBegunNow() throws Exception {
        Path count = root.resolve("count");
        ToolCall call = TestContext.command("echo x >> " + count + "; echo done");
        FakeRun run = neverBegun("");
        assertEquals(ToolResult.done("done"), recover(call, run));
        assertEquals(ToolResult.done("done"), recover(call, run.afterCrash()), "from its files, after one more crash");
        assertEquals(List.of("x"), Files.readAllLines(count), "it ran once");
    }

    @Test
    void aMissingTraceProvesNothingAfterTheMachineWentDown() throws Exception {
        ToolResult result = recover(TestContext.command("echo done"), neverBegun("another"));
        assertEquals(Outcome.UNKNOWN, result.outcome());
    }

    @Test
    void aFolderThatWasTakenAwayProvesNothing() throws Exception {
        FakeRun run = neverBegun("");
        Files.delete(run.folder().resolve("command"));
        assertEquals(
                Outcome.UNKNOWN, recover(TestContext.command("echo done"), run).outcome());
    }

    @Test
    void aCommandOfWhichNothingWasNotedIsBegunNow() {
        assertEquals(ToolResult.done("done"), recover(TestContext.command("echo done"), FakeRun.of(root)));
    }

    @Test
    void aCommandOfACancelledTurnThatNeverBeganStaysUndone() {
        FakeRun run = FakeRun.of(root);
        run.cancel();
        assertEquals(
                Outcome.CANCELLED,
                recover(TestContext.command("echo done"), run).outcome());
    }

    @Test
    void aProcessThatOnlyHasTheSameIdIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("setsid", "sleep", "300").start();
        try {
            ProcessTable table = new ProcessTable(Path.of("/proc"));
            long pid = stranger.pid();
            Identity now = table.identify(pid, "mark", Long.MAX_VALUE);
            Identity earlier = new Identity(pid, now.start() - 1, now.boot(), "mark", Long.MAX_VALUE);
            Identity lastBoot = new Identity(pid, now.start(), "another", "mark", Long.MAX_VALUE);
            assertTrue(table.alive(now));
            assertFalse(table.alive(earlier));
            assertFalse(table.alive(lastBoot));
            FakeRun run = FakeRun.of(root).noted(earlier.asNote());
            Files.writeString(run.folder().resolve("began"), "");
            assertEquals(
                    Outcome.UNKNOWN, recover(TestContext.command("ls"), run).outcome());
            assertEquals(0, table.end(lastBoot, true, 0));
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void notesOfOthersAreNotUnderstood() {
        assertEquals(Optional.empty(), Identity.ofNote("something else"));
        assertEquals(Optional.empty(), Identity.ofNote("process a b c d e"));
        Identity identity = new Identity(5, 6, "boot", "mark", 7);
        assertEquals(Optional.of(identity), Identity.ofNote(identity.asNote()));
    }
}
