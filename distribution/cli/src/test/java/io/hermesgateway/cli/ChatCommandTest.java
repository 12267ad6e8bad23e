package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.cli.Bench.Run;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.testkit.FakeTurns;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ChatCommandTest {
    @TempDir
    Path home;

    private Bench bench;

    @BeforeEach
    void serve() throws IOException {
        bench = new Bench(home).serve();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Approval approval(@Nullable Decision decision) {
        Question question = new Question(
                "terminal",
                "rm -r build",
                "digest",
                List.of(Reason.of("rm", "it deletes files")),
                List.of(Choice.values()));
        return new Approval(
                "a1",
                "ab12",
                Conversation.dm("cli", "ann"),
                Sender.of("cli", "ann", "Ann"),
                question,
                "s1",
                "turn-1",
                List.of("k1"),
                Instant.EPOCH,
                null,
                decision);
    }

    /** Answers when the control call has come in. */
    private void asksFirst() {
        bench.control.answering(new AnswerResult.Decided(approval(null), "allowed once"));
        bench.turns.play((turns, id, request) -> {
            Thread gateway = new Thread(() -> {
                turns.tell(new TurnEvent.ApprovalAsked(id, approval(null)));
                while (bench.control.asked().isEmpty()) {
                    Thread.onSpinWait();
                }
                turns.end(id, "done");
            });
            gateway.setDaemon(true);
            gateway.start();
        });
    }

    @Test
    void printsTheAnswerAndEnds() {
        Run run = bench.run("chat", "hello");
        assertEquals(0, run.exit(), run.err());
        assertEquals("you said: hello\n", run.out());
        assertEquals("", run.err());
        assertEquals("cli", bench.turns.requests().get(0).conversation().platform());
    }

    @Test
    void aProgramGetsTheAnswerOnceAndAPersonSeesItGrow() {
        FakeTurns.Play streaming = (turns, id, request) -> {
            turns.tell(new TurnEvent.ToolStarted(id, new ToolCall("k1", "terminal", "{}")));
            turns.tell(new TurnEvent.TextDelta(id, "hel"));
            turns.tell(new TurnEvent.TextDelta(id, "lo"));
            turns.end(id, "hello");
        };
        bench.turns.play(streaming);
        assertEquals("hello\n", bench.run("chat", "x").out());
        Run watched = bench.atTerminal().run("chat", "x");
        assertEquals("hello\n", watched.out());
        assertTrue(watched.err().contains("· terminal {}"), watched.err());
    }

    @Test
    void asksForAnApprovalAndPassesTheAnswerOn() {
        asksFirst();
        Run run = bench.typing("maybe\nonce\n").run("chat", "clean up");
        assertEquals(0, run.exit(), run.err());
        assertEquals("done\n", run.out());
        assertTrue(run.err().contains("rm -r build"), run.err());
        assertTrue(run.err().contains("it deletes files"), run.err());
        assertTrue(run.err().contains("once / session / always / deny?"), run.err());
        assertTrue(run.err().contains("allowed once"), run.err());
        assertEquals(List.of("approvals.once a1 by " + System.getProperty("user.name")), bench.control.asked());
    }

    @Test
    void leavesTheQuestionOpenWhenNobodyIsThere() {
        bench.turns.play((turns, id, request) -> turns.tell(new TurnEvent.ApprovalAsked(id, approval(null))));
        Run run = bench.typing("").run("chat", "clean up");
        assertEquals(4, run.exit());
        assertTrue(run.err().contains("hermes approvals approve ab12"), run.err());
        assertEquals(List.of(), bench.control.asked());
    }

    @Test
    void anAnswerFromElsewhereEndsTheQuestion() throws IOException {
        Decision elsewhere = new Decision(ApprovalState.DENIED, Choice.DENY, null, "console", null, Instant.EPOCH);
        bench.turns.play((turns, id, request) -> {
            turns.tell(new TurnEvent.ApprovalAsked(id, approval(null)));
            turns.tell(new TurnEvent.ApprovalDecided(id, approval(elsewhere)));
            turns.end(id, "it was refused");
        });
        try (PipedOutputStream keys = new PipedOutputStream();
                PipedInputStream typed = new PipedInputStream(keys)) {
            keys.write("x\n".getBytes(StandardCharsets.UTF_8));
            Run run = bench.typing(typed).run("chat", "clean up");
            assertEquals("it was refused\n", run.out());
            assertEquals(0, run.exit());
        }
    }

    @Test
    void aFailedTurnFails() {
        bench.turns.play((turns, id, request) -> turns.tell(
                new TurnEvent.Ended(id, "failed", "the model is away", TurnOutcome.Usage.NONE, "provider_down")));
        Run run = bench.run("chat", "hello");
        assertEquals(1, run.exit());
        assertEquals("the model is away\n", run.out());
        assertEquals("hermes: failed (provider_down)\n", run.err());
    }

    @Test
    void linesFromAPipeAreAConversation() {
        assertEquals(
                "you said: one\nyou said: two\n",
                bench.typing("one\n\ntwo\n").run("chat").out());
    }

    @Test
    void understandsLettersAndLabels() {
        assertEquals("once", ChatTurn.choice(" Y "));
        assertEquals("session", ChatTurn.choice("s"));
        assertEquals("always", ChatTurn.choice("始终允许"));
        assertEquals("deny", ChatTurn.choice("No"));
        assertEquals("", ChatTurn.choice("whatever"));
    }
}
