package io.hermesgateway.qqbot.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.qqbot.Rig.Call;
import io.hermesgateway.qqbot.Samples;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.qqbot.inbound.Click;
import io.hermesgateway.qqbot.inbound.Reading;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SenderTest {
    private static final String POST = "POST /v2/users/ann/messages";
    private static final Place ANN = Place.c2c("ann");
    private static final Place GROUP = Place.group("grp");

    @TempDir
    Path folder;

    private Rig qq;
    private Outgoing outgoing;
    private Sender sender;
    private boolean connected = true;

    @BeforeEach
    void begin() {
        qq = new Rig(folder);
        open(false);
    }

    /** A new life of the adapter, with what the kernel keeps. */
    private void open(boolean reminders) {
        outgoing = Outgoing.of(qq.context, qq.api, HttpClient.newHttpClient(), () -> connected, reminders);
        sender = outgoing.sender();
    }

    private SendResult text(String id) {
        return sender.send(Samples.text(id, Samples.ANN, "answer " + id));
    }

    private static SendResult.Sent sent(SendResult result) {
        return assertInstanceOf(SendResult.Sent.class, result);
    }

    private List<Call> posts() {
        return qq.calls(POST);
    }

    private void refuseActive() {
        qq.when(
                POST,
                call -> call.body().has("msg_id") || call.body().has("event_id")
                        ? Rig.json(200, "{'id':'far'}")
                        : Rig.trouble(400, 40034102));
    }

    @Test
    void rule23FiveAnswersToAMessageThenItWaits() {
        refuseActive();
        outgoing.wrote(ANN, "m1");
        for (int i = 1; i <= 5; i++) {
            sent(text("d" + i));
        }
        assertInstanceOf(SendResult.Parked.class, text("d6"));
        assertEquals(
                List.of(1, 2, 3, 4, 5),
                posts().stream()
                        .filter(call -> call.body().has("msg_seq"))
                        .map(call -> call.body().path("msg_seq").asInt())
                        .toList());
        outgoing.wrote(ANN, "m2");
        sent(text("d6"));
        assertEquals("m2", posts().get(posts().size() - 1).text("msg_id"));
    }

    @Test
    void rule23AMessageMayBeAnsweredForAnHourInPrivateAndFiveMinutesInAGroup() {
        qq.when("POST *", call -> call.body().has("msg_id") ? Rig.json(200, "{'id':'x'}") : Rig.trouble(400, 40034105));
        outgoing.wrote(ANN, "m1");
        outgoing.wrote(GROUP, "g1");
        qq.clock.advance(Duration.ofSeconds(269));
        Conversation group = GROUP.conversation("qqbot");
        sent(sender.send(Samples.text("d1", group, "x")));
        qq.clock.advance(Duration.ofSeconds(2));
        assertInstanceOf(SendResult.Parked.class, sender.send(Samples.text("d2", group, "x")));
        sent(text("d3"));
        qq.clock.advance(Duration.ofMinutes(56));
        assertInstanceOf(SendResult.Parked.class, text("d4"));
    }

    @Test
    void rule23TheClaimIsKeptBeforeTheMessageIsSent() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, call -> {
            boolean kept = false;
            for (int i = 0; i < 16; i++) {
                kept |= qq.context.cursor("replies." + i).orElse("").contains("\"d1\"");
            }
            assertTrue(kept);
            return Rig.json(200, "{'id':'x'}");
        });
        sent(text("d1"));
    }

    @Test
    void nothingIsSentWhenTheClaimCannotBeKept() {
        outgoing.wrote(ANN, "m1");
        qq.context.away(true);
        assertInstanceOf(SendResult.Later.class, text("d1"));
        assertEquals(List.of(), posts());
    }

    @Test
    void rule24ARepeatAfterSilenceHasTheSameNumberAndFindsThatItArrived() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Reply.unanswered("late"), Rig.trouble(400, 40054005)));
        assertEquals(new SendResult.Sent(""), text("d1"));
        assertEquals(2, posts().size());
        assertEquals(posts().get(0).body(), posts().get(1).body());
    }

    @Test
    void rule24TheNumberSurvivesARestart() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Reply.unanswered("killed")));
        assertInstanceOf(SendResult.Uncertain.class, text("d1"));
        open(false);
        outgoing.wrote(ANN, "m2");
        qq.when(POST, List.of(Rig.trouble(400, 40054005)));
        assertEquals(new SendResult.Sent(""), text("d1"));
        Call again = posts().get(posts().size() - 1);
        assertEquals("m1", again.text("msg_id"));
        assertEquals(1, again.body().path("msg_seq").asInt());
        qq.when(POST, List.of(Rig.json(200, "{'id':'x'}")));
        sent(text("d2"));
        assertEquals("m2", posts().get(posts().size() - 1).text("msg_id"));
    }

    @Test
    void rule24ADuplicateThatIsNoRepeatGetsAnotherNumber() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Rig.trouble(400, 40054005), Rig.json(200, "{'id':'x'}")));
        assertEquals(new SendResult.Sent("x"), text("d1"));
        assertEquals(2, posts().get(1).body().path("msg_seq").asInt());
    }

    @Test
    void rule24AnAnswerToAnEventHasNoNumber() {
        outgoing.opening(ANN, "INTERACTION_CREATE:9");
        sent(text("d1"));
        Call call = posts().get(0);
        assertEquals("INTERACTION_CREATE:9", call.text("event_id"));
        assertFalse(call.body().has("msg_seq") || call.body().has("msg_id"));
        assertEquals(List.of(Samples.ANN), qq.context.openedConversations());
    }

    @Test
    void whatQqDoesNotRecogniseIsNotSentTwice() {
        outgoing.opening(ANN, "I:9");
        qq.when(POST, List.of(Reply.unanswered("late")));
        assertInstanceOf(SendResult.Uncertain.class, text("d1"));
        assertInstanceOf(SendResult.Uncertain.class, text("d1"));
        assertEquals(1, posts().size());
    }

    @Test
    void rule25TheNewestFirstThenOlderOnesThenOutOfTheBlueThenAReminder() {
        open(true);
        outgoing.wrote(ANN, "m1");
        qq.clock.advance(Duration.ofSeconds(1));
        outgoing.wrote(ANN, "m2");
        qq.clock.advance(Duration.ofSeconds(1));
        outgoing.opening(ANN, "I:3");
        qq.when(
                POST,
                List.of(
                        Rig.trouble(400, 40034024),
                        Rig.json(400, "{'message':'回复消息msg_id已过期'}"),
                        Rig.trouble(400, 22009),
                        Rig.trouble(400, 40034102),
                        Rig.json(200, "{'id':'x'}")));
        sent(text("d1"));
        assertEquals("m2", posts().get(0).text("msg_id"), "what QQ recognises when it comes twice goes first");
        assertEquals("m1", posts().get(1).text("msg_id"));
        assertEquals("I:3", posts().get(2).text("event_id"));
        assertFalse(posts().get(3).body().has("msg_id"));
        assertTrue(posts().get(4).body().path("is_wakeup").asBoolean());
        assertEquals(5, posts().size(), "no request twice");
    }

    @Test
    void rule25WhatIsOverIsNotTriedAgain() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Rig.trouble(400, 22009), Rig.trouble(400, 40034102)));
        assertInstanceOf(SendResult.Parked.class, text("d1"));
        assertInstanceOf(SendResult.Parked.class, text("d1"));
        assertEquals(2, posts().size(), "neither the message nor the bot's right is asked for again");
    }

    @Test
    void rule26WhatWaitedIsMarkedLate() {
        refuseActive();
        assertInstanceOf(SendResult.Parked.class, text("d1"));
        qq.clock.advance(Duration.ofMinutes(30));
        outgoing.wrote(ANN, "m1");
        sent(text("d1"));
        assertTrue(posts().get(posts().size() - 1).text("content").startsWith("(late, from 01-01 08:00)\nanswer"));
    }

    @Test
    void rule27NeedsNoConnectionExceptInGuilds() {
        connected = false;
        outgoing.wrote(ANN, "m1");
        sent(text("d1"));
        Conversation channel = new Place(Place.Scope.GUILD, "ch").conversation("qqbot");
        assertInstanceOf(SendResult.Later.class, sender.send(Samples.text("d2", channel, "x")));
        connected = true;
        sent(sender.send(Samples.text("d2", channel, "x")));
        Call call = qq.calls("POST /channels/ch/messages").get(0);
        assertFalse(call.body().has("msg_type"));
    }

    @Test
    void rule28AFailureOfTheirsIsTriedThreeTimesWithOneNumber() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Rig.json(502, "{}")));
        assertInstanceOf(SendResult.Uncertain.class, text("d1"));
        assertEquals(3, posts().size());
        assertEquals(1, new HashSet<>(posts().stream().map(Call::body).toList()).size());
    }

    @Test
    void rule28TooManyCallsConcernOneChat() {
        outgoing.wrote(ANN, "m1");
        qq.when(
                POST,
                List.of(Reply.answered(429, Rig.node("{}"), "", Duration.ofSeconds(7)), Rig.json(200, "{'id':'x'}")));
        assertEquals(
                Duration.ofSeconds(7),
                assertInstanceOf(SendResult.Later.class, text("d1")).pause());
        sent(sender.send(Samples.text("d2", Conversation.dm("qqbot", "bob"), "x")));
        sent(text("d1"));
    }

    @Test
    void withoutAWayOutNothingIsInDoubt() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Reply.neverLeft("no connection"), Rig.json(200, "{'id':'x'}")));
        assertInstanceOf(SendResult.Later.class, text("d1"));
        sent(text("d1"));
    }

    @Test
    void rule29ALongAnswerGoesInPiecesAndItsRestWithTheNextMessage() {
        refuseActive();
        outgoing.wrote(ANN, "m1");
        String piece = "x".repeat(4_000);
        for (int i = 1; i <= 7; i++) {
            Delivery delivery = Samples.text("d" + i, Samples.ANN, i + piece.substring(1));
            SendResult result = sender.send(delivery);
            if (i == 6) {
                assertInstanceOf(
                        SendResult.Parked.class, result, "the kernel offers it again, and holds back the rest");
                qq.clock.advance(Duration.ofMinutes(20));
                outgoing.wrote(ANN, "m2");
                result = sender.send(delivery);
            }
            sent(result);
        }
        List<String> said = posts().stream()
                .filter(call -> call.body().has("msg_id"))
                .map(call -> call.text("content"))
                .toList();
        assertEquals(7, said.size());
        assertTrue(said.stream().allMatch(text -> text.length() == 4_000), "joined they give the text");
    }

    @Test
    void rule30AnExaminedMessageIsSentWhenQqSaysSo() {
        outgoing.wrote(ANN, "m1");
        String audit = "{'code':304023,'data':{'message_audit':{'audit_id':'AU'}}}";
        qq.when(POST, List.of(Rig.json(202, audit)));
        assertEquals(new SendResult.InAudit("AU"), text("d1"));
        open(false);
        outgoing.audited(new Reading.Audited("AU", true, "far-9"));
        outgoing.audited(new Reading.Audited("other", true, "far-9"));
        assertEquals(Map.of("d1", new SendResult.Sent("far-9")), qq.context.settledDeliveries());
    }

    @Test
    void rule22AQuestionWithoutButtonsIsAskedInWordsForAnHour() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, call -> call.body().has("keyboard") ? Rig.trouble(400, 304057) : Rig.json(200, "{'id':'x'}"));
        sent(sender.send(question("d1", Samples.approval("a1"))));
        assertEquals(2, posts().size());
        assertEquals("Run rm -rf x? /approve k7", posts().get(1).text("content"));
        sent(sender.send(question("d2", Samples.approval("a2"))));
        assertEquals(3, posts().size(), "remembered");
        qq.clock.advance(Duration.ofMinutes(61));
        outgoing.wrote(ANN, "m2");
        sent(sender.send(question("d3", Samples.approval("a3"))));
        assertEquals(5, posts().size());
    }

    private static Delivery question(String id, Approval approval) {
        return Samples.delivery(id, Samples.ANN, new Body.Prompt(approval, "Run rm -rf x? /approve k7"));
    }

    @Test
    void buttonsStandInOrderAndCarryIdAndChoice() {
        outgoing.wrote(ANN, "m1");
        sent(sender.send(question("d1", Samples.approval("a1"))));
        Call call = posts().get(0);
        assertEquals(2, call.body().path("msg_type").asInt());
        List<String> labels = call.body().findValuesAsText("label");
        assertEquals(List.of("Allow once", "This session", "Always", "Deny"), labels);
        assertEquals(
                List.of("a1:once", "a1:session", "a1:always", "a1:deny"),
                call.body().path("keyboard").findValuesAsText("data"));
        assertEquals("2", call.body().findPath("permission").path("type").asText());
        outgoing.wrote(ANN, "m2");
        sent(sender.send(Samples.delivery("d2", Samples.ANN, new Body.Prompt(Samples.approval("a2"), "运行 rm？"))));
        assertEquals(
                List.of("允许一次", "本次会话", "始终允许", "拒绝"), posts().get(1).body().findValuesAsText("label"));
    }

    @Test
    void plainWordsGoAsTextAndMarksAsMarkdownWhileAllowed() {
        outgoing.wrote(ANN, "m1");
        sent(sender.send(Samples.text("d1", Samples.ANN, "2 * 3 = 6")));
        assertEquals(0, posts().get(0).body().path("msg_type").asInt());
        qq.when(POST, call -> call.body().has("markdown") ? Rig.trouble(400, 40034090) : Rig.json(200, "{'id':'x'}"));
        sent(sender.send(Samples.text("d2", Samples.ANN, "**bold**")));
        assertEquals(2, posts().get(1).body().path("msg_type").asInt());
        assertEquals("**bold**", posts().get(2).text("content"));
    }

    @Test
    void anUnknownAddressInTheTextIsTakenApart() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Rig.trouble(400, 304003), Rig.json(200, "{'id':'x'}")));
        sent(sender.send(Samples.text("d1", Samples.ANN, "see https://example.org/a")));
        assertEquals("see https:// example . org/a", posts().get(1).text("content"));
    }

    @Test
    void whatQqRefusesForGoodIsSaidOnce() {
        outgoing.wrote(ANN, "m1");
        qq.when(POST, List.of(Rig.trouble(400, 1100101)));
        assertInstanceOf(SendResult.Refused.class, text("d1"));
        assertEquals(1, posts().size());
    }

    private static Click click(String who, String data) {
        return new Click("i1", "I:1", ANN, who, true, data);
    }

    @Test
    void rule18ARefusedPressLeavesAFreshCard() {
        outgoing.wrote(ANN, "m1");
        sent(sender.send(question("d1", Samples.approval("a1"))));
        Notices notices = outgoing.notices(sender);
        Click click = click("eve", "a1:once");
        notices.opened(click, ANN);
        notices.explain(click, ANN, new AnswerResult.NotAllowed("Only ann may answer."));
        Call card = posts().get(1);
        assertEquals("I:1", card.text("event_id"));
        assertTrue(card.body().path("markdown").path("content").asText().startsWith("Only ann may answer."));
        assertEquals(4, card.body().findValues("render_data").size());
        open(false);
        notices = outgoing.notices(sender);
        notices.opened(click, ANN);
        notices.explain(click, ANN, new AnswerResult.NotAllowed("Only ann may answer."));
        assertEquals(
                List.of("a1:once", "a1:deny"),
                posts().get(2).body().path("keyboard").findValuesAsText("data"),
                "after a restart as well");
    }

    @Test
    void rule20TheCardOfAnExpiredQuestionIsToldTheTruth() {
        outgoing.wrote(ANN, "m1");
        Approval asked = Samples.approval("a1");
        sent(sender.send(question("d1", asked)));
        Approval expired = Samples.decided(asked, ApprovalState.EXPIRED, null, null, "gateway");
        Body.Edit edit = new Body.Edit("far-1", new Body.Prompt(expired, "It has expired."));
        sent(sender.send(Samples.delivery("d2", Samples.ANN, edit)));
        assertEquals("It has expired.", posts().get(1).text("content"));
        Notices notices = outgoing.notices(sender);
        Click click = click("ann", "a1:once");
        notices.opened(click, ANN);
        notices.explain(click, ANN, new AnswerResult.Already(expired, "It had expired."));
        assertEquals("It had expired.", posts().get(2).text("content"));
    }

    @Test
    void anAnswerByButtonNeedsNoMoreWords() {
        outgoing.wrote(ANN, "m1");
        Approval asked = Samples.approval("a1");
        Approval once = Samples.decided(asked, ApprovalState.APPROVED, Choice.ONCE, "ann", "button");
        sent(sender.send(Samples.delivery("d2", Samples.ANN, new Body.Edit("far-1", new Body.Prompt(once, "ok")))));
        Notices notices = outgoing.notices(sender);
        notices.explain(click("ann", "a1:once"), ANN, new AnswerResult.Already(once, "It was approved."));
        assertEquals(List.of(), posts());
        notices.opened(click("ann", "a1:deny"), ANN);
        notices.explain(click("ann", "a1:deny"), ANN, new AnswerResult.Already(once, "It was approved."));
        assertEquals("It was approved.", posts().get(0).text("content"));
    }

    @Test
    void theKernelsMemoryOfTheNewestMessageDoesWhenTheLedgerIsLost() {
        Map<String, String> route =
                Map.of("msg_id", "m9", "at", String.valueOf(qq.clock.instant().toEpochMilli()));
        Delivery delivery =
                new Delivery("d1", Samples.ANN, new Body.Text("x"), null, null, route, 1, Instant.EPOCH.plusSeconds(1));
        sent(sender.send(delivery));
        assertEquals("m9", posts().get(0).text("msg_id"));
    }

    @Test
    void noChatOfQqIsRefused() {
        Conversation forum = new Conversation("qqbot", Conversation.Kind.FORUM, "x", null, null);
        assertInstanceOf(SendResult.Refused.class, sender.send(Samples.text("d1", forum, "x")));
    }

    @Test
    void numbersOfOneMessageAreNeverUsedTwiceAcrossLives() {
        outgoing.wrote(ANN, "m1");
        Set<Integer> numbers = new HashSet<>();
        for (int life = 0; life < 5; life++) {
            sent(text("d" + life));
            open(false);
        }
        posts().forEach(call ->
                assertTrue(numbers.add(call.body().path("msg_seq").asInt())));
    }
}
