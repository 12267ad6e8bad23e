package io.hermesgateway.weixin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.weixin.WeixinSimulator;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.platform.PlatformState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The adapter beside a far side that checks everything it is told, and complains. */
@Timeout(180)
class SimulatedWeixinTest {
    private static final String ANN = "ann@im.wechat";

    @TempDir
    Path home;

    private Simulation simulation;
    private WeixinSimulator far;
    private WeixinSimulator.Account bot;
    private Rig rig;

    @BeforeEach
    void open() throws IOException {
        simulation = Simulation.live(0);
        far = new WeixinSimulator(simulation);
        far.knob("strict", true);
        far.knob("linger_ms", 0);
        bot = far.bind(ANN);
        rig = new Rig(
                home,
                Map.of(
                        "account_id", bot.bot(),
                        "token", bot.token(),
                        "base_url", far.url(),
                        "cdn_base_url", far.cdn(),
                        "login_base_url", far.url()));
        rig.online();
    }

    @AfterEach
    void close() {
        rig.close();
        simulation.close();
    }

    private String heard(String text) {
        String id = far.say(bot.bot(), ANN, text);
        rig.far.await("the message is accepted", () -> rig.accepted(id));
        return id;
    }

    @Test
    void talksWithoutAComplaint() {
        assertTrue(heard("hello").length() >= 16);
        rig.platform().watch(rig.chat(ANN), new TurnEvent.Started("turn-d1", 1));
        assertInstanceOf(SendResult.Sent.class, rig.send("d1", ANN, "how are you?"));
        rig.far.await("typing", () -> far.calls(bot.bot()).contains("sendtyping"));
        rig.platform().watch(rig.chat(ANN), new TurnEvent.Suspended("turn-d1", List.of()));
        rig.far.await(
                "no more typing", () -> rig.kernel.cursor("typing").orElse("").isEmpty());
        rig.platform().close();
        assertEquals(List.of("how are you?"), far.said(ANN));
        assertEquals(List.of(), far.violations());
        assertEquals(0, far.overlaps(bot.bot()));
        List<String> calls = far.calls(bot.bot());
        assertEquals("msg/notifystart", calls.get(0), calls.toString());
        assertEquals("msg/notifystop", calls.get(calls.size() - 1), calls.toString());
    }

    @Test
    void rule21FilesGoBothWaysInBothSpellingsOfTheKey() throws IOException {
        heard("hello");
        byte[] bytes = "the content of a file".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(home.resolve("a.txt"), bytes);
        Attachment attachment = new Attachment("file", "a.txt", "text/plain", bytes.length, file.toString(), "look");
        assertInstanceOf(
                SendResult.Sent.class, rig.platform().send(rig.delivery("d1", ANN, new Body.Media(attachment), "t")));
        assertEquals(List.of("look", "a.txt"), far.said(ANN));
        assertEquals(List.of(), far.violations());
    }

    @Test
    void rule10AnIdleSessionRecoversEachTimeWhileSendingGoesOn() {
        for (int i = 0; i < 20; i++) {
            heard("message " + i);
            far.expire(bot.bot(), 1);
            assertInstanceOf(SendResult.Sent.class, rig.send("d" + i, ANN, "meanwhile " + i));
        }
        heard("the last one");
        assertEquals(20, far.said(ANN).size());
        assertEquals(List.of(), far.violations());
        assertTrue(rig.kernel.reports().stream().noneMatch(one -> one.startsWith("needs_login")));
    }

    @Test
    void rule10ASessionThatIsGoneIsReportedAndNotHammered() {
        heard("hello");
        far.expire(bot.bot(), -1);
        rig.far.await("needs a login", () -> rig.kernel.state() == PlatformState.NEEDS_LOGIN);
        long polls = far.calls(bot.bot()).stream().filter("getupdates"::equals).count();
        assertTrue(polls <= 12, "polls: " + polls);
        assertInstanceOf(SendResult.Sent.class, rig.send("d1", ANN, "still here"));
    }

    @Test
    void rule14TheFarSideCountsAsWeDo() {
        heard("hello");
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(SendResult.Sent.class, rig.send("d" + i, ANN, "message " + i));
        }
        assertInstanceOf(SendResult.Parked.class, rig.send("d10", ANN, "parked"));
        heard("go on");
        assertInstanceOf(SendResult.Sent.class, rig.send("d10", ANN, "parked"));
        assertEquals(11, far.said(ANN).size());
        far.knob("window_sends", 1);
        heard("a smaller window than we know");
        assertInstanceOf(SendResult.Sent.class, rig.send("d11", ANN, "one"));
        assertInstanceOf(SendResult.Parked.class, rig.send("d12", ANN, "two"));
    }

    @Test
    void rule16DoneAndNotAnsweredIsUncertainAndOnlyOnce() {
        heard("hello");
        far.fault("sendmessage", "commit-reset", 0, Duration.ZERO, 1);
        assertInstanceOf(SendResult.Uncertain.class, rig.send("d1", ANN, "did it arrive?"));
        assertEquals(List.of("did it arrive?"), far.said(ANN));
    }

    @Test
    void rule18IdsMayBeTextToo() {
        far.knob("id_as_text", true);
        String id = heard("hello");
        far.knob("duplicates", "same");
        String twice = heard("twice");
        assertEquals(
                List.of(id, twice),
                rig.kernel.accepted().stream().map(one -> one.key().messageId()).toList());
    }

    @Test
    void rule20AQuotedMessageIsFoundByItsId() {
        String first = heard("the first thing I said");
        ObjectNode quoting = new ObjectMapper().createObjectNode().put("text", "this one");
        quoting.putObject("quote").put("svr_id", first);
        String id = far.write(bot.bot(), ANN, quoting).get(0);
        rig.far.await("accepted", () -> rig.accepted(id));
        assertEquals(
                "> the first thing I said\n\nthis one",
                rig.kernel.accepted().get(1).text());
    }
}
