package io.hermesgateway.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Conversation HERE = Conversation.dm("test", "c1");
    private static final Sender ANN = Sender.of("test", "ann", "Ann");

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final Ledger ledger = new Ledger(journal, clock);

    private InboundMessage message(String id, String text) {
        return new InboundMessage(
                new MessageKey("test", "c1", id), HERE, ANN, text, List.of(), null, clock.instant(), Map.of("r", "1"));
    }

    private void accept(String turnId) {
        InboundMessage message = message("m-" + turnId, "hello");
        ledger.commit(state ->
                List.of(new Fact.MessageSeen(message.key()), new Fact.MessageAccepted(message, HERE, "s1", turnId)));
    }

    private Approval approval(String id) {
        Question question = new Question(
                "terminal",
                "rm -r x",
                "digest",
                List.of(Reason.of("recursive delete", "it deletes")),
                List.of(Choice.ONCE));
        return new Approval(id, "ab12", HERE, ANN, question, "s1", "t1", List.of("k1"), clock.instant(), null, null);
    }

    @Test
    void everyKindOfFactComesBackAsItWas() {
        Approval approval = approval("a1");
        Delivery delivery = new Delivery(
                "d1",
                HERE,
                new Body.Edit("x", new Body.Prompt(approval, "may I")),
                "t1",
                null,
                Map.of(),
                1,
                clock.instant());
        List<Fact> facts = List.of(
                new Fact.MessageSeen(new MessageKey("test", "c1", "m")),
                new Fact.MessageAccepted(message("m", ""), HERE, "s1", "t1"),
                new Fact.CursorMoved("test", "offset", "7"),
                new Fact.StepTaken("t1", new Step("model", "{\"a\":1}")),
                new Fact.ToolStarted("t1", new ToolCall("k1", "terminal", "{}")),
                new Fact.ToolFinished("t1", new ToolCall("k1", "terminal", "{}"), ToolResult.done("ok")),
                new Fact.TurnEnded(
                        "t1",
                        "s1",
                        HERE,
                        "answered",
                        "hi",
                        List.of(new TranscriptLine("user", "hello", null, "t1", clock.instant())),
                        TurnOutcome.Usage.NONE),
                new Fact.ApprovalAsked(approval, true),
                new Fact.ApprovalShown("a1", HERE, "d1", "far", clock.instant()),
                new Fact.ApprovalDecided(
                        "a1", new Decision(ApprovalState.APPROVED, Choice.ONCE, ANN, "button", null, clock.instant())),
                new Fact.DeliveryQueued(delivery),
                new Fact.DeliverySettled("d1", DeliveryState.SENT, "far", "", null));
        FactCodec codec = new FactCodec();
        for (Fact fact : facts) {
            assertEquals(fact, codec.decode(codec.encode(fact, clock.instant())));
        }
    }

    @Test
    void aKindOfFactFromANewerVersionIsKeptAsItIs() {
        JournalRecord record =
                new JournalRecord("dream-dreamt", "dream/1", JournalRecord.Effect.OPEN, clock.instant(), "{\"x\":2}");
        assertEquals(new Fact.Other("dream-dreamt", "{\"x\":2}"), new FactCodec().decode(record));
    }

    @Test
    void theStateIsTheSameAfterARestart() {
        accept("t1");
        ledger.commit(state -> List.of(
                new Fact.TurnStarted("t1", 1),
                new Fact.StepTaken("t1", new Step("model", "{}")),
                new Fact.ApprovalAsked(approval("a1"), true)));
        ledger.commit(state -> List.of(new Fact.TurnSuspended("t1", List.of("a1"))));
        ledger.close();

        Ledger again = new Ledger(journal, clock);
        OpenTurn turn = Objects.requireNonNull(again.read(state -> state.turn("t1")));
        assertEquals(OpenTurn.Phase.WAITING, turn.phase());
        assertEquals(1, turn.steps().size());
        assertEquals("hello", turn.text());
        assertNotNull(again.read(state -> state.approvalByCode("ab12")));
        assertTrue(again.<Boolean>read(state -> state.seen(new MessageKey("test", "c1", "m-t1"))));
        assertEquals(Map.of("r", "1"), again.read(state -> state.route(HERE)));
    }

    @Test
    void twoNodesDecideOneApprovalOnce() {
        accept("t1");
        ledger.commit(state -> List.of(new Fact.ApprovalAsked(approval("a1"), true)));
        Ledger other = new Ledger(journal, clock);
        List<String> winners = new ArrayList<>();
        for (Ledger node : List.of(ledger, other)) {
            Ledger.Commit commit = node.commit(state -> {
                KnownApproval known = Objects.requireNonNull(state.approval("a1"));
                return known.approval().decision() != null
                        ? List.of()
                        : List.of(new Fact.ApprovalDecided(
                                "a1",
                                new Decision(ApprovalState.DENIED, Choice.DENY, ANN, "button", null, clock.instant())));
            });
            winners.add(commit.name());
        }
        assertEquals(List.of("DONE", "NOTHING"), winners);
        assertEquals(
                ApprovalState.DENIED,
                Objects.requireNonNull(ledger.read(state -> state.approval("a1")))
                        .approval()
                        .state());
    }

    @Test
    void aDecidedApprovalLeavesThePendingOnesAndIsStillKnown() {
        accept("t1");
        ledger.commit(state -> List.of(new Fact.ApprovalAsked(approval("a1"), true)));
        ledger.commit(state -> List.of(new Fact.ApprovalDecided(
                "a1", new Decision(ApprovalState.EXPIRED, null, null, "policy", null, clock.instant()))));
        assertTrue(ledger.<Boolean>read(state -> state.pendingApprovals().isEmpty()));
        assertNull(ledger.read(state -> state.approvalByCode("ab12")));
        assertEquals(
                ApprovalState.EXPIRED,
                Objects.requireNonNull(ledger.read(state -> state.approval("a1")))
                        .approval()
                        .state());
    }

    @Test
    void aRefusedAppendChangesNothing() {
        journal.failWith("the disk is full");
        assertEquals(
                Ledger.Commit.UNAVAILABLE,
                ledger.commit(state -> List.of(new Fact.CursorMoved("test", "offset", "1"))));
        assertTrue(ledger.<Boolean>read(state -> state.cursor("test", "offset").isEmpty()));
        journal.failWith(null);
        assertEquals(Ledger.Commit.DONE, ledger.commit(state -> List.of(new Fact.CursorMoved("test", "offset", "1"))));
        assertEquals("1", ledger.read(state -> state.cursor("test", "offset")).orElseThrow());
    }

    @Test
    void undoTakesBackTheLinesOfATurnAndWhatCameAfter() {
        for (String id : List.of("t1", "t2")) {
            accept(id);
            ledger.commit(state -> List.of(new Fact.TurnEnded(
                    id,
                    "s1",
                    HERE,
                    "answered",
                    "hi",
                    List.of(
                            new TranscriptLine("user", "hello", null, id, clock.instant()),
                            new TranscriptLine("assistant", "hi", null, id, clock.instant())),
                    TurnOutcome.Usage.NONE)));
        }
        ledger.commit(state -> List.of(new Fact.TranscriptCut("s1", "t2")));
        assertEquals(
                List.of("t1", "t1"),
                ledger.read(state -> state.tails().of("s1")).stream()
                        .map(TranscriptLine::turnId)
                        .toList());
    }

    @Test
    void aDeadLetterStaysUntilSomebodyDealsWithIt() {
        Delivery delivery = new Delivery("d1", HERE, new Body.Text("hi"), null, null, Map.of(), 1, Instant.EPOCH);
        ledger.commit(state -> List.of(new Fact.DeliveryQueued(delivery)));
        ledger.commit(state -> List.of(new Fact.DeliverySettled("d1", DeliveryState.FAILED, "", "no such chat", null)));
        assertEquals(1L, ledger.read(State::sizes).get("dead_letters"));
        ledger.commit(state -> List.of(new Fact.DeliverySettled("d1", DeliveryState.CANCELLED, "", "", null)));
        assertFalse(ledger.<Boolean>read(state -> state.delivery("d1") != null));
    }
}
