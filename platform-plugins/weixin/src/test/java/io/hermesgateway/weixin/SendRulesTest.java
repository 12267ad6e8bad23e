package io.hermesgateway.weixin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.weixin.FakeIlink.Asked;
import io.hermesgateway.weixin.FakeIlink.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SendRulesTest {
    private static final Reply WINDOW = Reply.ok("{\"ret\":-2,\"errmsg\":\"prepare failed\"}");

    @TempDir
    Path home;

    private Rig rig;
    private FakeIlink far;

    @BeforeEach
    void open() throws IOException {
        rig = new Rig(home).online();
        far = rig.far;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String tokenOf(int send) {
        return far.asked(FakeIlink.SEND)
                .get(send)
                .body()
                .at("/msg/context_token")
                .asText();
    }

    @Test
    void rule12TheNewestTokenIsUsedWhateverTheTurnBeganWith() {
        rig.heard("ann", "one");
        rig.send("d1", "ann", "first");
        rig.heard("ann", "two");
        rig.send("d2", "ann", "second");
        assertEquals("token-1", tokenOf(0));
        assertEquals("token-2", tokenOf(1));
    }

    @Test
    void rule12TokensAndCountsSurviveARestart() {
        rig.heard("ann", "one");
        rig.send("d1", "ann", "first");
        String kept = rig.kernel.cursor("window/" + FakeIlink.BOT + "/ann").orElseThrow();
        assertTrue(kept.contains("\"sent\":1"), kept);
        rig.again().online();
        assertInstanceOf(SendResult.Sent.class, rig.send("d2", "ann", "proactive"));
        assertEquals("token-1", tokenOf(1));
    }

    @Test
    void rule13TenMessagesForEachWordAndNotOneMore() {
        rig.heard("ann", "hello");
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(SendResult.Sent.class, rig.send("d" + i, "ann", "message " + i));
        }
        assertInstanceOf(SendResult.Parked.class, rig.send("d10", "ann", "one too many"));
        assertEquals(10, far.texts().size(), "the far side is not even asked");
        rig.heard("ann", "go on");
        assertInstanceOf(SendResult.Sent.class, rig.send("d10", "ann", "one too many"));
    }

    @Test
    void rule13AfterADayTheWindowIsClosed() {
        rig.heard("ann", "hello");
        rig.passes(Duration.ofHours(24));
        assertInstanceOf(SendResult.Parked.class, rig.send("d1", "ann", "late"));
    }

    @Test
    void rule13TheLastTwoAreKeptForTheTurnThatWorks() {
        rig.heard("ann", "hello");
        for (int i = 0; i < 8; i++) {
            rig.send("d" + i, "ann", "message " + i);
        }
        rig.platform().watch(rig.chat("ann"), new TurnEvent.Started("the-turn", 1));
        assertInstanceOf(
                SendResult.Parked.class,
                rig.platform().send(rig.delivery("d8", "ann", new Body.Text("chatter"), "another")));
        assertInstanceOf(
                SendResult.Sent.class,
                rig.platform().send(rig.delivery("d9", "ann", new Body.Text("the answer"), "the-turn")));
        int before = rig.kernel.openedConversations().size();
        rig.platform().watch(rig.chat("ann"), ended());
        far.await(
                "the chatter may try again",
                () -> rig.kernel.openedConversations().size() > before);
    }

    private static TurnEvent ended() {
        return new TurnEvent.Ended("the-turn", "answered", "", TurnOutcome.Usage.NONE, null);
    }

    @Test
    void rule14AUsedUpWindowParksTheRestAndItFollowsInOrder() {
        rig.heard("ann", "hello");
        String text = "a".repeat(1_500) + "\n\n" + "b".repeat(1_500) + "\n\n" + "c".repeat(1_500);
        far.script(FakeIlink.SEND, Reply.ok("{}"), WINDOW);
        assertInstanceOf(SendResult.Parked.class, rig.send("d1", "ann", text));
        assertInstanceOf(SendResult.Parked.class, rig.send("d1", "ann", text), "not before a new word");
        assertEquals(2, far.texts().size());
        rig.heard("ann", "go on");
        assertInstanceOf(SendResult.Sent.class, rig.send("d1", "ann", text));
        List<String> texts = far.texts();
        assertEquals(text, texts.get(0) + texts.get(2) + texts.get(3));
        assertEquals("token-2", tokenOf(3));
    }

    @Test
    void rule14TooManyAtOnceWaitsLongerEachTime() {
        rig.heard("ann", "hello");
        far.habit(FakeIlink.SEND, one -> Reply.ok("{\"ret\":-2,\"errmsg\":\"rate limited\"}"));
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.add(((SendResult.Later) rig.send("d1", "ann", "patience"))
                    .pause()
                    .toSeconds());
        }
        assertEquals(List.of(10L, 30L, 60L, 60L, 60L), pauses);
        assertInstanceOf(SendResult.Parked.class, rig.send("d1", "ann", "patience"));
    }

    @Test
    void rule14ARefusalWithoutAReasonIsTriedOnceMoreAndIsNoLogout() {
        rig.heard("ann", "hello");
        Reply no = Reply.ok("{\"ret\":-2,\"errmsg\":\"bad recipient\"}");
        far.script(FakeIlink.SEND, no, no);
        assertInstanceOf(SendResult.Parked.class, rig.send("d1", "ann", "well?"));
        assertEquals(2, far.texts().size());
        assertEquals(PlatformState.ONLINE, rig.kernel.state());
    }

    @Test
    void rule15WithoutATokenNothingIsSentInSilence() {
        SendResult result = rig.send("d1", "stranger", "hello?");
        assertTrue(
                result instanceof SendResult.Parked parked && parked.why().contains("no_context"), result.toString());
        assertEquals(0, far.asked(FakeIlink.SEND).size());
    }

    @Test
    void rule15ATokenlessAttemptIsMadeOnlyWhenConfiguredAndNotBelieved() throws IOException {
        try (Rig bold = new Rig(home.resolve("bold"), Map.of("send_without_context", true)).online()) {
            assertInstanceOf(SendResult.Uncertain.class, bold.send("d1", "stranger", "hello?"));
            assertTrue(bold.far
                    .asked(FakeIlink.SEND)
                    .get(0)
                    .body()
                    .at("/msg/context_token")
                    .isMissingNode());
        }
    }

    @Test
    void rule16WithoutAnAnswerItIsUncertainAndNotSentAgain() {
        rig.heard("ann", "hello");
        far.script(FakeIlink.SEND, Reply.cut());
        assertInstanceOf(SendResult.Uncertain.class, rig.send("d1", "ann", "did it arrive?"));
        assertEquals(1, far.texts().size());
    }

    @Test
    void rule16ARepeatThatIsConfiguredHasTheSameId() throws IOException {
        try (Rig bold = new Rig(home.resolve("bold"), Map.of("resend_uncertain", true)).online()) {
            bold.heard("ann", "hello");
            bold.far.script(FakeIlink.SEND, Reply.cut());
            assertInstanceOf(SendResult.Sent.class, bold.send("d1", "ann", "did it arrive?"));
            List<String> ids = bold.far.asked(FakeIlink.SEND).stream()
                    .map(one -> one.body().at("/msg/client_id").asText())
                    .toList();
            assertEquals(2, ids.size());
            assertEquals(ids.get(0), ids.get(1));
        }
    }

    @Test
    void rule17EachRequestHasOneItemAndAnIdOfItsOwn() {
        rig.heard("ann", "hello");
        rig.send("d1", "ann", "x".repeat(4_000));
        List<Asked> sent = far.asked(FakeIlink.SEND);
        assertEquals(3, sent.size());
        for (Asked one : sent) {
            assertEquals(1, one.body().at("/msg/item_list").size());
            assertEquals(2, one.body().at("/msg/message_type").asInt());
            assertTrue(one.body().at("/msg/item_list/0/text_item/text").asText().length() <= 1_800);
        }
        assertEquals(
                3,
                sent.stream()
                        .map(one -> one.body().at("/msg/client_id").asText())
                        .distinct()
                        .count());
        assertEquals("x".repeat(4_000), String.join("", far.texts()));
    }

    @Test
    void rule17ALongAnswerIsAFile() {
        rig.heard("ann", "hello");
        assertInstanceOf(SendResult.Sent.class, rig.send("d1", "ann", "word ".repeat(2_000)));
        List<Asked> sent = far.asked(FakeIlink.SEND);
        assertEquals(2, sent.size(), "a line and the file");
        assertEquals(
                "answer.txt",
                sent.get(1).body().at("/msg/item_list/0/file_item/file_name").asText());
        assertEquals(
                "10000", sent.get(1).body().at("/msg/item_list/0/file_item/len").asText());
    }

    @Test
    void rule18EveryFormOfSuccessIsOneAndEveryFormOfFailureToo() {
        rig.heard("ann", "hello");
        far.script(
                FakeIlink.SEND,
                Reply.ok("{}"),
                Reply.ok("{\"ret\":0}"),
                Reply.ok("{\"message_id\":18446744073709551615}"));
        assertEquals(new SendResult.Sent(""), rig.send("d1", "ann", "a"));
        assertEquals(new SendResult.Sent(""), rig.send("d2", "ann", "b"));
        assertEquals(new SendResult.Sent("18446744073709551615"), rig.send("d3", "ann", "c"));
        far.script(FakeIlink.SEND, Reply.ok("{\"errcode\":-5}"), Reply.ok("{\"ret\":-5}"));
        assertInstanceOf(SendResult.Refused.class, rig.send("d4", "ann", "d"));
        assertInstanceOf(SendResult.Refused.class, rig.send("d5", "ann", "e"));
    }

    @Test
    void rule22TypingIsShownAndTakenBackAndNeverInTheWay() {
        rig.heard("ann", "hello");
        rig.platform().watch(rig.chat("ann"), new TurnEvent.Started("the-turn", 1));
        far.await("shown and shown again", () -> typing(1) >= 2);
        far.script(FakeIlink.TYPING, Reply.ok("{\"ret\":-1}"));
        rig.platform().watch(rig.chat("ann"), new TurnEvent.Suspended("the-turn", List.of("a1")));
        far.await("taken back", () -> typing(2) >= 1);
        far.await(
                "nothing to take back any more",
                () -> rig.kernel.cursor("typing").orElse("").isEmpty());
        assertTrue(far.asked(FakeIlink.CONFIG).size() <= 2, "the ticket is kept");
    }

    @Test
    void rule22ASignOfAnEarlierLifeIsTakenBack() {
        rig.heard("ann", "hello");
        rig.kernel.saveCursor("typing", "ann");
        rig.again().online();
        far.await("taken back", () -> typing(2) >= 1);
    }

    private long typing(int status) {
        return far.asked(FakeIlink.TYPING).stream()
                .filter(one -> one.body().path("status").asInt() == status)
                .count();
    }
}
