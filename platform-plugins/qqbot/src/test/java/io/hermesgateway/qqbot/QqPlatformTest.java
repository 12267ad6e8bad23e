package io.hermesgateway.qqbot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.link.Intents;
import io.hermesgateway.simulators.Transcript;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class QqPlatformTest {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void begin() {
        house = new House(folder);
    }

    @AfterEach
    void end() {
        house.close();
    }

    private SendResult ask(Conversation to, String approval) {
        return house.send("q-" + approval, to, new Body.Prompt(Samples.approval(approval), "Run rm -rf x?"));
    }

    private int code(Transcript.Entry click) {
        String id = click.text("interaction");
        return house.seen("ack", e -> e.text("interaction").equals(id))
                .data()
                .path("code")
                .asInt(-1);
    }

    @Test
    void aMessageIsHeardAndAnswered() {
        house.online();
        Conversation ann = house.hears("ann", "hello").conversation();
        assertInstanceOf(SendResult.Sent.class, house.send("d1", ann, new Body.Text("hi **ann**")));
        Transcript.Entry out = house.seen("out", e -> true);
        assertEquals("hi **ann**", out.text("text"));
        assertEquals("msg_id", out.text("by"));
        house.qq.sayInGroup("team", "ann", "and here");
        Conversation team = house.accepted("and here").conversation();
        assertEquals(Conversation.Kind.GROUP, team.kind());
        assertInstanceOf(SendResult.Sent.class, house.send("d2", team, new Body.Text("hi all")));
        house.act("say", "{'scope':'guild','group':'town','user':'ann','text':'over here'}");
        Conversation town = house.accepted("over here").conversation();
        assertInstanceOf(SendResult.Sent.class, house.send("d3", town, new Body.Text("hi town")));
        assertEquals(List.of("hi **ann**", "hi all", "hi town"), house.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"op7_4009", "op7", "reset"})
    void rule08OneRotationIsOneResumeAndNothingIsLost(String fault) {
        house.online();
        house.hears("ann", "before");
        house.qq.fault(fault);
        house.qq.say("ann", "meanwhile");
        house.accepted("meanwhile");
        house.kernel.await("online again", k -> k.state() == PlatformState.ONLINE);
        house.hears("ann", "after");
        assertEquals(1, house.count("resumed"));
        assertEquals(1, house.count("ready"));
        assertEquals(3, house.kernel.accepted().size());
    }

    @Test
    void rule14NothingIsLostAndNothingTwiceOverManyRotations() {
        house.qq.knob("replay_extra", 20);
        house.online();
        for (int round = 0; round < 5; round++) {
            house.act("flood", "{'user':'ann','count':100,'text':'r" + round + "'}");
            house.qq.close(4009, "Session timed out");
            house.act("flood", "{'user':'bob','count':100,'text':'r" + round + "'}");
            int resumes = round + 1;
            house.kernel.await("resumed", k -> house.count("resumed") == resumes);
        }
        house.kernel.await("all of them", k -> k.accepted().size() == 1000);
        List<String> texts = house.kernel.accepted().stream()
                .filter(m -> m.text().startsWith("r3"))
                .map(m -> m.text())
                .toList();
        assertEquals(200, texts.size());
        assertEquals("r3 1", texts.get(0));
        assertEquals(1, house.count("ready"), "the session was kept");
        assertEquals(
                1000,
                new HashSet<>(house.kernel.accepted().stream().map(m -> m.key()).toList()).size());
    }

    @Test
    void rule19APressIsAnsweredWhateverTheConnectionDoes() {
        house.online();
        house.kernel.desk(answer -> new AnswerResult.Decided(Samples.approval(answer.approvalId()), "ok"));
        Conversation ann = house.hears("ann", "go").conversation();
        assertInstanceOf(SendResult.Sent.class, ask(ann, "a1"));
        house.qq.close(4009, "Session timed out");
        house.qq.click("ann", "a1:once");
        assertEquals(0, code(house.seen("click", e -> e.text("data").equals("a1:once"))));
        assertInstanceOf(SendResult.Sent.class, ask(ann, "a2"));
        house.restart();
        house.kernel.desk(answer -> new AnswerResult.Decided(Samples.approval(answer.approvalId()), "ok"));
        house.qq.click("ann", "a2:deny");
        house.online();
        assertEquals(0, code(house.seen("click", e -> e.text("data").equals("a2:deny"))));
        var answer = house.kernel.answers().stream()
                .filter(a -> a.approvalId().equals("a2"))
                .findFirst()
                .orElseThrow();
        assertEquals(ann.chatId(), answer.by().userId(), "the operator is the person of the chat");
        assertEquals(1, house.count("ready"));
    }

    @Test
    void rule18SomebodyElsesPressIsRefusedAndTheQuestionStaysOpen() {
        house.online();
        house.qq.sayInGroup("team", "ann", "go");
        Conversation team = house.accepted("go").conversation();
        String ann = house.kernel.accepted().get(0).sender().userId();
        house.kernel.desk(answer -> answer.by().is(ann)
                ? new AnswerResult.Decided(Samples.approval("a1"), "ok")
                : new AnswerResult.NotAllowed("Only ann may answer this."));
        ask(team, "a1");
        house.qq.clickInGroup("team", "eve", "a1:once");
        assertEquals(4, code(house.seen("click", e -> true)));
        Transcript.Entry fresh = house.seen("out", e -> e.text("text").startsWith("Only ann"));
        assertEquals("event_id", fresh.text("by"));
        house.qq.clickInGroup("team", "ann", "a1:once");
        long decided =
                house.kernel.answers().stream().filter(a -> a.by().is(ann)).count();
        house.kernel.await("ann's answer", k -> k.answers().size() == 2);
        assertTrue(decided <= 1);
    }

    @Test
    void rule19WhereverQqNamesTheOperator() {
        house.qq.knob("click_operator", "resolved");
        house.qq.knob("click_scene", false);
        house.online();
        house.kernel.desk(answer -> new AnswerResult.Decided(Samples.approval("a1"), "ok"));
        Conversation ann = house.hears("ann", "go").conversation();
        ask(ann, "a1");
        house.qq.click("ann", "a1:always");
        house.kernel.await("the answer", k -> k.answers().size() == 1);
        assertEquals(ann.chatId(), house.kernel.answers().get(0).by().userId());
        assertEquals(ann, house.kernel.answers().get(0).where());
    }

    @ParameterizedTest
    @ValueSource(strings = {"send_commit_reset", "send_commit_500"})
    void rule24AMessageThatArrivedWithoutAWordIsThereOnce(String knob) {
        house.online();
        Conversation ann = house.hears("ann", "hello").conversation();
        house.qq.knob(knob, 1);
        assertInstanceOf(SendResult.Sent.class, house.send("d1", ann, new Body.Text("once")));
        assertEquals(List.of("once"), house.said());
    }

    @Test
    void rule26WhatNobodyMayBeToldWaitsForTheNextWord() {
        house.online();
        Conversation ann = house.hears("ann", "hello").conversation();
        house.simulation.clock().jump(java.time.Duration.ofMinutes(61));
        assertInstanceOf(SendResult.Parked.class, house.send("d1", ann, new Body.Text("late")));
        house.hears("ann", "again");
        assertInstanceOf(SendResult.Sent.class, house.send("d1", ann, new Body.Text("late")));
    }

    @Test
    void rule22WithoutKeyboardsTheQuestionIsAskedInWords() {
        house.qq.knob("keyboard", false);
        house.online();
        Conversation ann = house.hears("ann", "hello").conversation();
        assertInstanceOf(SendResult.Sent.class, ask(ann, "a1"));
        assertEquals(List.of("Run rm -rf x?"), house.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"split", "binary"})
    void rule12FramesInAnyForm(String form) {
        house.qq.knob("frames", form);
        house.online();
        for (String fault : List.of("unknown_op", "unknown_event", "oversized", "garbage", "heartbeat")) {
            house.qq.fault(fault);
        }
        house.hears("ann", "still there");
        assertEquals(PlatformState.ONLINE, house.kernel.state());
    }

    @Test
    void rule10AHalfOpenConnectionIsNoticed() {
        house.qq.knob("heartbeat_ms", 200);
        house.online();
        house.qq.fault("freeze");
        house.kernel.await("resumed", k -> house.count("resumed") == 1);
        house.hears("ann", "there again");
    }

    @Test
    void rule07ASessionThatIsForgottenIsBegunAnew() {
        house.online();
        house.qq.fault("forget_sessions");
        house.qq.close(1001, "");
        house.kernel.await("ready again", k -> house.count("ready") == 2);
        house.hears("ann", "hello");
    }

    @Test
    void rule30ExaminedMessagesAreSettledLater() {
        int intents = Intents.USUAL | Intents.MESSAGE_AUDIT.bit();
        house.qq.knob("granted_intents", intents);
        house.with("intents", intents).online();
        Conversation ann = house.hears("ann", "hello").conversation();
        house.qq.knob("audit", true);
        SendResult.InAudit held =
                assertInstanceOf(SendResult.InAudit.class, house.send("d1", ann, new Body.Text("hm")));
        house.act("audit", "{'audit_id':'" + held.auditId() + "','pass':true}");
        house.kernel.await("settled", k -> k.settledDeliveries().get("d1") instanceof SendResult.Sent);
    }

    @Test
    void rule32FilesAreShown() throws IOException {
        house.online();
        Conversation ann = house.hears("ann", "hello").conversation();
        Path picture = Files.write(folder.resolve("a.png"), new byte[100]);
        Path film = Files.write(folder.resolve("a.mp4"), new byte[6 << 20]);
        house.qq.knob("part_not_ready", 1);
        assertInstanceOf(
                SendResult.Sent.class,
                house.send(
                        "d1",
                        ann,
                        new Body.Media(new Attachment("image", "a.png", "image/png", 100, picture.toString(), null))));
        assertInstanceOf(
                SendResult.Sent.class,
                house.send(
                        "d2",
                        ann,
                        new Body.Media(new Attachment("video", "a.mp4", "video/mp4", 6 << 20, film.toString(), null))));
        assertEquals(2, house.count("out"));
    }

    @Test
    void theDoctorSeesEverything() {
        house.online();
        List<Rows.Check> rows = examine();
        assertTrue(rows.stream().allMatch(row -> row.state().equals("ok")), rows.toString());
        assertEquals(
                List.of(
                        "qqbot.credentials",
                        "qqbot.token",
                        "qqbot.allow-list",
                        "qqbot.gateway",
                        "qqbot.logins",
                        "qqbot.intents",
                        "qqbot.socket"),
                rows.stream().map(Rows.Check::id).toList());
        assertTrue(rows.get(6).detail().contains("127.0.0.1")
                && rows.get(6).detail().contains("last frame"));
        assertTrue(!rows.toString().contains(house.qq.secret()));
        house.qq.knob("ip_allowed", false);
        assertTrue(examine().stream()
                .anyMatch(row ->
                        row.id().equals("qqbot.allow-list") && row.state().equals("fail") && row.fix() != null));
    }

    @SuppressWarnings("unchecked")
    private List<Rows.Check> examine() {
        ControlVerb verb =
                house.registry.find(ControlVerb.class, "doctor.qqbot").orElseThrow();
        Object rows = verb.call(new GatewayControl.Caller("test", "test"), Map.of(), item -> true);
        assertNotNull(rows);
        return (List<Rows.Check>) rows;
    }
}
