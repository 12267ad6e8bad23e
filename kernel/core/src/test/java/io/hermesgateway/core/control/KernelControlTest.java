package io.hermesgateway.core.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.FakeControl;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelControlTest {
    private static final Conversation HERE = Conversation.dm("telegram", "1");
    private static final Sender ANN = Sender.of("telegram", "1", "Ann");
    private static final Caller BOB = new Caller("bob", "console");

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final Ledger ledger = new Ledger(journal, clock);
    private final EventLog events = new EventLog(clock);
    private final HealthBoard board = new HealthBoard("1.2.3", clock);
    private final FakeDesk desk = new FakeDesk();
    private final FakeControl rows = new FakeControl();
    private final List<String> shutDowns = new ArrayList<>();
    private final KernelControl control = new KernelControl(
            new KernelControl.Parts(
                    new FakePlugins(), new FakePlatforms(), new FakeOutgoing(), new FakeCopies(), shutDowns::add),
            ledger,
            desk,
            board,
            events);

    private Approval approval(@Nullable Decision decision) {
        Question question = new Question(
                "terminal", "rm -r x", "digest", List.of(Reason.of("rm", "it deletes")), List.of(Choice.values()));
        return new Approval(
                "a1", "ab12", HERE, ANN, question, "s1", "t1", List.of("k1"), clock.instant(), null, decision);
    }

    private Delivery delivery(String id) {
        return new Delivery(id, HERE, new Body.Text("x".repeat(500)), "t1", null, Map.of(), 1, clock.instant());
    }

    private List<Fact.Audited> audit() {
        List<Fact.Audited> found = new ArrayList<>();
        ledger.feed(
                        io.hermesgateway.spi.journal.Position.NONE,
                        fed -> fed.forEach(each -> {
                            if (each.fact() instanceof Fact.Audited audited) {
                                found.add(audited);
                            }
                        }))
                .close();
        return found;
    }

    @Test
    void everyActionIsInTheAudit() {
        control.plugin(BOB, "http", "restart");
        control.install(BOB, Path.of("x.jar"));
        control.remove(BOB, "x");
        control.platform(BOB, "telegram", "pause");
        control.answer(BOB, "a1", Choice.ONCE, null);
        control.send(BOB, "telegram:1", "secret words", Duration.ZERO);
        control.backup(BOB, null);
        control.restore(BOB, Path.of("b"));
        control.shutDown(BOB, "stop");
        assertEquals(
                List.of(
                        "plugins.restart http",
                        "plugins.install x.jar",
                        "plugins.remove x",
                        "platforms.pause telegram",
                        "approvals.once a1",
                        "send telegram:1",
                        "store.backup ",
                        "store.restore b",
                        "gateway.stop "),
                audit().stream().map(fact -> fact.what() + " " + fact.about()).toList());
        assertTrue(audit().stream()
                .allMatch(fact -> fact.who().equals("bob") && fact.via().equals("console")));
        assertEquals(List.of("stop"), shutDowns);
    }

    @Test
    void actsThoughTheAuditCannotBeWritten() {
        journal.failWith("disk full");
        assertEquals("http", control.plugin(BOB, "http", "stop").id());
    }

    @Test
    void anOperatorAnswersAsOperator() {
        control.answer(BOB, "a1", Choice.DENY, "no");
        Answer given = desk.answers.get(0);
        assertEquals("console", given.via());
        assertEquals("bob", given.by().userId());
        assertNull(given.where());
    }

    @Test
    void showsPendingAndDecidedApprovals() {
        ledger.commit(state -> List.of(new Fact.ApprovalAsked(approval(null), true)));
        Rows.ApprovalRow pending = control.approvals("pending").get(0);
        assertEquals("ab12", pending.code());
        assertNull(pending.expiresAt());
        Decision decision = new Decision(ApprovalState.APPROVED, Choice.ONCE, ANN, "button", null, clock.instant());
        ledger.commit(state -> List.of(new Fact.ApprovalDecided("a1", decision)));
        assertEquals(List.of(), control.approvals("pending"));
        Rows.ApprovalRow decided = control.approval("a1");
        assertEquals("approved", decided == null ? "" : decided.state());
        assertEquals("once", decided == null ? "" : decided.choice());
        assertNull(control.approval("unknown"));
    }

    @Test
    void showsWhatIsOnItsWayAndWhatFailed() {
        ledger.commit(state -> List.of(new Fact.DeliveryQueued(delivery("d1"))));
        ledger.commit(state -> List.of(new Fact.DeliveryAttempted("d1", 1)));
        ledger.commit(state ->
                List.of(new Fact.DeliverySettled("d1", DeliveryState.FAILED, "", "refused by the far side", null)));
        Rows.DeliveryRow row = control.deliveries("failed").get(0);
        assertEquals("refused by the far side", row.why());
        assertEquals(121, row.excerpt().length());
        assertEquals("d1", control.retry(BOB, "d1").id());
        assertThrows(GatewayException.class, () -> control.retry(BOB, "d2"));
    }

    @Test
    void tellsWhatTheLedgerApplied() {
        List<Rows.Event> seen = new ArrayList<>();
        events.follow(ledger);
        control.watch(-1, seen::add);
        ledger.commit(state -> List.of(new Fact.ApprovalAsked(approval(null), true)));
        ledger.commit(state -> List.of(new Fact.DeliveryQueued(delivery("d1"))));
        ledger.commit(state -> List.of(new Fact.DeliveryAttempted("d1", 1)));
        ledger.commit(state -> List.of(new Fact.DeliverySettled("d1", DeliveryState.SENT, "m9", "", null)));
        assertEquals(
                List.of("approval", "delivery", "delivery"),
                seen.stream().map(Rows.Event::type).toList());
        assertEquals("ab12", ((Rows.ApprovalRow) seen.get(0).data()).code());
        assertEquals(
                Map.of("id", "d1", "state", "sent", "message_id", "m9"),
                seen.get(2).data());
    }

    @Test
    void eventsAreToldAgainAfterAnId() {
        List<Rows.Event> live = new ArrayList<>();
        List<Rows.Event> late = new ArrayList<>();
        control.watch(-1, live::add);
        control.watch(-1, event -> {
            throw new IllegalStateException("a broken watcher");
        });
        events.publish("log", "one");
        events.publish("log", "two");
        control.watch(live.get(0).id(), late::add);
        events.publish("log", "three");
        assertEquals(
                List.of("two", "three"), late.stream().map(Rows.Event::data).toList());
        assertEquals(3, live.size());
    }

    @Test
    void isDegradedWhenOnePartIsNotWell() {
        assertEquals("starting", control.status().state());
        board.phase("running");
        assertEquals("running", control.status().state());
        rows.platforms(FakeControl.platform("telegram", "offline", "no route"));
        assertEquals("degraded", control.status().state());
        assertEquals(
                new Rows.Component("telegram", "offline", "no route"),
                control.status().components().get(0));
        board.phase("draining");
        assertEquals("draining", control.status().state());
    }

    @Test
    void seesALoopThatDoesNotTurn() {
        board.phase("running");
        Runnable beat = board.loop("outbox-loop", Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(31));
        assertEquals("degraded", control.status().state());
        beat.run();
        assertEquals("running", control.status().state());
        board.set("disk", "degraded", "5 % left");
        assertEquals("degraded", control.status().state());
        board.clear("disk");
        board.config(() -> new Rows.ConfigState("refused", "config.yaml:3 port"));
        assertEquals("degraded", control.status().state());
    }

    @Test
    void countsWhatIsOpen() {
        ledger.commit(state -> List.of(new Fact.ApprovalAsked(approval(null), true)));
        Rows.Status status = control.status();
        assertEquals(1L, status.queues().get("approvals"));
        assertTrue(
                status.fds().open() > 0 && status.fds().limit() >= status.fds().open());
        assertTrue(status.heap().max() >= status.heap().used());
        assertEquals("1.2.3", status.version());
    }

    @Test
    void writesTheStateFileOnlyWhenTheStateChanged(@TempDir Path home) throws IOException {
        HomeFiles files = new HomeFiles(home, List.of("hermes", "gateway", "run"), clock);
        files.writePid(home.resolve("control.sock"));
        JsonNode pid = new ObjectMapper().readTree(home.resolve("gateway.pid").toFile());
        assertEquals(ProcessHandle.current().pid(), pid.path("pid").asLong());
        assertEquals("hermes-gateway", pid.path("kind").asText());
        assertTrue(pid.path("start_time").asLong() > 0);
        assertTrue(pid.path("control").asText().endsWith("control.sock"));

        files.write(control.status(), List.of(FakeControl.platform("telegram", "failed", "bad token")), null);
        JsonNode state =
                new ObjectMapper().readTree(home.resolve("gateway_state.json").toFile());
        assertEquals("starting", state.path("gateway_state").asText());
        assertTrue(
                state.path("platforms").path("telegram").path("needs_attention").asBoolean());
        assertTrue(state.path("exit_reason").isNull());
        Files.delete(home.resolve("gateway_state.json"));
        files.write(control.status(), List.of(FakeControl.platform("telegram", "failed", "bad token")), null);
        assertFalse(Files.exists(home.resolve("gateway_state.json")));
        files.write(control.status(), List.of(), "restart");
        state = new ObjectMapper().readTree(home.resolve("gateway_state.json").toFile());
        assertTrue(state.path("restart_requested").asBoolean());
        files.removePid();
        assertFalse(Files.exists(home.resolve("gateway.pid")));
    }

    private final class FakePlugins implements KernelControl.Plugins {
        @Override
        public List<Rows.Plugin> rows() {
            return rows.plugins();
        }

        @Override
        public Rows.Plugin act(String id, String action) {
            return FakeControl.plugin(id, "running");
        }

        @Override
        public Rows.Plugin install(Path jar) {
            return FakeControl.plugin("x", "running");
        }

        @Override
        public void remove(String id) {
            rows.remove(BOB, id);
        }
    }

    private final class FakePlatforms implements KernelControl.Platforms {
        @Override
        public List<Rows.Platform> rows() {
            return rows.platforms();
        }

        @Override
        public Rows.Platform act(String id, String action) {
            return FakeControl.platform(id, "paused", "");
        }
    }

    private static final class FakeOutgoing implements KernelControl.Outgoing {
        @Override
        public Rows.SendRow send(String target, String text, Duration wait) {
            return new Rows.SendRow("d9", "sent", "m1", "");
        }

        @Override
        public boolean retry(String deliveryId) {
            return deliveryId.equals("d1");
        }
    }

    private static final class FakeDesk implements Desk {
        private final List<Answer> answers = new ArrayList<>();

        @Override
        public AnswerResult answer(Answer answer) {
            throw new AssertionError("an operator answers as operator");
        }

        @Override
        public AnswerResult answerAsOperator(Answer answer) {
            answers.add(answer);
            return new AnswerResult.Unknown("unknown");
        }

        @Override
        public List<Approval> pendingIn(Conversation conversation) {
            return List.of();
        }

        @Override
        public Optional<Approval> byCode(String code) {
            return Optional.empty();
        }

        @Override
        public Optional<Approval> find(String id) {
            return Optional.empty();
        }

        @Override
        public void withdraw(Conversation conversation, @Nullable String turnId, String why) {
            throw new AssertionError("nothing is withdrawn here");
        }

        @Override
        public void undeliverable(String approvalId, String why) {
            throw new AssertionError("nothing is undeliverable here");
        }
    }

    private static final class FakeCopies implements KernelControl.Copies {
        @Override
        public Rows.Backup backup(@Nullable Path target) {
            return new Rows.Backup(String.valueOf(target), "fake", 1, "2026-01-01T00:00:00Z");
        }

        @Override
        public List<Rows.Backup> rows() {
            return List.of();
        }

        @Override
        public Rows.Backup restore(Path backup) {
            return backup(backup);
        }
    }
}
