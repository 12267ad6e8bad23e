package io.hermesgateway.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundTest {
    @TempDir
    Path root;

    private TestContext bench;
    private FakeRun run;

    @BeforeEach
    void open() {
        bench = new TestContext(root);
        run = FakeRun.of(root);
    }

    @AfterEach
    void close() {
        for (String note : run.notes()) {
            bench.machine().end(Identity.ofNote(note).orElseThrow(), false);
        }
        bench.close();
    }

    private static ToolCall background(String command) {
        return TestContext.call("c1", Map.of("command", command, "background", true));
    }

    private ToolResult process(String action, String id, String session) {
        ToolCall call = TestContext.call("p1", Map.of("action", action, "id", id));
        return bench.processes().run(call, new FakeRun(root, "p1", session));
    }

    private ToolResult process(String action) {
        return process(action, Background.idOf("c1"), "s1");
    }

    private boolean running() {
        return bench.machine().alive(Identity.ofNote(run.notes().get(0)).orElseThrow());
    }

    @Test
    void returnsAtOnceAndGoesOn() {
        ToolResult result = bench.terminal().run(background("echo hello; sleep 300"), run);
        assertEquals(Outcome.DONE, result.outcome());
        assertTrue(result.text().contains(Background.idOf("c1")), result.text());
        assertTrue(running());
        Until.isTrue("its output is seen", () -> process("poll").text().endsWith("\nhello"));
        assertTrue(process("list").text().contains("running  echo hello; sleep 300"));
    }

    @Test
    void itsLogAndStatusAreKept() {
        bench.terminal().run(background("seq 1 20000; exit 2"), run);
        Until.isTrue("it ended", () -> process("list").text().contains("exited with status 2"));
        String log = process("log").text();
        assertTrue(log.contains("\n1\n2\n") && log.endsWith("20000"));
        assertTrue(process("poll").text().length() < 4_200);
    }

    @Test
    void canBeKilledWithAllItsChildren() {
        Path file = root.resolve("pid");
        bench.terminal()
                .run(
                        background("setsid sleep 300 & echo $! > " + file + ".new; mv " + file + ".new " + file
                                + "; sleep 300"),
                        run);
        Until.isTrue("the child runs", () -> Files.exists(file));
        ToolResult killed = process("kill");
        assertTrue(killed.text().startsWith("Ended "), killed.text());
        assertFalse(running());
        assertTrue(process("kill").text().startsWith("It had ended already"));
        assertTrue(process("poll").text().contains("ended from outside"));
    }

    @Test
    void stopEndsItToo() {
        bench.terminal().run(background("sleep 300"), run);
        assertTrue(running());
        run.cancel();
        Until.isTrue("it was ended", () -> !running());
    }

    @Test
    void theNextInstanceOfTheToolsKnowsIt() {
        bench.terminal().run(background("sleep 300"), run);
        try (TestContext fresh = new TestContext(root)) {
            ToolCall list = TestContext.call("p1", Map.of("action", "list"));
            assertTrue(fresh.processes()
                    .run(list, new FakeRun(root, "p1", "s1"))
                    .text()
                    .contains("running"));
            ToolResult recovered = fresh.terminal().recover(background("sleep 300"), run.afterCrash());
            assertEquals(Outcome.DONE, recovered.outcome());
            assertTrue(recovered.text().contains(Background.idOf("c1")));
            FakeRun stopped = run.afterCrash();
            stopped.cancel();
            assertEquals(
                    Outcome.CANCELLED,
                    fresh.terminal().recover(background("sleep 300"), stopped).outcome());
            assertFalse(running());
        }
    }

    @Test
    void sessionsDoNotSeeEachOther() {
        bench.terminal().run(background("sleep 300"), run);
        assertEquals("No background processes.", process("list", "", "s2").text());
        assertEquals(
                Outcome.FAILED, process("kill", Background.idOf("c1"), "s2").outcome());
        assertTrue(running());
    }

    @Test
    void oneOfWhichNothingWasNotedIsBegunNow() {
        ToolResult result = bench.terminal().recover(background("sleep 300"), run);
        assertTrue(result.text().contains("Started in the background"), result.text());
        assertTrue(running());
    }

    @Test
    void unknownActionsAndIdsAreWordsForTheModel() {
        bench.terminal().run(background("true"), run);
        assertEquals(Outcome.FAILED, process("explode").outcome());
        assertEquals(Outcome.FAILED, process("poll", "nobody", "s1").outcome());
        ToolCall broken = new ToolCall("p1", "process", "{");
        assertEquals(Outcome.FAILED, bench.processes().run(broken, run).outcome());
        assertEquals(new Assessment.Allowed(), bench.processes().assess(broken, run.scope()));
        assertEquals(Outcome.FAILED, bench.processes().recover(broken, run).outcome());
    }

    @Test
    void whatWasSweptAwayIsForgotten() throws Exception {
        bench.terminal().run(background("true"), run);
        Until.isTrue("it ended", () -> process("list").text().contains("status 0"));
        try (var files = Files.walk(run.folder())) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        assertEquals("No background processes.", process("list").text());
    }
}
