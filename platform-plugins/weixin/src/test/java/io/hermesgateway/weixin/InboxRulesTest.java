package io.hermesgateway.weixin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.FakeControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class InboxRulesTest {
    @TempDir
    Path home;

    private Rig rig;
    private FakeIlink far;

    @BeforeEach
    void open() throws IOException {
        rig = new Rig(home).serve().online();
        far = rig.far;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private List<String> accepted() {
        return rig.kernel.accepted().stream().map(InboundMessage::text).toList();
    }

    private static void text(ObjectNode message, String text) {
        message.withArray("item_list")
                .addObject()
                .put("type", 1)
                .putObject("text_item")
                .put("text", text);
    }

    @Test
    void rule04TheCursorMovesWithTheMessagesAndNotWithoutThem() {
        rig.heard("ann", "one");
        rig.kernel.away(true);
        far.say("ann", "two");
        far.await(
                "offered again and again",
                () -> far.asked(FakeIlink.POLL).stream()
                                .filter(one -> one.body()
                                        .path("get_updates_buf")
                                        .asText()
                                        .equals("cursor 1"))
                                .count()
                        >= 3);
        assertEquals(List.of("one"), accepted());
        rig.kernel.away(false);
        far.await("accepted", () -> accepted().size() == 2);
        assertEquals(
                "cursor 2",
                rig.kernel.cursor("get_updates_buf/" + FakeIlink.BOT).orElseThrow());
    }

    @Test
    void rule05TheSameMessageTwiceIsOne() {
        ObjectNode message = far.message("ann");
        text(message, "hello");
        far.put(message);
        far.put(message.deepCopy());
        far.say("ann", "hello");
        far.await("the last one", () -> accepted().size() == 2);
        assertEquals(List.of("hello", "hello"), accepted(), "the same words are not the same message");
    }

    @Test
    void rule05WithoutAnIdTheSequenceOrTheClientTells() {
        ObjectNode first = far.message("ann");
        first.remove("message_id");
        text(first, "by sequence");
        ObjectNode second = far.message("ann").put("client_id", "c-1");
        second.remove(List.of("message_id", "seq"));
        text(second, "by client");
        far.put(first);
        far.put(second);
        far.await("both", () -> accepted().size() == 2);
        assertEquals(
                List.of("seq:100", "client:c-1"),
                rig.kernel.accepted().stream().map(one -> one.key().messageId()).toList());
    }

    @Test
    void rule06APoisonousMessageIsSetAsideAndTheOthersPass() throws IOException {
        rig.platform().close();
        ObjectNode poison = far.message("eve");
        poison.putArray("item_list")
                .addObject()
                .put("type", 2)
                .putObject("image_item")
                .putObject("media")
                .put("full_url", "http://[broken");
        text(poison, "poison");
        far.say("ann", "before");
        far.put(poison);
        far.say("bob", "after");
        rig.again().online();
        far.await("both others", () -> accepted().containsAll(List.of("before", "after")));
        assertEquals("cursor 3", awaitedCursor("cursor 3"));
    }

    private String awaitedCursor(String cursor) {
        String name = "get_updates_buf/" + FakeIlink.BOT;
        far.await(cursor, () -> rig.kernel.cursor(name).orElse("").equals(cursor));
        return rig.kernel.cursor(name).orElseThrow();
    }

    @Test
    void rule06WhatTheKernelCannotStandIsKeptAside() throws IOException {
        ObjectNode poison = far.message("");
        text(poison, "from nobody");
        far.put(poison);
        far.put(far.message("ann").put("message_type", 2));
        rig.heard("ann", "after");
        assertEquals(List.of("after"), accepted());
        Path quarantine = home.resolve("quarantine");
        try (Stream<Path> files = Files.isDirectory(quarantine) ? Files.list(quarantine) : Stream.of()) {
            assertEquals(0, files.count(), "what is for nobody is no poison");
        }
    }

    @Test
    void rule07CommandsPassByAFileThatTakesLong() {
        far.habit("/c2c/slow", one -> {
            far.await("the command is through", () -> accepted().contains("/stop"));
            return FakeIlink.Reply.status(404);
        });
        ObjectNode picture = far.message("ann");
        picture.putArray("item_list")
                .addObject()
                .put("type", 2)
                .putObject("image_item")
                .putObject("media")
                .put("full_url", far.url("/c2c/slow"));
        far.put(picture);
        far.say("ann", "what is this?");
        far.say("ann", "/stop");
        far.await("all", () -> accepted().size() == 3);
        assertEquals("/stop", accepted().get(0));
        assertEquals("what is this?", accepted().get(2), "the order of one person's words is kept");
    }

    @Test
    void rule07ANumberAnswersTheOneQuestionThatIsOpen() {
        pending(row("a1", "k7", "ann"), row("a2", "m3", "bob"));
        far.say("ann", "1");
        far.say("ann", "４");
        far.say("ann", "同意");
        far.say("ann", "n");
        far.say("ann", "7");
        far.say("ann", "1 thing more");
        far.await("all", () -> accepted().size() == 6);
        assertEquals(
                List.of("/approve k7 once", "/deny k7", "/approve k7 once", "/deny k7", "7", "1 thing more"),
                accepted());
    }

    @Test
    void rule07WithSeveralOpenTheCodesAreShownAndWithNoneANumberIsANumber() {
        pending(row("a1", "k7", "ann"), row("a2", "m3", "ann"));
        rig.heard("ann", "1");
        rig.service.fakeControl().approvals();
        rig.heard("carl", "1");
        assertEquals(List.of("/approve", "1"), accepted());
    }

    private void pending(Rows.ApprovalRow... rows) {
        rig.service.fakeControl().approvals(rows);
    }

    private static Rows.ApprovalRow row(String id, String code, String user) {
        Rows.ApprovalRow any = FakeControl.approvalRow(id, code, "pending", "rm -rf build");
        Rows.Place chat = new Rows.Place("agent:main:weixin:dm:" + user, "weixin", "dm", user, null);
        return new Rows.ApprovalRow(
                id,
                code,
                "pending",
                "weixin",
                chat,
                new Rows.Person("weixin", user, null),
                any.tool(),
                any.command(),
                any.reasons(),
                any.choices(),
                any.createdAt(),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void rule18IdsKeepAllTheirDigits() {
        String id = rig.heard("ann", "hello");
        assertEquals("7423219483720189999", id);
        ObjectNode textual = far.message("ann").put("message_id", "18446744073709551615");
        text(textual, "as text");
        far.put(textual);
        far.await("both", () -> rig.accepted("18446744073709551615"));
    }

    @Test
    void rule19OwnWordsAreLeftOutAndUnknownThingsAreNamed() {
        ObjectNode own = far.message(FakeIlink.BOT);
        text(own, "an echo");
        far.put(own);
        ObjectNode strange = far.message("ann");
        text(strange, "look:");
        strange.withArray("item_list").addObject().put("type", 99).putNull("strange_item");
        strange.withArray("item_list").addNull();
        far.put(strange);
        far.await("the strange one", () -> accepted().size() == 1);
        assertTrue(accepted().get(0).startsWith("look:\n["), accepted().get(0));
        assertTrue(accepted().get(0).contains("99"), accepted().get(0));
    }

    @Test
    void rule20AllItemsCountAndWhatIsQuotedIsFound() {
        String first = rig.heard("ann", "the first thing I said");
        rig.send("d1", "ann", "and what we answered");
        ObjectNode message = far.message("ann");
        text(message, "two");
        text(message, "items");
        ObjectNode item = (ObjectNode) message.at("/item_list/0");
        item.putObject("ref_msg").put("svr_id", Long.parseLong(first));
        far.put(message);
        far.await("it is there", () -> accepted().size() == 2);
        assertEquals("> the first thing I said\n\ntwo\nitems", accepted().get(1));
        assertEquals(first, rig.kernel.accepted().get(1).replyTo());

        ObjectNode ours = far.message("ann");
        text(ours, "really?");
        ((ObjectNode) ours.at("/item_list/0")).putObject("ref_msg").put("svr_id", "9000000000000000001");
        far.put(ours);
        far.await("it is there too", () -> accepted().size() == 3);
        assertEquals("> and what we answered\n\nreally?", accepted().get(2));
    }

    @Test
    void rule20ACommandIsFoundInAReplyToo() {
        String first = rig.heard("ann", "hello");
        ObjectNode message = far.message("ann");
        text(message, "/approve k7");
        ((ObjectNode) message.at("/item_list/0")).putObject("ref_msg").put("svr_id", first);
        far.put(message);
        far.await("it is there", () -> accepted().contains("/approve k7"));
    }

    @Test
    void rule26AfterAnEndInTheMiddleNothingIsLostAndNothingComesTwice() {
        rig.heard("ann", "before");
        rig.kernel.away(true);
        far.say("ann", "in between");
        rig.again();
        rig.kernel.away(false);
        rig.online();
        far.await("accepted", () -> accepted().size() == 2);
        assertEquals(List.of("before", "in between"), accepted());
        assertFalse(rig.send("d1", "ann", "at once") instanceof SendResult.Parked);
    }
}
