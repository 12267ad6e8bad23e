package io.hermesgateway.core.inbox;

import static io.hermesgateway.core.inbox.InboxBench.ANN;
import static io.hermesgateway.core.inbox.InboxBench.BOB;
import static io.hermesgateway.core.inbox.InboxBench.DM;
import static io.hermesgateway.core.inbox.InboxBench.EVE;
import static io.hermesgateway.core.inbox.InboxBench.GROUP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    @TempDir
    Path home;

    private InboxBench bench;

    @BeforeEach
    void open() {
        bench = new InboxBench(home);
    }

    @Test
    void aMessageBecomesATurnInASessionOfItsConversation() {
        assertInstanceOf(Accepted.Fresh.class, bench.accept(bench.message(DM, ANN, "hello")));
        assertEquals(List.of("hello"), bench.turns(DM));
        assertEquals(List.of("message-seen", "session-opened", "message-accepted"), bench.kinds());
        String session = Objects.requireNonNull(bench.session(DM));
        assertTrue(session.matches("20(25|26)\\d{4}_\\d{6}_[0-9a-f]{8}"), session);
        bench.ann("again");
        assertEquals(session, bench.session(DM));
    }

    @Test
    void messagesAndTheirCursorAreOneAppend() {
        List<Accepted> results = bench.inbox.acceptAll(
                bench, List.of(bench.message(DM, ANN, "one"), bench.message(DM, ANN, "two")), "offset", "42");
        assertEquals(
                2, results.stream().filter(Accepted.Fresh.class::isInstance).count());
        assertEquals(
                "42", bench.ledger.read(state -> state.cursor("test", "offset")).orElseThrow());
        assertEquals(1, bench.kinds().stream().filter("session-opened"::equals).count());
        assertEquals("cursor-moved", bench.kinds().get(bench.kinds().size() - 1));
    }

    @Test
    void aCursorMovesWithoutMessages() {
        assertEquals(List.of(), bench.inbox.acceptAll(bench, List.of(), "offset", "7"));
        assertEquals(
                "7", bench.ledger.read(state -> state.cursor("test", "offset")).orElseThrow());
    }

    @Test
    void aRepeatedMessageIsKnownAlsoInTheSameCallAndAfterARestart() {
        InboundMessage message = bench.message(DM, ANN, "hello");
        List<Accepted> results = bench.inbox.acceptAll(bench, List.of(message, message), null, null);
        assertInstanceOf(Accepted.Fresh.class, results.get(0));
        assertInstanceOf(Accepted.Known.class, results.get(1));
        assertInstanceOf(Accepted.Known.class, bench.accept(message));
        assertEquals(List.of("hello"), bench.turns(DM));
        assertTrue(new Ledger(bench.journal, bench.clock).<Boolean>read(state -> state.seen(message.key())));
    }

    @Test
    void nothingIsPromisedWhileTheJournalIsAway() {
        bench.journal.failWith("the disk is full");
        List<Accepted> results = bench.inbox.acceptAll(
                bench,
                List.of(bench.message(DM, ANN, "one"), bench.message(DM, ANN, "/help"), bench.message(DM, ANN, "two")),
                "offset",
                "1");
        assertEquals(
                List.of("the disk is full", "the disk is full", "the disk is full"),
                results.stream().map(result -> ((Accepted.NotNow) result).why()).toList());
        assertTrue(results.stream().noneMatch(Accepted::acknowledge));
        bench.journal.failWith(null);
        assertEquals(List.of(), bench.turns(DM));
        assertTrue(bench.ledger.<Boolean>read(
                state -> state.cursor("test", "offset").isEmpty()));
    }

    @Test
    void strangersInGroupsAreTurnedAwaySilentlyButRemembered() {
        InboundMessage message = bench.message(GROUP, EVE, "let me in");
        assertInstanceOf(Accepted.Turned.class, bench.accept(message));
        assertInstanceOf(Accepted.Known.class, bench.accept(message));
        assertEquals(List.of(), bench.replies());
        assertEquals(List.of("message-seen"), bench.kinds());
    }

    @Test
    void strangersInPrivateGetAPairingCodeInTheirLanguage() {
        Conversation chat = Conversation.dm("test", "eve-chat");
        String english = bench.says(chat, EVE, "hello?");
        assertTrue(english.matches("(?s).*hermes pairing approve test [A-HJ-NP-Z2-9]{8}.*"), english);
        String chinese = bench.says(Conversation.dm("test", "li"), Sender.of("test", "li", "李雷"), "hi");
        assertTrue(chinese.contains("配对码"), chinese);
        assertEquals(List.of(), bench.turns(chat));
        assertEquals("", bench.says(chat, EVE, "/help"));
    }

    @Test
    void aMessageOfAnotherAccountIsABug() {
        InboundMessage foreign = InboundMessage.text(
                new MessageKey("other", "c", "1"), Conversation.dm("other", "c"), ANN, "hi", bench.clock.instant());
        assertThrows(IllegalArgumentException.class, () -> bench.accept(foreign));
    }

    @Test
    void eachMemberOfAGroupHasAConversationUnlessItIsShared() {
        bench.says(GROUP, ANN, "mine");
        bench.says(GROUP, BOB, "his");
        assertEquals(List.of("mine"), bench.turns(member("ann")));
        assertEquals(List.of("his"), bench.turns(member("bob")));
        bench.rules.perMember = false;
        bench.says(GROUP, ANN, "ours");
        assertEquals(List.of("ours"), bench.turns(GROUP));
    }

    private static Conversation member(String id) {
        return new Conversation("test", Conversation.Kind.GROUP, "g1", null, id);
    }

    @Test
    void aThreadIsSharedUnlessItIsNot() {
        Conversation thread = new Conversation("test", Conversation.Kind.GROUP, "g1", "t1", null);
        bench.says(thread, ANN, "ours");
        assertEquals(List.of("ours"), bench.turns(thread));
        bench.rules.perThreadMember = true;
        bench.says(thread, ANN, "mine");
        assertEquals(
                List.of("mine"), bench.turns(new Conversation("test", Conversation.Kind.GROUP, "g1", "t1", "ann")));
    }

    @Test
    void theStableIdOfAMemberNamesTheConversation() {
        bench.says(GROUP, new Sender("test", "bob", "union-bob", null, false), "hi");
        assertEquals(List.of("hi"), bench.turns(member("union-bob")));
    }

    @Test
    void aMessageWaitsBehindTheRunningTurn() {
        bench.ann("one");
        bench.run(DM);
        bench.ann("two");
        assertEquals(List.of("one", "two"), bench.turns(DM));
        assertEquals(List.of(), bench.conductor.told);
    }

    @Test
    void inInterruptModeTheRunningTurnIsStoppedOncePerMessage() {
        bench.rules.busy = InboxRules.Busy.INTERRUPT;
        InboundMessage message = bench.message(DM, ANN, "two");
        bench.accept(message);
        bench.accept(message);
        assertEquals(List.of("interrupt " + DM.key()), bench.conductor.told);
        assertEquals(List.of("two"), bench.turns(DM));
    }

    @Test
    void inSteerModeTheRunningTurnHearsOfIt() {
        bench.rules.busy = InboxRules.Busy.STEER;
        bench.ann("one");
        String turn = bench.run(DM);
        bench.ann("two");
        assertEquals(List.of("one"), bench.turns(DM));
        assertEquals(List.of("two"), steering(turn));
        InboundMessage plain = bench.message(DM, ANN, "look");
        bench.accept(new InboundMessage(
                plain.key(),
                DM,
                ANN,
                "look",
                List.of(new Attachment("image", "a.png", "image/png", 1, "/a.png", null)),
                null,
                plain.sentAt(),
                Map.of()));
        assertEquals(List.of("one", "look"), bench.turns(DM), "a picture cannot be steered with");
    }

    private List<String> steering(String turnId) {
        return bench.ledger.read(
                state -> Objects.requireNonNull(state.turn(turnId)).steering());
    }

    @Test
    void inSteerModeWithoutARunningTurnItIsATurn() {
        bench.rules.busy = InboxRules.Busy.STEER;
        bench.ann("one");
        bench.ann("two");
        assertEquals(List.of("one", "two"), bench.turns(DM));
    }

    @Test
    void whileAnApprovalIsPendingTheSenderIsToldAndNothingIsInterrupted() {
        bench.rules.busy = InboxRules.Busy.INTERRUPT;
        bench.ask("ab12", DM, "rm -rf build\nsecond line");
        String hint = bench.ann("1");
        assertTrue(hint.contains("/approve ab12") && hint.contains("rm -rf build"), hint);
        assertFalse(hint.contains("second line"), hint);
        assertTrue(bench.ann("好了吗").contains("请发送 /approve ab12"));
        assertEquals(List.of("1", "好了吗"), bench.turns(DM));
        assertEquals(List.of(), bench.conductor.told);
        assertEquals(List.of(), bench.desk.answers);
    }

    @Test
    void whatIsPendingForOneMemberIsNoNewsForAnother() {
        bench.ask("ab12", member("ann"), "rm -rf build");
        assertEquals("", bench.says(GROUP, BOB, "hello"));
    }

    @Test
    void aReplyFindsTheRouteOfTheMessageItAnswers() {
        InboundMessage plain = bench.message(DM, ANN, "/whoami");
        bench.accept(new InboundMessage(
                plain.key(), DM, ANN, "/whoami", List.of(), null, plain.sentAt(), Map.of("seq", "9")));
        Delivery reply = bench.deliveries().get(0);
        assertEquals(plain.key().messageId(), reply.replyTo());
        assertEquals(Map.of("seq", "9"), bench.ledger.read(state -> state.route(DM)));
    }

    @Test
    void twoFirstMessagesAtOnceOpenOneSession() throws InterruptedException {
        int many = 8;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            InboundMessage message = bench.message(DM, ANN, "m" + i);
            threads.add(new Thread(() -> {
                awaitQuietly(go);
                bench.accept(message);
            }));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> sessions = bench.ledger.read(state -> state.turns().stream()
                .map((OpenTurn turn) -> turn.sessionId)
                .distinct()
                .toList());
        assertEquals(1, sessions.size());
        assertEquals(many, bench.turns(DM).size());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
