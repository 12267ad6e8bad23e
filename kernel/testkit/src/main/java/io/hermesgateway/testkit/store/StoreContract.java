package io.hermesgateway.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.Store.Query;
import io.hermesgateway.spi.store.Store.SessionRow;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract of a store; a store is done when a test that extends this one is green. */
public abstract class StoreContract extends SearchContract {
    private static final Conversation GROUP = new Conversation("other", Conversation.Kind.GROUP, "g1", null, "member");

    @TempDir
    private Path folder;

    /** Opens a backup, or a copy of it, as a store of its own; the test closes it. */
    protected abstract Store opened(Path backup);

    @Test
    void aTitleThatWasFoundGoesBeforeThePersonsFirstWords() {
        Store store = store();
        store.apply(List.of(fed(1, new Fact.SessionTitled("s1", PLACE, "Early")), turn(2, "s1", "t1", "one")));
        assertEquals("Early", store.session("s1").orElseThrow().title());
        store.apply(List.of(turn(3, "s2", "t2", "two"), fed(4, new Fact.SessionTitled("s2", PLACE, "Late"))));
        SessionRow late = reopened().session("s2").orElseThrow();
        assertEquals("Late", late.title());
        assertEquals(2, late.messages());
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        store().apply(List.of(turn(3, "s1", "t1", "one"), turn(4, "s2", "t2", "other")));
        Store again = reopened();
        assertEquals(new Position(4), again.applied());
        assertEquals(List.of("one", "re: one"), texts(again, "s1", 10));
        again.apply(List.of(turn(4, "s2", "t2", "other"), turn(5, "s1", "t3", "two")));
        assertEquals(List.of("one", "re: one", "two", "re: two"), texts(reopened(), "s1", 10));
        assertEquals(List.of("other", "re: other"), texts(reopened(), "s2", 10));
    }

    @Test
    void keepsEveryPartOfALine() {
        TranscriptLine whole = new TranscriptLine(
                "assistant",
                "文字 🙂 \"quoted\"\n\0",
                "{\"tool_calls\":[{\"id\":\"c1\"}],\"reasoning\":\"深思\"}",
                "t1",
                AT);
        TranscriptLine bare = new TranscriptLine("notice", "", null, null, AT.plusNanos(5_000_000));
        store().apply(List.of(fed(
                1,
                new Fact.TurnEnded("t1", "s1", PLACE, "answered", "", List.of(whole, bare), TurnOutcome.Usage.NONE))));
        assertEquals(List.of(whole, bare), store().transcript("s1", 10));
        assertEquals(List.of(whole, bare), reopened().transcript("s1", 10));
    }

    @Test
    void takesBackEveryTurnFromOneOn() {
        Store store = store();
        store.apply(List.of(
                turn(3, "s1", "t1", "one"),
                turn(4, "s1", "t2", "two"),
                turn(5, "s2", "t3", "two"),
                turn(6, "s1", "t4", "x")));
        store.apply(List.of(fed(7, new Fact.TranscriptCut("s1", "t2"))));
        assertEquals(List.of("one", "re: one"), texts(store, "s1", 10));
        assertEquals(List.of("two", "re: two"), texts(store, "s2", 10), "another session keeps its lines");
        assertEquals(List.of("s2", "s2"), found(store, "two"), "what was taken back is not found");
        store.apply(List.of(fed(8, new Fact.TranscriptCut("s1", "never-was"))));
        assertEquals(List.of("one", "re: one"), texts(reopened(), "s1", 10));
    }

    @Test
    void aTurnThatEndsAfterACutStays() {
        Store store = store();
        store.apply(List.of(turn(3, "s1", "t1", "one"), fed(4, new Fact.TranscriptCut("s1", "t1"))));
        store.apply(List.of(turn(5, "s1", "t1", "again")));
        assertEquals(List.of("again", "re: again"), texts(store, "s1", 10));
    }

    private static Fed imported(long position, @Nullable String title, int lines) {
        return fed(
                position,
                new Fact.SessionImported("old", PLACE, "older", title, "model-1", AT.minusSeconds(60), lines));
    }

    @Test
    void aSessionThatWasBroughtFromElsewhereIsKeptWithWhatWasKnownOfIt() {
        store().apply(List.of(imported(3, "Trip", 2), turn(4, "old", "t1", "one")));
        store().apply(List.of(imported(3, "Trip", 2), turn(4, "old", "t1", "one")));
        Store store = reopened();
        store.apply(List.of(imported(5, null, 4), turn(6, "old", "t2", "two")));
        assertEquals(List.of("one", "re: one", "two", "re: two"), texts(store, "old", 10));
        SessionRow row = store.session("old").orElseThrow();
        assertEquals("Trip", row.title());
        assertEquals("older", row.parentId());
        assertEquals("model-1", row.model());
        assertEquals(AT.minusSeconds(60), row.startedAt());
        assertEquals(4, row.messages());
    }

