package io.hermesgateway.acp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.Enclosures;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real process that speaks the protocol; what it ran stands in its own file. */
@Timeout(300)
class AcpAgentTest {
    @TempDir
    Path home;

    private House house;

    @BeforeEach
    void open() {
        house = new House(home);
    }

    /** An agent that can take up its sessions again. */
    private void remembering() {
        house.close();
        house = new House(home, "load");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String answer(TurnOutcome outcome) {
        TurnOutcome.Answered answered = assertInstanceOf(TurnOutcome.Answered.class, outcome, outcome::toString);
        return answered.answer().stream().map(body -> ((Body.Text) body).text()).collect(Collectors.joining());
    }

    private static String failed(TurnOutcome outcome) {
        return assertInstanceOf(TurnOutcome.Failed.class, outcome, outcome::toString)
                .words();
    }

    private String waiting(TurnOutcome outcome) {
        assertEquals(
                1,
                assertInstanceOf(TurnOutcome.Waiting.class, outcome, outcome::toString)
                        .approvalIds()
                        .size());
        return house.calls.get(house.calls.size() - 1).id();
    }

    private String ran() throws IOException {
        Path file = home.resolve("workspaces/s1/ran.txt");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void streamsAnAnswer() {
        assertEquals("hello", answer(house.run("t1", "think about it\nhello")));
        assertEquals("hello", house.streamed());
        assertTrue(house.events.stream().anyMatch(TurnEvent.ReasoningDelta.class::isInstance));
        TurnOutcome.Answered again = (TurnOutcome.Answered) house.run("t2", "你好");
        assertEquals(new TurnOutcome.Usage("acp", 7, 3, 0, 0, 1), again.usage());
    }

    @Test
    void enclosesTheFilesThatItsAnswerNamesWhereTheAgentWorks() {
        house.context
                .registry()
                .publish(
                        Enclosures.class,
                        "files",
                        (turn, text, folder) -> List.of(new Body.Text(
                                text + " from " + home.relativize(java.util.Objects.requireNonNull(folder)))));
        assertEquals("MEDIA:a.png from workspaces/s1", answer(house.run("t1", "MEDIA:a.png")));
    }

    @Test
    void asksAPersonAndTellsTheAgentWhatTheySaid() throws IOException {
        String call = waiting(house.run("t1", "run rm -rf build"));
        assertTrue(house.calls.get(0).arguments().contains("\"command\":\"rm -rf build\""));
        assertEquals("", ran());
        house.decide(call, Outcome.DONE);
        assertEquals("o-allow_once done", answer(house.run("t1", "run rm -rf build")));
        assertEquals("rm -rf build\n", ran());
    }

    @Test
    void mapsChoicesToTheAgentsOptions() {
        String call = waiting(house.run("t1", "run ls"));
        house.choices.put("approval-of-" + call, "always");
        house.decide(call, Outcome.DONE);
        assertEquals("o-allow_always done", answer(house.run("t1", "run ls")));
        for (Outcome outcome : List.of(Outcome.DENIED, Outcome.FORBIDDEN, Outcome.EXPIRED, Outcome.UNDELIVERABLE)) {
            String turn = "t-" + outcome;
            house.decide(waiting(house.run(turn, "run ls " + turn)), outcome);
            assertEquals("o-reject_once " + outcome.word(), answer(house.run(turn, "run ls " + turn)));
        }
        house.decide(waiting(house.run("t3", "run ls 3")), Outcome.WITHDRAWN);
        assertEquals("cancelled", answer(house.run("t3", "run ls 3")));
    }

    @Test
    void takesTheOneOptionThatIsThere() {
        String once = waiting(house.run("t1", "run-once ls"));
        house.choices.put("approval-of-" + once, "always");
        house.decide(once, Outcome.DONE);
        assertEquals("o-allow_once done", answer(house.run("t1", "run-once ls")));
        house.decide(waiting(house.run("t2", "run-always ls 2")), Outcome.DONE);
        assertEquals("o-allow_always done", answer(house.run("t2", "run-always ls 2")));
    }

    @Test
    void theSameWishAfterAnAnswerIsANewQuestion() throws IOException {
        String text = "run ls\nrun ls";
        String first = waiting(house.run("t1", text));
        house.decide(first, Outcome.DONE);
        String second = waiting(house.run("t1", text));
        assertFalse(first.equals(second));
        house.decide(second, Outcome.DENIED);
        answer(house.run("t1", text));
        assertEquals("ls\n", ran());
    }

    @Test
    void anAnswerGivenAfterARestartReachesTheAgentThatAsksAgain() throws IOException {
        remembering();
        String call = waiting(house.run("t1", "run ls"));
        house.restart();
        house.decide(call, Outcome.DONE);
        assertEquals("o-allow_once done", answer(house.run("t1", "run ls")));
        assertEquals("ls\n", ran());
        assertFalse(house.streamed().contains("replayed"), house.streamed());
        assertTrue(Files.readString(home.resolve("prompts")).contains("The gateway was restarted"));
    }

    @Test
    void whatWasAnsweredBeforeARestartIsAskedAnew() throws IOException {
        remembering();
        String text = "run ls\nrun cat";
        house.decide(waiting(house.run("t1", text)), Outcome.DONE);
        waiting(house.run("t1", text));
        assertEquals("ls\n", ran());
        house.restart();
        String again = waiting(house.run("t1", text));
        assertTrue(again.endsWith("-2"), again);
        house.decide(again, Outcome.DENIED);
        house.run("t1", text);
        assertEquals("ls\n", ran());
    }

    @Test
    void anAgentThatRemembersNothingDoesNothingTwice() throws IOException {
        String text = "run ls\nrun cat";
        house.decide(waiting(house.run("t1", text)), Outcome.DONE);
        String second = waiting(house.run("t1", text));
        house.restart();
        house.decide(second, Outcome.DONE);
        assertTrue(failed(house.run("t1", text)).contains("cannot take up this work again"));
        assertEquals("ls\n", ran());
    }

    @Test
    void anAgentThatHadBegunNothingStartsAgain() throws IOException {
        String call = waiting(house.run("t1", "run ls"));
        house.restart();
        house.decide(call, Outcome.DONE);
        assertEquals("o-allow_once done", answer(house.run("t1", "run ls")));
        assertEquals("ls\n", ran());
    }

    @Test
    void aCrashIsMendedOnceAndThenTold() {
        remembering();
        assertEquals("well again", answer(house.run("t1", "crash-once")));
        assertTrue(failed(house.run("t2", "crash")).contains("stopped in the middle"));
        assertEquals("fine", answer(house.run("t3", "fine")));
    }

    @Test
    void aCrashInTheMiddleOfWorkIsToldByAnAgentWithoutMemory() {
        assertTrue(failed(house.run("t1", "act-and-crash")).contains("cannot take up this work again"));
    }

    @Test
    void aCrashWhileAPersonIsAskedIsMendedWhenTheyAnswer() throws IOException {
        remembering();
        String call = waiting(house.run("t1", "run ls"));
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        while (house.agent().works("t1")) {
            Thread.onSpinWait();
        }
        house.decide(call, Outcome.DONE);
        assertEquals("o-allow_once done", answer(house.run("t1", "run ls")));
        assertEquals("ls\n", ran());
    }

    @Test
    void handsOverWhatWasSaidBefore() throws IOException {
        house.said.add(new TranscriptLine("user", "my name is Ann", null, null, Instant.EPOCH));
        answer(house.run("t1", "hello"));
        assertTrue(Files.readString(home.resolve("prompts")).contains("user: my name is Ann"));
        answer(house.run("t2", "again"));
        String last = Files.readAllLines(home.resolve("prompts")).get(3 - 1);
        assertFalse(last.contains("my name is Ann") && last.contains("again"), last);
        List<TranscriptLine> own = List.of(new TranscriptLine("user", "only this", null, null, Instant.EPOCH));
        answer(house.run("t3", "third", own));
        assertTrue(Files.readString(home.resolve("prompts")).contains("user: only this"));
    }

    @Test
    void addsTheWordsThatSteer() {
        house.steering.add("and more");
        assertEquals("firstand more", answer(house.run("t1", "first")));
    }

    @Test
    void stopsWhenItIsTold() {
        house.cancel();
        assertInstanceOf(TurnOutcome.Cancelled.class, house.run("t1", "wait"));
    }

    @Test
    void aStoppedTurnDoesNotKeepItsProcessWaiting() {
        waiting(house.run("t1", "run ls"));
        assertEquals(Set.of("t1"), house.agent().turns());
        house.agent().dropped("t1");
        assertEquals("hello", answer(house.run("t2", "hello")));
        assertTrue(house.agent().turns().isEmpty());
        waiting(house.run("t3", "run ls"));
        assertEquals("not told yet", answer(house.run("t4", "not told yet")));
    }

    @Test
    void saysWhyItCannotStart() throws IOException {
        house.context.set("command", List.of());
        assertTrue(failed(house.run("t1", "hello")).contains("agent.command"));
        house.context.set("command", List.of("/nowhere/agent"));
        assertTrue(failed(house.run("t2", "hello")).contains("could not be started"));
        house.context.set("command", List.of("/bin/sh", "-c", "echo broken >&2; exit 7"));
        assertTrue(failed(house.run("t3", "你好")).contains("无法启动"));
    }

    @Test
    void saysThatTheAgentWantsALogin() throws IOException {
        Files.writeString(home.resolve("locked"), "");
        assertTrue(failed(house.run("t1", "hello")).contains("fake login"));
    }

    @Test
    void tellsARefusalAndACutAnswer() {
        assertTrue(answer(house.run("t1", "refuse")).contains("declined"));
        assertTrue(answer(house.run("t2", "cut half")).startsWith("half\n\n["));
    }

    @Test
    void readsFilesButNotTheGatewaysOwn() throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(home.resolve("workspaces/s1")).resolve("a.txt"), "inside");
        Files.writeString(home.resolve(".env"), "API_SERVER_KEY=secret");
        assertTrue(answer(house.run("t1", "read " + file)).contains("inside"));
        String refused = answer(house.run("t2", "read " + home.resolve(".env")));
        assertTrue(refused.contains("belongs to the gateway") && !refused.contains("secret"), refused);
        assertTrue(answer(house.run("t3", "read /nowhere")).contains("cannot be read"));
    }

