package io.hermesgateway.core.outbox;

import static io.hermesgateway.core.outbox.Mailroom.ANN;
import static io.hermesgateway.core.outbox.Mailroom.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Caller OPERATOR = new Caller("ann", "cli");

    private final MemoryJournal journal = new MemoryJournal();
    private final ManualClock clock = new ManualClock();
    private Mailroom room = new Mailroom(journal, clock, 1).started();
    private FakeCarrier carrier = room.carrier;

    /** The gateway ends and begins again. */
    private void restart() {
        room.ledger.close();
        room = new Mailroom(journal, clock, 2);
        carrier = room.carrier;
    }

    private static SendResult later(int seconds) {
        return new SendResult.Later(Duration.ofSeconds(seconds), "slow down");
    }

    private static SendResult refused() {
        return new SendResult.Refused(KernelError.REFUSED_BY_PLATFORM, "no such chat");
    }

    @Test
    void sendsAndKeepsTheEvidence() {
        String id = room.say(ANN, "hello");
        assertEquals(List.of("hello"), carrier.texts());
        assertNull(room.find(id));
        assertEquals(
                "delivery-settled",
                journal.records().get(journal.records().size() - 1).record().kind());
    }

    @Test
    void aCredentialDoesNotReachAChat() {
        room.say(ANN, "the password is hunter2");
        assertEquals(List.of("the password is ••••"), carrier.texts());
        room.ask("a1", "login --password hunter2 ?");
        Body.Prompt prompt = (Body.Prompt) carrier.offered.get(1).body();
        assertEquals("login --password •••• ?", prompt.text());
        assertEquals("rm x ••••", prompt.approval().question().command());
    }

    @Test
    void theAttemptIsInTheJournalBeforeTheHandOver() {
        room.tasks.holding = true;
        String id = room.say(ANN, "hello");
        assertEquals(1, room.tasks.sends.size());
        assertEquals(DeliveryState.SENDING, room.state(id));
        assertEquals(List.of(), carrier.texts());
    }

    @Test
    void cutsLongTextsToTheLimitOfThePlatform() {
        String text = "word ".repeat(50);
        assertEquals(3, room.say(ANN, new Body.Text(text)).size());
        assertEquals(text, String.join("", carrier.texts()));
    }

    @Test
    void takesTheCautiousLimitForAPlatformItNeverSaw() {
        Conversation other = Conversation.dm("other", "x");
        assertEquals(3, room.say(other, new Body.Text("x".repeat(5_000))).size());
    }

    @Test
    void remembersTheLimitOfAPlatformThatIsAway() {
        room.say(ANN, "hello");
        room.carriers.clear();
        assertEquals(2, room.say(ANN, new Body.Text("x".repeat(150))).size());
    }

    @Test
    void composesNothingForOurOwnSurfacesAndForBlankTexts() {
        assertEquals(List.of(), room.say(Conversation.dm("console", "x"), new Body.Text("hello")));
        assertEquals(List.of(), room.say(ANN, new Body.Text(" \n ")));
    }

    @Test
    void keepsTheOrderOfAConversationAndRunsOthersBesideIt() {
        room.tasks.holding = true;
        room.say(ANN, "a1");
        room.say(ANN, "a2");
        room.say(BOB, "b1");
        assertEquals(2, room.tasks.sends.size());
        room.tasks.holding = false;
        room.tasks.sends.forEach(Runnable::run);
        room.time.runPending();
        assertEquals(List.of("a1", "b1", "a2"), carrier.texts());
    }

    @Test
    void membersOfOneGroupShareOneLine() {
        room.tasks.holding = true;
        room.say(new Conversation("chat", Conversation.Kind.GROUP, "g", null, "ann"), "to ann");
        room.say(new Conversation("chat", Conversation.Kind.GROUP, "g", null, "bob"), "to bob");
        assertEquals(1, room.tasks.sends.size());
    }

    @Test
    void neverHasMoreUnderWayThanThePlatformAllows() {
        FakeCarrier other = new FakeCarrier();
        room.carriers.put("other", other);
        carrier.parallel = 2;
        room.tasks.holding = true;
        for (int i = 0; i < 5; i++) {
            room.say(Conversation.dm("chat", "c" + i), "hello");
        }
        assertEquals(2, room.tasks.sends.size());
        room.say(Conversation.dm("other", "x"), "hello");
        assertEquals(3, room.tasks.sends.size());
        room.tasks.sends.remove(0).run();
        room.time.runPending();
        assertEquals(3, room.tasks.sends.size());
        room.tasks.holding = false;
        List.copyOf(room.tasks.sends).forEach(Runnable::run);
        room.time.runPending();
        assertEquals(5, carrier.offered.size());
        assertEquals(1, other.offered.size());
    }

    @Test
    void waitsAsLongAsThePlatformSaysAndHoldsUpItsOwnConversationOnly() {
        carrier.answers.add(later(60));
        String first = room.say(ANN, "a1");
        String second = room.say(ANN, "a2");
        room.say(BOB, "b1");
        assertEquals(DeliveryState.RETRYING, room.state(first));
        assertEquals(DeliveryState.QUEUED, room.state(second));
        room.pass(Duration.ofSeconds(59));
        assertEquals(List.of("a1", "b1"), carrier.texts());
        room.pass(Duration.ofSeconds(1));
        assertEquals(List.of("a1", "b1", "a1", "a2"), carrier.texts());
        assertEquals(2, carrier.offered.get(2).attempt());
    }

    @Test
    void triesMoreAndMoreRarelyAndGivesUpAfterADay() {
        for (int i = 0; i < 1_000; i++) {
            carrier.answers.add(later(0));
        }
        String id = room.say(ANN, "hello");
        room.pass(Duration.ofHours(1));
        int inAnHour = carrier.offered.size();
        assertTrue(inAnHour > 15 && inAnHour < 40, "attempts in an hour: " + inAnHour);
        room.pass(Duration.ofHours(24));
        assertEquals(DeliveryState.FAILED, room.state(id));
        int inAll = carrier.offered.size();
        room.pass(Duration.ofHours(2));
        assertEquals(inAll, carrier.offered.size());
    }

    @Test
    void aDeadLetterHasItsReasonAndDoesNotHoldUpTheRest() {
        carrier.answers.add(refused());
        String id = room.say(ANN, "a1");
        room.say(ANN, "a2");
        assertEquals(List.of("a1", "a2"), carrier.texts());
        Rows.DeliveryRow row = room.outbox.rows("failed").get(0);
        assertEquals(id, row.id());
        assertEquals("refused_by_platform: no such chat", row.why());
        assertEquals("a1", row.excerpt());
    }

    @Test
    void anUncertainOneIsNotRepeatedWhereTheFarSideWouldShowItTwice() {
        carrier.answers.add(new SendResult.Uncertain("no answer"));
        String id = room.say(ANN, "a1");
        room.say(ANN, "a2");
        room.pass(Duration.ofHours(30));
        assertEquals(List.of("a1", "a2"), carrier.texts());
        assertEquals(DeliveryState.UNCERTAIN, room.state(id));
    }

    @Test
    void anUncertainOneIsRepeatedAtOnceAndUnchangedWhereRepeatsAreRecognised() {
        carrier.capabilities = new Capabilities(100, Capabilities.TextUnit.UTF16, 4, true, true);
        carrier.answers.add(new SendResult.Uncertain("no answer"));
        carrier.answers.add(later(5));
        room.inbound(ANN, "one");
        String id = room.say(ANN, "a1");
        room.inbound(ANN, "two");
        room.pass(Duration.ofSeconds(5));
        assertEquals(DeliveryState.SENT, room.state(id));
        assertEquals(3, carrier.offered.size());
        for (Delivery delivery : carrier.offered) {
            assertEquals(id, delivery.id());
            assertEquals(Map.of("r", "one"), delivery.route());
        }
    }

    @Test
    void repeatsOnlyWhileTheFarSideCanStillRecogniseThem() {
        carrier.capabilities = new Capabilities(100, Capabilities.TextUnit.UTF16, 4, true, true);
        for (int i = 0; i < 1_000; i++) {
            carrier.answers.add(new SendResult.Uncertain("no answer"));
        }
        String id = room.say(ANN, "a1");
        room.pass(Duration.ofHours(1));
        assertEquals(DeliveryState.UNCERTAIN, room.state(id));
        int tries = carrier.offered.size();
        room.pass(Duration.ofHours(24));
        assertEquals(tries, carrier.offered.size());
    }

    @Test
    void aParkedOneGoesWithTheNextMessageOfTheConversationAndItsRoute() {
        room.inbound(ANN, "old");
        carrier.answers.add(new SendResult.Parked("window closed"));
        String id = room.say(ANN, "a1");
        room.say(ANN, "a2");
        room.pass(Duration.ofDays(2));
        assertEquals(DeliveryState.PARKED, room.state(id));
        room.inbound(BOB, "other");
        assertEquals(1, carrier.offered.size());
        room.inbound(ANN, "new");
        assertEquals(List.of("a1", "a1", "a2"), carrier.texts());
        assertEquals(Map.of("r", "new"), carrier.offered.get(1).route());
    }

    @Test
    void aParkedOneGoesWhenThePlatformSaysSoOrComesBack() {
        carrier.answers.add(new SendResult.Parked("window closed"));
        carrier.answers.add(new SendResult.Parked("still closed"));
        room.say(new Conversation("chat", Conversation.Kind.GROUP, "g", null, "ann"), "a1");
        room.outbox.opened(new Conversation("chat", Conversation.Kind.GROUP, "g", null, null));
        room.time.runPending();
        assertEquals(2, carrier.offered.size());
        room.outbox.carrierReady("chat");
        room.time.runPending();
        assertEquals(3, carrier.offered.size());
        assertTrue(room.outbox.rows(null).isEmpty());
    }

    @Test
    void anAuditEndsWithTheReportOfThePlatform() {
        carrier.answers.add(new SendResult.InAudit("audit-1"));
        carrier.answers.add(new SendResult.InAudit("audit-2"));
        String first = room.say(ANN, "a1");
        String second = room.say(ANN, "a2");
        assertEquals(DeliveryState.IN_AUDIT, room.state(first));
        room.outbox.settled(first, new SendResult.Sent("far-9"));
        room.outbox.settled(second, refused());
        assertNull(room.find(first));
        assertEquals(DeliveryState.FAILED, room.state(second));
        room.outbox.settled(second, new SendResult.Sent("too late"));
        assertEquals(DeliveryState.FAILED, room.state(second));
    }

    @Test
    void lateEvidenceEndsTheUncertainty() {
        carrier.answers.add(new SendResult.Uncertain("no answer"));
        String id = room.say(ANN, "a1");
        room.outbox.settled(id, new SendResult.Sent("far-9"));
        assertNull(room.find(id));
    }

    @Test
    void aPlatformThatIsAwayOrNotReadyCostsNoAttempt() {
        carrier.ready = false;
        String id = room.say(ANN, "a1");
        room.pass(Duration.ofDays(3));
        assertEquals(DeliveryState.QUEUED, room.state(id));
        assertEquals(0, Objects.requireNonNull(room.find(id)).attempts());
        room.carriers.clear();
        room.outbox.carrierReady("chat");
        room.time.runPending();
        carrier.ready = true;
        room.carriers.put("chat", carrier);
        carrier.answers.add(later(1));
        room.outbox.carrierReady("chat");
        room.pass(Duration.ofSeconds(1));
        assertEquals(List.of("a1", "a1"), carrier.texts());
        assertNull(room.find(id));
    }

    @Test
    void whatWaitsSurvivesARestart() {
        carrier.answers.add(later(60));
        carrier.answers.add(new SendResult.Parked("window closed"));
        room.say(ANN, "retrying");
        room.say(BOB, "parked");
        room.say(ANN, "queued");
        restart();
        room.started();
        assertEquals(List.of("parked"), carrier.texts());
        room.pass(Duration.ofSeconds(60));
        assertEquals(List.of("parked", "retrying", "queued"), carrier.texts());
    }

    @Test
    void whatWasUnderWayAtACrashIsUncertainWhereRepeatsWouldShow() {
        room.tasks.holding = true;
        String id = room.say(ANN, "a1");
        room.say(ANN, "a2");
        restart();
        room.started();
        assertEquals(List.of("a2"), carrier.texts());
        assertEquals(DeliveryState.UNCERTAIN, room.state(id));
        assertNull(Objects.requireNonNull(room.find(id)).nextAt());
    }

    @Test
    void whatWasUnderWayAtACrashIsRepeatedWhereRepeatsAreRecognised() {
        room.inbound(ANN, "one");
        room.tasks.holding = true;
        String id = room.say(ANN, "a1");
        room.inbound(ANN, "two");
        restart();
        carrier.capabilities = new Capabilities(100, Capabilities.TextUnit.UTF16, 4, true, true);
        room.carriers.clear();
        room.started();
        assertEquals(DeliveryState.UNCERTAIN, room.state(id));
        room.carriers.put("chat", carrier);
        room.outbox.carrierReady("chat");
        room.time.runPending();
        assertEquals(List.of("a1"), carrier.texts());
        assertEquals(Map.of("r", "one"), carrier.offered.get(0).route());
        assertNull(room.find(id));
    }

    @Test
    void nothingIsHandedOverWhileTheJournalTakesNothing() {
        carrier.ready = false;
        String id = room.say(ANN, "a1");
        carrier.ready = true;
        journal.failWith("the disk is full");
        room.outbox.carrierReady("chat");
        room.pass(Duration.ofSeconds(10));
        assertEquals(List.of(), carrier.texts());
        journal.failWith(null);
        room.pass(Duration.ofSeconds(2));
        assertEquals(List.of("a1"), carrier.texts());
        assertNull(room.find(id));
    }

    @Test
    void aResultIsKeptUntilTheJournalTakesIt() {
        room.tasks.holding = true;
        String id = room.say(ANN, "a1");
        room.say(ANN, "a2");
        room.tasks.holding = false;
        journal.failWith("the disk is full");
        room.tasks.sends.remove(0).run();
        room.pass(Duration.ofMinutes(5));
        assertEquals(DeliveryState.SENDING, room.state(id));
        journal.failWith(null);
        room.pass(Duration.ofSeconds(2));
        assertNull(room.find(id));
        assertEquals(List.of("a1", "a2"), carrier.texts());
    }

    @Test
    void aSenderThatBreaksOffLeavesDoubtAndNotABlockedConversation() {
        room.carriers.put("chat", new Carriers.Carrier() {
            @Override
            public Capabilities capabilities() {
                return carrier.capabilities;
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public int parallelSends() {
                return 1;
            }

            @Override
            public SendResult send(Delivery delivery) {
                throw new IllegalStateException("a bug");
            }
        });
        assertThrows(IllegalStateException.class, () -> room.say(ANN, "a1"));
        room.carriers.put("chat", carrier);
        room.say(ANN, "a2");
        assertEquals(List.of("a2"), carrier.texts());
        assertEquals("a1", room.outbox.rows("uncertain").get(0).excerpt());
    }

    @Test
    void aPersonPutsADeadLetterIntoTheQueueAgain() {
        carrier.answers.add(refused());
        String id = room.say(ANN, "a1");
        carrier.ready = false;
        room.say(ANN, "a2");
        assertEquals("queued", room.outbox.retry(OPERATOR, id).state());
        carrier.ready = true;
        room.outbox.carrierReady("chat");
        room.time.runPending();
        assertEquals(List.of("a1", "a1", "a2"), carrier.texts());
        GatewayException unknown = assertThrows(GatewayException.class, () -> room.outbox.retry(OPERATOR, id));
        assertEquals(KernelError.NOT_FOUND, unknown.code());
    }

    @Test
    void aRetriedDeadLetterHasAllItsTimeAgain() {
        carrier.answers.add(refused());
        String id = room.say(ANN, "a1");
        room.pass(Duration.ofDays(5));
        carrier.answers.add(later(30));
        room.outbox.retry(OPERATOR, id);
        room.time.runPending();
        assertEquals(DeliveryState.RETRYING, room.state(id));
    }

    private Rows.SendRow send(String text, Duration wait) throws InterruptedException, ExecutionException {
        CompletableFuture<Rows.SendRow> row = CompletableFuture.supplyAsync(() -> room.outbox.send(ANN, text, wait));
        while (!row.isDone()) {
            room.time.runPending();
            Thread.onSpinWait();
        }
        return row.get();
    }

    @Test
    void aPersonWhoSendsGetsTheEvidence() throws Exception {
        Rows.SendRow row = send("hello", Duration.ofSeconds(20));
        assertEquals("sent", row.state());
        assertEquals("far-1", row.messageId());
    }

    @Test
    void aPersonWhoSendsIsNotKeptWaitingForWhatIsParkedOrRefused() throws Exception {
        carrier.answers.add(refused());
        carrier.answers.add(new SendResult.Parked("window closed"));
        assertEquals("failed", send("hello", Duration.ofSeconds(20)).state());
        assertEquals("parked", send("word ".repeat(50), Duration.ofSeconds(20)).state());
    }

    @Test
    void aPersonWhoSendsLearnsThatItStillWaits() throws Exception {
        carrier.ready = false;
        assertEquals("queued", send("hello", Duration.ofMillis(20)).state());
    }

    @Test
    void rowsSayWhereThingsStand() {
        carrier.answers.add(later(60));
        room.say(ANN, "x".repeat(99));
        Rows.DeliveryRow row = room.outbox.rows(null).get(0);
        assertEquals("retrying", row.state());
        assertEquals(1, row.attempts());
        assertEquals("slow down", row.why());
        assertEquals(Instant.parse("2026-01-01T00:01:00Z").toString(), row.nextAt());
        assertEquals("dm", row.conversation().kind());
        assertEquals(1, room.outbox.pending("chat"));
        assertEquals(0, room.outbox.pending("other"));
    }

    @Test
    void factsOfDeliveriesThatNobodyKnowsChangeNothing() {
        room.ledger.commit(state -> List.of(new Fact.DeliverySettled("ghost", DeliveryState.FAILED, "", "", null)));
        room.time.runPending();
        assertTrue(room.outbox.rows(null).isEmpty());
        assertNotNull(room.say(ANN, "a1"));
    }
}