    @Test
    void readersSeeWholeBatches() throws Exception {
        Store store = store();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> worst = CompletableFuture.supplyAsync(() -> {
            int odd = 0;
            while (!over.get()) {
                odd = Math.max(odd, store.transcript("s1", 1_000).size() % 4);
            }
            return odd;
        });
        for (int i = 1; i < 100; i += 2) {
            store.apply(List.of(turn(i, "s1", "t" + i, "a"), turn(i + 1L, "s1", "t" + (i + 1), "b")));
        }
        over.set(true);
        assertEquals(0, worst.get(120, TimeUnit.SECONDS), "two turns of two lines came together");
        assertEquals(200, store.transcript("s1", 1_000).size());
    }

    @Test
    void countsWhatASessionHas() {
        Store store = store();
        TurnOutcome.Usage usage = new TurnOutcome.Usage("model-x", 100, 20, 5, 7, 2);
        ToolCall call = new ToolCall("call1", "terminal", "{}");
        store.apply(List.of(
                fed(1, new Fact.SessionOpened("s0", GROUP, null, "first")),
                fed(2, new Fact.SessionOpened("s1", GROUP, "s0", "new")),
                fed(3, new Fact.ToolFinished("t1", call, ToolResult.done("ok"))),
                fed(
                        4,
                        new Fact.TurnEnded(
                                "t1",
                                "s1",
                                GROUP,
                                "answered",
                                "hi",
                                List.of(line("user", "hello", "t1", 2), line("assistant", "hi", "t1", 4)),
                                usage)),
                fed(
                        5,
                        new Fact.TurnEnded(
                                "t2", "s1", GROUP, "answered", "", List.of(line("user", "more", "t2", 5)), usage))));
        SessionRow row = reopened().session("s1").orElseThrow();
        assertEquals("s1", row.id());
        assertEquals(GROUP.key(), row.conversationKey());
        assertEquals("other", row.platform());
        assertEquals("s0", row.parentId());
        assertEquals(AT.plusSeconds(2), row.startedAt());
        assertEquals(AT.plusSeconds(5), row.lastActivityAt());
        assertEquals(3, row.messages());
        assertEquals(1, row.toolCalls());
        assertEquals("model-x", row.model());
        assertEquals(200, row.inputTokens());
        assertEquals(40, row.outputTokens());
        assertTrue(store().session("nobody").isEmpty());
    }

    @Test
    void doesNotCountTwiceWhatComesAgain() {
        Store store = store();
        List<Fed> batch = List.of(
                fed(1, new Fact.SessionOpened("s1", PLACE, null, "first")),
                turn(2, "s1", "t1", "one"),
                turn(3, "s1", "t2", "two"),
                fed(4, new Fact.TranscriptCut("s1", "t2")));
        store.apply(batch);
        store.apply(batch);
        SessionRow row = store.session("s1").orElseThrow();
        assertEquals(2, row.messages(), "lines that were taken back are not counted");
        assertNull(row.parentId());
    }

    @Test
    void listsSessionsByActivityInPages() {
        Store store = store();
        for (int i = 1; i <= 5; i++) {
            store.apply(List.of(turn(i, "s" + i, "t" + i, "hello")));
        }
        store.apply(List.of(turn(6, "s2", "t6", "again")));
        store.apply(List.of(fed(7, new Fact.SessionOpened("g", GROUP, null, "first"))));
        List<SessionRow> first = store.sessions(new Query(3, null, null));
        assertEquals(
                List.of("g", "s2", "s5"), first.stream().map(SessionRow::id).toList());
        List<SessionRow> next = store.sessions(new Query(10, first.get(2).lastActivityAt(), null));
        assertEquals(
                List.of("s4", "s3", "s1"), next.stream().map(SessionRow::id).toList());
        List<SessionRow> one = store.sessions(new Query(10, null, "other"));
        assertEquals(List.of("g"), one.stream().map(SessionRow::id).toList(), "the filter is a platform");
    }

    @Test
    void keepsDecidedApprovals() {
        Store store = store();
        Approval asked = Decided.approval("a1", PLACE);
        store.apply(List.of(
                fed(1, new Fact.ApprovalAsked(asked, true)),
                fed(2, new Fact.ApprovalAsked(Decided.approval("a2", GROUP), true)),
                fed(3, new Fact.ApprovalJoined("a1", "t1", "call2")),
                fed(4, new Fact.ApprovalShown("a1", PLACE, "d1", "m1", AT.plusSeconds(3600)))));
        assertEquals(List.of(), store.approvals(Query.newest(10)), "nothing is decided yet");
        reopened()
                .apply(List.of(
                        fed(5, new Fact.ApprovalDecided("a1", Decided.by("ann", Choice.SESSION, AT.plusSeconds(5)))),
                        fed(
                                6,
                                new Fact.ApprovalDecided(
                                        "a2", Decided.nobody(ApprovalState.EXPIRED, AT.plusSeconds(6)))),
                        fed(7, new Fact.ApprovalDecided("never-asked", Decided.nobody(ApprovalState.EXPIRED, AT)))));
        List<Approval> all = reopened().approvals(Query.newest(10));
        assertEquals(List.of("a2", "a1"), all.stream().map(Approval::id).toList(), "newest decision first");
        Approval expected = asked.with(
                List.of("call1", "call2"), AT.plusSeconds(3600), Decided.by("ann", Choice.SESSION, AT.plusSeconds(5)));
        assertEquals(expected, all.get(1), "as it was asked, with what came later");
        assertEquals(1, store().approvals(new Query(10, null, "approved")).size(), "the filter is a state");
        assertEquals(
                1, store().approvals(new Query(10, AT.plusSeconds(6), null)).size());
    }