    @Test
    void writesThroughTheGatewaysOwnTool() {
        assertTrue(answer(house.run("t1", "write /tmp/x")).contains("\"result\":{}"));
        assertEquals("write_file", house.calls.get(0).tool());
        house.decided.put("write_file", new ToolResult(Outcome.FORBIDDEN, "not there"));
        assertTrue(answer(house.run("t2", "write /tmp/x")).contains("forbidden: not there"));
    }

    @Test
    void givesTheAgentTerminals() {
        house.decided.put("terminal", ToolResult.done("Started in the background as process p1. See"));
        house.decided.put("process", ToolResult.done("p1  exited with status 3  ls\nthe output"));
        String said = answer(house.run("t1", "terminal ls"));
        assertTrue(said.contains("{\"exitCode\":3}") && said.contains("\"output\":\"the output\""), said);
        assertTrue(house.calls.get(0).arguments().contains("\"background\":true"));
        house.decided.put("terminal", new ToolResult(Outcome.DENIED, "a person said no"));
        assertTrue(answer(house.run("t2", "terminal rm")).contains("denied: a person said no"));
    }

    @Test
    void worksInTheSessionsFolderWithALimitedEnvironment() {
        house.context.set("env", Map.of("GIVEN", "yes"));
        assertTrue(answer(house.run("t1", "where")).endsWith("workspaces/s1"));
        assertEquals("yes", answer(house.run("t2", "env GIVEN")));
        assertEquals("null", answer(house.run("t3", "env MAVEN_CMD_LINE_ARGS")));
    }
}
