package io.hermesgateway.weixin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.platform.PlatformFactory.Bot;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.weixin.FakeIlink.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PollRulesTest {
    private static final Reply STALE = Reply.ok("{\"errcode\":-14,\"errmsg\":\"session timeout\"}");

    @TempDir
    Path home;

    private Rig rig;
    private FakeIlink far;

    @BeforeEach
    void open() throws IOException {
        rig = new Rig(home);
        far = rig.far;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void rule01OneBotIsOneLockWhateverItsAccountIsCalled() {
        var factory = rig.plugin.platforms().get(0);
        Optional<Bot> bot = factory.bot(new MapSettings(Map.of("token", "t")), home);
        assertEquals(Optional.of(new Bot("weixin-bot-token", new Secret("t"))), bot);
        assertEquals(Optional.empty(), factory.bot(new MapSettings(Map.of()), home), "nobody knows before a login");
    }

    @Test
    void rule02SaysHelloBeforeTheFirstPollAndGoodbyeAtTheEnd() {
        rig.online();
        rig.platform().close();
        far.await("goodbye", () -> far.asked(FakeIlink.STOP).size() == 1);
        List<String> paths = far.paths();
        assertEquals(FakeIlink.START, paths.get(0));
        assertEquals(FakeIlink.POLL, paths.get(1));
        assertEquals(FakeIlink.STOP, paths.get(paths.size() - 1));
    }

    @Test
    void rule02AHelloThatFailsKeepsNobodyFromPolling() {
        far.script(FakeIlink.START, Reply.status(502));
        rig.platform().start();
        rig.heard("ann", "hello");
        far.await("online", () -> rig.kernel.state() == PlatformState.ONLINE);
    }

    @Test
    void rule03PollsAgainAtOnceAndNeverTwiceAtATime() {
        rig.online();
        for (int i = 0; i < 5; i++) {
            rig.heard("ann", "message " + i);
        }
        far.await("the next poll", () -> far.asked(FakeIlink.POLL).size() >= 6);
        assertEquals(1, far.mostPolling());
        rig.again().online();
        List<String> paths = far.paths();
        assertTrue(
                paths.indexOf(FakeIlink.STOP) < paths.lastIndexOf(FakeIlink.START),
                "the new loop begins when the old one has ended");
    }

    @Test
    void rule08ATimeoutOfTheEdgeIsNoFault() {
        rig.online();
        far.script(FakeIlink.POLL, Reply.status(524), Reply.status(524));
        far.await("polled again", () -> far.asked(FakeIlink.POLL).size() >= 3);
        assertEquals(PlatformState.ONLINE, rig.kernel.state());
        assertEquals(1, far.asked(FakeIlink.START).size());
    }

    @Test
    void rule08FailuresAreShownAndGoAwayByThemselves() {
        rig.online();
        far.script(FakeIlink.POLL, Reply.status(502), Reply.cut(), new Reply(200, "<html>", Map.of()));
        far.await("degraded", () -> rig.kernel.reports().stream().anyMatch(one -> one.startsWith("degraded")));
        rig.heard("ann", "still there?");
        far.await("online", () -> rig.kernel.state() == PlatformState.ONLINE);
    }

    @Test
    void rule10RecoversFromSessionTimeoutWhileSendingGoesOn() {
        rig.online();
        rig.heard("ann", "hello");
        far.script(FakeIlink.POLL, STALE);
        far.await("another hello", () -> far.asked(FakeIlink.START).size() == 2);
        assertInstanceOf(SendResult.Sent.class, rig.send("d1", "ann", "while it recovers"));
        rig.heard("ann", "after it");
        far.await("online", () -> rig.kernel.state() == PlatformState.ONLINE);
        List<String> cursors = far.asked(FakeIlink.POLL).stream()
                .map(one -> one.body().path("get_updates_buf").asText())
                .toList();
        assertTrue(cursors.indexOf("cursor 1") < cursors.lastIndexOf("cursor 1"), "the same cursor again: " + cursors);
    }

    @Test
    void rule10AfterFiveFailuresAPersonIsNeededAndSendingGoesOnAllTheSame() {
        rig.online();
        rig.heard("ann", "hello");
        far.habit(FakeIlink.POLL, one -> STALE);
        far.script(FakeIlink.POLL, STALE);
        far.await("needs a login", () -> rig.kernel.state() == PlatformState.NEEDS_LOGIN);
        assertTrue(far.asked(FakeIlink.START).size() <= 6, "the first hello and five more");
        assertInstanceOf(SendResult.Sent.class, rig.send("d1", "ann", "in spite of it"));
    }

    @Test
    void rule10ASessionThatIsOverWhileSendingParksTheMessageAndRecoversOnce() {
        rig.online();
        rig.heard("ann", "hello");
        rig.heard("bob", "hello");
        far.script(FakeIlink.SEND, STALE, STALE);
        assertInstanceOf(SendResult.Parked.class, rig.send("d1", "ann", "one"));
        assertInstanceOf(SendResult.Parked.class, rig.send("d2", "bob", "two"));
        far.await(
                "both conversations are open again",
                () -> rig.kernel.openedConversations().stream()
                                        .filter(rig.chat("bob")::equals)
                                        .count()
                                >= 2
                        && rig.kernel.openedConversations().stream()
                                        .filter(rig.chat("ann")::equals)
                                        .count()
                                >= 2);
        assertInstanceOf(SendResult.Sent.class, rig.send("d1", "ann", "one"));
    }

    @Test
    void rule11TheCursorIsKeptToTheLetterAndGivenUpWhenItIsRefused() {
        rig.online();
        rig.heard("ann", "hello");
        assertEquals(Optional.of("cursor 1"), rig.kernel.cursor("get_updates_buf/" + FakeIlink.BOT));
        Reply no = Reply.ok("{\"ret\":-1,\"errmsg\":\"bad cursor\"}");
        far.script(FakeIlink.POLL, no, no, no);
        rig.far.await(
                "from the beginning",
                () -> far.asked(FakeIlink.POLL).stream()
                                .filter(one -> one.body()
                                        .path("get_updates_buf")
                                        .asText()
                                        .isEmpty())
                                .count()
                        == 2);
        rig.heard("ann", "again");
        assertEquals(2, rig.kernel.accepted().size(), "what came twice is known");
    }

    @Test
    void aPollThatIsTakenAwayIsShown() {
        far.hold(1_200);
        rig.online();
        far.await("a poll that was held", () -> far.asked(FakeIlink.POLL).size() >= 2);
        far.habit(FakeIlink.POLL, one -> Reply.ok("{\"ret\":0,\"msgs\":[],\"get_updates_buf\":\"\"}"));
        far.await("degraded", () -> rig.kernel.reports().stream()
                .anyMatch(one -> one.contains("another program") || one.contains("另一个程序")));
    }

    @Test
    void withoutATokenItWaitsForALogin() throws IOException {
        try (Rig bare = new Rig(home.resolve("bare"), Map.of("token", ""))) {
            bare.platform().start();
            assertEquals(PlatformState.NEEDS_LOGIN, bare.kernel.state());
            assertInstanceOf(SendResult.Parked.class, bare.send("d1", "ann", "later"));
        }
    }
}
