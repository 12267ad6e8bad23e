package io.hermesgateway.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.tools.call.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalToolTest {
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

    private ToolResult run(String command) {
        return bench.terminal().run(TestContext.command(command), FakeRun.of(root));
    }

    private static boolean alive(long pid) {
        return Until.runs(pid);
    }

    private static List<Long> pids(Path file) {
        try {
            List<Long> pids = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                pids.add(Long.parseLong(line.strip()));
            }
            return pids;
        } catch (IOException | NumberFormatException notYet) {
            return List.of();
        }
    }

    @Test
    void returnsWhatTheCommandPrinted() {
        assertEquals(ToolResult.done("one\ntwo"), run("echo one; echo two >&2"));
        assertEquals(ToolResult.done("(no output)"), run("true"));
        assertEquals(ToolResult.done("你好"), run("printf '你好'"));
    }

    @Test
    void saysHowAFailedCommandEnded() {
        assertEquals(ToolResult.failed("oops\n[exit status 3]"), run("echo oops; exit 3"));
        assertEquals(ToolResult.failed("[exit status 1]"), run("false"));
        assertEquals(Outcome.FAILED, run("no-such-program-at-all").outcome());
    }

    @Test
    void standardInputIsEmpty() {
        assertEquals(ToolResult.done("0"), run("wc -c | tr -d ' '"));
    }

    @Test
    void theIdIsNotedBeforeTheCommandCanDoAnything() {
        Path trace = root.resolve("trace");
        FakeRun run = FakeRun.of(root).onNote(note -> {
            Identity identity = Identity.ofNote(note).orElseThrow();
            assertTrue(alive(identity.pid()), "the noted process is there");
            assertTrue(identity.start() > 0);
            assertFalse(Files.exists(trace), "and has done nothing yet");
        });
        assertEquals(
                Outcome.DONE,
                bench.terminal().run(TestContext.command("touch " + trace), run).outcome());
        assertTrue(Files.exists(trace));
        assertEquals(1, run.notes().size());
    }

    @Test
    void nothingRunsWhenTheJournalTakesNothing() {
        Path trace = root.resolve("trace");
        List<Long> pid = new ArrayList<>();
        FakeRun run = FakeRun.of(root).onNote(note -> {
            pid.add(Identity.ofNote(note).orElseThrow().pid());
            throw new GatewayException(KernelError.JOURNAL_UNAVAILABLE, "The disk is full.");
        });
        assertThrows(GatewayException.class, () -> bench.terminal().run(TestContext.command("touch " + trace), run));
        Until.isTrue("the wrapper has left", () -> !alive(pid.get(0)));
        assertFalse(Files.exists(trace));
    }

    @Test
    void theGatewaysEnvironmentStaysInside() {
        String seen = run("env").text();
        assertFalse(seen.contains("HERMES_HOME="), seen);
        assertTrue(seen.contains("PATH="), seen);
        assertTrue(seen.contains("HOME="), seen);
        assertTrue(seen.contains("LC_ALL="), seen);
    }

    @Test
    void theOperatorMayPassAVariableOn() {
        Machine machine = new Machine(bench, TestContext.JSON, root, List.of("HERMES_HOME"), Set::of);
        String seen = new TerminalTool(bench, TestContext.JSON, machine)
                .run(TestContext.command("env"), FakeRun.of(root))
                .text();
        assertTrue(seen.contains("HERMES_HOME="), seen);
    }

    @Test
    void aProxyWithAPasswordIsASecret() {
        Map<String, String> environment = new java.util.HashMap<>(Map.of(
                "http_proxy", "http://proxy:3128",
                "HTTPS_PROXY", "http://user:password@proxy:3128",
                "OPENAI_API_KEY", "sk",
                "LC_TIME", "C"));
        new Surroundings(List.of(), Set::of).limit(environment);
        assertEquals(java.util.Set.of("http_proxy", "LC_TIME", "PATH"), environment.keySet());
    }

    @Test
    void runsInTheSessionsFolderUnlessToldOtherwise() throws IOException {
        FakeRun run = FakeRun.of(root);
        assertEquals(run.scope().folder().toRealPath().toString(), run("pwd -P").text());
        Path other = Files.createDirectories(root.resolve("with space"));
        ToolCall call = TestContext.call("c2", Map.of("command", "pwd -P", "workdir", other.toString()));
        assertEquals(
                other.toRealPath().toString(), bench.terminal().run(call, run).text());
        ToolCall home = TestContext.call("c3", Map.of("command", "pwd -P", "workdir", "~/with space"));
        assertEquals(
                other.toRealPath().toString(), bench.terminal().run(home, run).text());
    }

    @Test
    void aMissingWorkingDirectoryIsSaid() {
        ToolCall call = TestContext.call("c1", Map.of("command", "pwd", "workdir", "/no/such/folder"));
        ToolResult result = bench.terminal().run(call, FakeRun.of(root));
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.text().contains("/no/such/folder"), result.text());
    }

    @Test
    void aCommandThatTakesTooLongIsEndedWithEverythingItStarted() {
        Path file = root.resolve("pids");
        ToolCall call = TestContext.call(
                "c1", Map.of("command", "echo early; sleep 300 & echo $! > " + file + "; sleep 300", "timeout", 5));
        ToolResult result = bench.terminal().run(call, FakeRun.of(root));
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.text().startsWith("early\n[ended: it took longer"), result.text());
        assertFalse(alive(pids(file).get(0)));
    }

    @Test
    void aLongOutputStaysInAFileThatTheResultNames() throws IOException {
        ToolResult result = run("seq 1 20000");
        Path file = FakeRun.of(root).folder().resolve("output");
        assertTrue(result.text().startsWith("1\n2\n3\n"));
        assertTrue(result.text().endsWith("19999\n20000"));
        assertTrue(result.text().contains(file.toString()));
        assertTrue(result.text().length() < 45_000);
        assertEquals(20_000, Files.readAllLines(file).size());
    }

    @Test
    void anOutputOfMegabytesIsNotReadIntoMemory() {
        ToolResult result = run("head -c 30000000 /dev/zero | tr '\\0' x; echo end");
        assertEquals(Outcome.DONE, result.outcome());
        assertTrue(result.text().endsWith("xxxend"));
        assertTrue(result.text().length() < 45_000);
    }

    @Test
    void aCommandThatFillsTheDiskIsEnded() {
        ToolResult result = bench.terminal(1 << 16).run(TestContext.command("yes"), FakeRun.of(root));
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.text().endsWith("[ended: it wrote too much output]"));
    }

    @Test
    void nothingSurvivesACancelledTurn() throws Exception {
        Path file = root.resolve("pids");
        FakeRun run = FakeRun.of(root);
        String command = "sleep 300 & echo $! >> F; setsid sleep 300 & echo $! >> F;"
                + " (setsid sh -c 'echo $$ >> F; trap \"\" TERM; sleep 300; sleep 300' &); echo $$ >> F; wait; sleep 300";
        CompletableFuture<ToolResult> result = CompletableFuture.supplyAsync(
                () -> bench.terminal().run(TestContext.command(command.replace("F", file.toString())), run));
        Until.isTrue("everything runs", () -> pids(file).size() == 4);
        run.cancel();
        assertEquals(Outcome.CANCELLED, result.get(60, TimeUnit.SECONDS).outcome());
        for (long pid : pids(file)) {
            assertFalse(alive(pid), "process " + pid);
        }
    }

    @Test
    void aCancelledCallDoesNotBegin() {
        FakeRun run = FakeRun.of(root);
        run.cancel();
        Path trace = root.resolve("trace");
        assertEquals(
                Outcome.CANCELLED,
                bench.terminal().run(TestContext.command("touch " + trace), run).outcome());
        assertFalse(Files.exists(trace));
    }

    @Test
    void whatACommandLeavesRunningIsEndedAndSaid() {
        Path file = root.resolve("pids");
        ToolResult result = run("sleep 300 & echo $! > " + file + "; env -i sleep 300 & echo started");
        assertEquals(ToolResult.done("started\n[ended 2 processes it had left running]"), result);
        assertFalse(alive(pids(file).get(0)));
    }

    @Test
    void aCommandEndedFromOutsideHasAnUnknownOutcome() {
        ToolResult result = run("echo before; kill -9 $PPID");
        assertEquals(Outcome.UNKNOWN, result.outcome());
        assertTrue(result.text().startsWith("before\n"), result.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"command\":\"  \"}",
                "{\"command\":{}}",
                "{\"command\":\"a\\u0000b\"}",
                "{\"command\":\"ls\",\"timeout\":0}",
                "{\"command\":\"ls\",\"timeout\":\"soon\"}",
                "{\"command\":\"ls\",\"workdir\":[]}",
                ""
            })
    void badArgumentsAreWordsForTheModel(String arguments) {
        ToolCall call = new ToolCall("c1", "terminal", arguments);
        FakeRun run = FakeRun.of(root);
        assertEquals(new Assessment.Allowed(), bench.terminal().assess(call, run.scope()));
        ToolResult result = bench.terminal().run(call, run);
        assertEquals(Outcome.FAILED, result.outcome());
        assertFalse(result.text().isBlank());
        assertTrue(run.notes().isEmpty(), "nothing was started");
    }

    @Test
    void theLongestTimeoutIsAnHour() throws Arguments.Unusable {
        ToolCall call = TestContext.call("c1", Map.of("command", "ls", "timeout", 90_000));
        assertEquals(
                3_600,
                CommandRequest.read(TestContext.JSON, call, FakeRun.of(root).scope(), root)
                        .timeoutSeconds());
        assertEquals(
                180,
                CommandRequest.read(
                                TestContext.JSON,
                                TestContext.command("ls"),
                                FakeRun.of(root).scope(),
                                root)
                        .timeoutSeconds());
    }

    private Assessment assess(Map<String, Object> arguments) {
        return bench.terminal()
                .assess(TestContext.call("c1", arguments), FakeRun.of(root).scope());
    }

    @Test
    void theGuardStandsInFront() {
        assertEquals(new Assessment.Allowed(), assess(Map.of("command", "ls")));
        Assessment.Ask ask = assertInstanceOf(Assessment.Ask.class, assess(Map.of("command", "rm -rf build")));
        assertEquals("rm -rf build", ask.command());
        assertInstanceOf(Assessment.Forbidden.class, assess(Map.of("command", "rm -rf /")));
    }

    @Test
    void theGuardKnowsTheWorkingDirectory() {
        Map<String, Object> arguments = Map.of("command", "rm -rf *", "workdir", "/etc");
        assertInstanceOf(Assessment.Forbidden.class, assess(arguments));
        Assessment judged = assess(Map.of("command", "rm -rf x", "workdir", "/opt/it's"));
        assertEquals(
                "cd '/opt/it'\\''s' && rm -rf x",
                assertInstanceOf(Assessment.Ask.class, judged).command());
    }

    @Test
    void withoutAGuardNothingRuns() {
        bench.withoutGuard();
        assertEquals(Optional.empty(), Optional.ofNullable(bench.guard()));
        assertInstanceOf(Assessment.Forbidden.class, assess(Map.of("command", "ls")));
    }
}
