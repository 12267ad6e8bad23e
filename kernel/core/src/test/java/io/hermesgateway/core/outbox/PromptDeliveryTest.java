package io.hermesgateway.core.outbox;

import static io.hermesgateway.core.outbox.Mailroom.ANN;
import static io.hermesgateway.core.outbox.Mailroom.HOME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptDeliveryTest {
    private final MemoryJournal journal = new MemoryJournal();
    private final ManualClock clock = new ManualClock();
    private Mailroom room = new Mailroom(journal, clock, 1).started();
    private FakeCarrier carrier = room.carrier;

    private void restart() {
        room.ledger.close();
        room = new Mailroom(journal, clock, 2);
        carrier = room.carrier;
    }

    private static SendResult refused() {
        return new SendResult.Refused(KernelError.REFUSED_BY_PLATFORM, "no cards here");
    }

    private static SendResult later(int seconds) {
        return new SendResult.Later(Duration.ofSeconds(seconds), "slow down");
    }

    @Test
    void theClockOfAnApprovalStartsWithTheEvidence() {
        carrier.answers.add(later(600));
        String id = room.ask("a1", "may I?").get(0);
        assertNull(room.approval("a1").approval().expiresAt());
        room.pass(Duration.ofMinutes(10));
        assertEquals(
                clock.instant().plus(Mailroom.TIMEOUT),
                room.approval("a1").approval().expiresAt());
        assertEquals(id, room.approval("a1").shown().get(0).deliveryId());
        assertEquals("far-1", room.approval("a1").shown().get(0).messageId());
    }

    @Test
    void aDecisionChangesEachShownCopyOnce() {
        room.ask("a1", "may I?");
        room.decide("a1");
        room.pass(Duration.ofHours(1));
        assertEquals(List.of("prompt may I?", "edit of far-1: prompt approved"), carrier.texts());
    }

    @Test
    void aPromptThatArrivesAfterTheDecisionIsChangedOnce() {
        room.tasks.holding = true;
        room.ask("a1", "may I?");
        room.tasks.holding = false;
        room.decide("a1");
        room.tasks.sends.get(0).run();
        room.time.runPending();
        assertEquals(List.of("prompt may I?", "edit of far-1: prompt approved"), carrier.texts());
        restart();
        room.started();
        assertEquals(List.of(), carrier.texts());
    }

    @Test
    void aPromptThatStillWaitsIsTakenBackWithTheDecision() {
        carrier.ready = false;
        room.ask("a1", "may I?");
        room.decide("a1");
        assertTrue(room.outbox.rows(null).isEmpty());
        carrier.ready = true;
        room.outbox.carrierReady("chat");
        room.pass(Duration.ofHours(1));
        assertEquals(List.of(), carrier.texts());
    }

    @Test
    void aPromptIsTakenBackAfterARestartToo() {
        carrier.ready = false;
        room.ask("a1", "may I?");
        restart();
        room.decide("a1");
        assertEquals(1, room.outbox.rows("queued").size());
        restart();
        room.started();
        assertEquals(List.of(), carrier.texts());
        assertTrue(room.outbox.rows(null).isEmpty());
    }

    @Test
    void aRefusedPromptComesAsPlainTextAndCanBeAnswered() {
        carrier.answers.add(refused());
        room.ask("a1", "may I?");
        assertEquals(List.of("prompt may I?", "may I?"), carrier.texts());
        assertEquals("far-1", room.approval("a1").shown().get(0).messageId());
        assertTrue(room.outbox.rows(null).isEmpty());
        room.decide("a1");
        assertEquals("edit of far-1: prompt approved", carrier.texts().get(2));
    }

    @Test
    void aPromptThatItsChatRefusesGoesToTheHomeChannel() {
        room.home = HOME;
        carrier.answers.addAll(List.of(refused(), refused(), refused()));
        room.ask("a1", "may I?");
        assertEquals(List.of("prompt may I?", "may I?", "prompt pending", "pending"), carrier.texts());
        assertEquals(
                List.of(ANN, ANN, HOME, HOME),
                carrier.offered.stream().map(Delivery::to).toList());
        assertEquals(HOME, room.approval("a1").shown().get(0).where());
        assertEquals(List.of(), room.undeliverable);
    }

    @Test
    void aPromptThatIsRefusedEverywhereIsUndeliverable() {
        room.home = HOME;
        carrier.answers.addAll(List.of(refused(), refused(), refused(), refused()));
        room.ask("a1", "may I?");
        assertEquals(List.of("a1"), room.undeliverable);
        assertEquals(1, room.outbox.rows("failed").size());
    }

    @Test
    void withoutAHomeChannelTheSecondRefusalIsTheLast() {
        carrier.answers.addAll(List.of(refused(), refused()));
        room.ask("a1", "may I?");
        assertEquals(List.of("a1"), room.undeliverable);
    }

    @Test
    void aPromptThatMayHaveArrivedIsNotDeclaredUndeliverable() {
        carrier.answers.add(new SendResult.Uncertain("no answer"));
        String id = room.ask("a1", "may I?").get(0);
        room.pass(Duration.ofHours(1));
        assertEquals(List.of(), room.undeliverable);
        room.outbox.settled(id, new SendResult.Sent("far-9"));
        assertEquals("far-9", room.approval("a1").shown().get(0).messageId());
    }

    @Test
    void aLongQuestionIsSeenWholeAndItsEndHasTheButtons() {
        String question = "rm " + "x".repeat(150) + "\n\nmay I?";
        room.ask("a1", question);
        assertEquals(2, carrier.offered.size());
        assertTrue(carrier.offered.get(1).body() instanceof Body.Prompt);
        assertEquals(question, carrier.texts().get(0) + carrier.texts().get(1).substring("prompt ".length()));
        assertEquals(1, room.approval("a1").shown().size());
    }

    @Test
    void whereMessagesCannotBeChangedNoEditIsComposed() {
        carrier.capabilities = Capabilities.plain(100);
        room.ask("a1", "may I?");
        room.decide("a1");
        assertEquals(List.of("prompt may I?"), carrier.texts());
        assertTrue(room.outbox.rows(null).isEmpty());
    }

    @Test
    void anEditForAPlatformThatIsAwayWaitsForIt() {
        room.ask("a1", "may I?");
        restart();
        room.carriers.clear();
        room.started();
        room.decide("a1");
        room.carriers.put("chat", carrier);
        room.outbox.carrierReady("chat");
        room.time.runPending();
        assertEquals(List.of("edit of far-1: prompt approved"), carrier.texts());
    }

    @Test
    void anEditThatIsRefusedForNowIsRetriedAndHoldsNobodyUp() {
        room.ask("a1", "may I?");
        carrier.answers.addAll(List.of(later(60), new SendResult.Sent("far-2"), new SendResult.Uncertain("no answer")));
        room.decide("a1");
        room.say(ANN, "go on");
        assertEquals("go on", carrier.texts().get(2));
        room.pass(Duration.ofMinutes(2));
        assertEquals(5, carrier.offered.size());
        assertTrue(room.outbox.rows(null).isEmpty());
    }

    @Test
    void anEditPassesAParkedMessage() {
        room.ask("a1", "may I?");
        carrier.answers.add(new SendResult.Parked("window closed"));
        String parked = room.say(ANN, "hello");
        room.decide("a1");
        assertEquals("edit of far-1: prompt approved", carrier.texts().get(2));
        assertEquals(DeliveryState.PARKED, room.state(parked));
    }

    @Test
    void anEditThatIsRefusedForGoodIsNoDeadLetter() {
        room.ask("a1", "may I?");
        carrier.answers.add(refused());
        room.decide("a1");
        assertTrue(room.outbox.rows(null).isEmpty());
    }
}