    @Test
    void keepsSettledDeliveries() {
        Store store = store();
        store.apply(List.of(
                fed(1, new Fact.DeliveryQueued(Decided.delivery("d1", PLACE, "hello there"))),
                fed(2, new Fact.DeliveryQueued(Decided.delivery("d2", GROUP, "to the group"))),
                fed(3, new Fact.DeliveryQueued(Decided.delivery("d3", PLACE, "still open"))),
                fed(4, new Fact.DeliverySettled("d1", DeliveryState.SENT, "m1", "", null)),
                fed(5, new Fact.DeliverySettled("d2", DeliveryState.RETRYING, "", "slow", AT.plusSeconds(9))),
                fed(6, new Fact.DeliverySettled("d2", DeliveryState.FAILED, "", "the chat is gone", null))));
        List<Store.DeliveryRow> rows = reopened().deliveries(Query.newest(10));
        assertEquals(
                List.of("d2", "d1"), rows.stream().map(Store.DeliveryRow::id).toList());
        assertEquals(
                new Store.DeliveryRow(
                        "d2", "other", GROUP.key(), "failed", "to the group", "the chat is gone", AT.plusSeconds(6)),
                rows.get(0));
        assertEquals(1, store().deliveries(new Query(10, null, "sent")).size(), "the filter is a state");
        assertEquals(
                "d1",
                store().deliveries(new Query(10, AT.plusSeconds(6), null))
                        .get(0)
                        .id());
    }

    @Test
    void aDeliveryThatIsSentAfterAllHasOneRow() {
        Store store = store();
        store.apply(List.of(
                fed(1, new Fact.DeliveryQueued(Decided.delivery("d1", PLACE, "hello"))),
                fed(2, new Fact.DeliverySettled("d1", DeliveryState.FAILED, "", "away", null)),
                fed(3, new Fact.DeliverySettled("d1", DeliveryState.SENT, "m1", "", null))));
        List<Store.DeliveryRow> rows = store.deliveries(Query.newest(10));
        assertEquals(
                List.of("sent"), rows.stream().map(Store.DeliveryRow::state).toList());
    }

    @Test
    void keepsTheAudit() {
        store().apply(List.of(
                fed(1, new Fact.Audited("ann", "console", "plugin.restart", "http")),
                fed(2, new Fact.Audited("bob", "cli", "gateway.stop", "")),
                fed(3, new Fact.Audited("ann", "cli", "backup", "x"))));
        List<Store.AuditRow> rows = reopened().audit(Query.newest(2));
        assertEquals(new Store.AuditRow("ann", "cli", "backup", "x", AT.plusSeconds(3)), rows.get(0));
        assertEquals("bob", rows.get(1).who());
        List<Store.AuditRow> older = store().audit(new Query(10, rows.get(1).at(), null));
        assertEquals(List.of("http"), older.stream().map(Store.AuditRow::about).toList());
        assertEquals(2, store().audit(new Query(10, null, "ann")).size(), "the filter is a person");
    }

    @Test
    void aBackupIsAStoreOfItsOwn() {
        Store store = store();
        assertEquals(Position.NONE, store.backedUp());
        store.apply(List.of(turn(3, "s1", "t1", "天气"), fed(4, new Fact.Audited("ann", "cli", "x", "y"))));
        Path target = folder.resolve("copy");
        assertEquals(new Position(4), store.backup(target));
        assertEquals(new Position(4), store.backedUp());
        store.apply(List.of(turn(5, "s1", "t2", "two")));
        assertEquals(new Position(4), reopened().backedUp(), "the backup is remembered");
        try (Store copy = opened(target)) {
            assertEquals(new Position(4), copy.applied());
            assertEquals(List.of("天气", "re: 天气"), texts(copy, "s1", 10));
            assertEquals(List.of("s1", "s1"), found(copy, "天气"));
            assertEquals(1, copy.audit(Query.newest(5)).size());
        }
    }

    @Test
    void saysHowItIs() {
        Store store = store();
        store.apply(List.of(turn(3, "s1", "t1", "one")));
        Store.StoreHealth health = store.health();
        assertFalse(health.kind().isBlank());
        assertFalse(health.where().isBlank());
        assertTrue(health.bytes() > 0);
        assertNull(health.trouble());
    }

    @Test
    void refusesCallsAfterItsEnd() {
        Store store = store();
        store.close();
        store.close();
        boolean refused = false;
        try {
            store.apply(List.of(turn(3, "s1", "t1", "one")));
        } catch (RuntimeException expected) {
            refused = true;
        }
        assertTrue(refused, "a closed store takes nothing");
        assertEquals(Position.NONE, reopened().applied());
    }
}
