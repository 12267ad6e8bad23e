package io.hermesgateway.qqbot.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.spi.platform.PlatformState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class LinkTest {
    private static final int IDENTIFY = 2;
    private static final int RESUME = 6;
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir
    Path folder;

    private final FakeSockets sockets = new FakeSockets();
    private final List<Event> events = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private long committed;
    private Rig qq;
    private Link link;

    @BeforeEach
    void begin() {
        qq = new Rig(folder);
        link = link(new Gate(4));
    }

    private Link link(Gate gate) {
        LinkParts parts = new LinkParts(
                "1020",
                Intents.USUAL,
                qq.api,
                qq.tokens,
                sockets,
                gate,
                qq.tasks,
                qq.clock,
                qq.random,
                () -> Duration.ofMillis(300));
        return new Link(parts, new Counting(), new Link.Sign() {
            @Override
            public void show(PlatformState state, String detail) {
                shown.add(state.word() + " " + detail);
            }

            @Override
            public void alive() {
                shown.add("alive");
            }
        });
    }

    private final class Counting implements Progress {
        @Override
        public void begin(Session session, long seq) {
            committed = seq;
        }

        @Override
        public void event(Event event) {
            events.add(event);
            committed = event.seq();
        }

        @Override
        public long committed() {
            return committed;
        }

        @Override
        public void alive() {
            shown.add("session alive");
        }
    }

    private FakeSockets.Line hello() {
        qq.tasks.runPending();
        FakeSockets.Line line = sockets.newest();
        line.ear.opened();
        line.says("{'op':10,'d':{'heartbeat_interval':40000}}");
        qq.tasks.runPending();
        return line;
    }

    private FakeSockets.Line online() {
        link.start(Optional.empty());
        FakeSockets.Line line = hello();
        line.says("{'op':0,'s':1,'t':'READY','id':'READY:1','d':{'session_id':'S1'}}");
        return line;
    }

    /** The next socket, after whatever pause. */
    private FakeSockets.Line again(Duration within) {
        int before = sockets.lines.size();
        Instant end = qq.clock.instant().plus(within);
        while (sockets.lines.size() == before) {
            assertTrue(qq.clock.instant().isBefore(end), "no new connection within " + within);
            qq.tasks.advance(Duration.ofMillis(100));
        }
        return hello();
    }

    private String lastState() {
        return shown.stream()
                .filter(s -> !s.endsWith("alive"))
                .reduce((a, b) -> b)
                .orElse("");
    }

    @Test
    void rule05IdentifiesWithoutASessionAndResumesWithOne() {
        FakeSockets.Line first = online();
        assertEquals(List.of(IDENTIFY), first.ops());
        assertEquals("QQBot T1", first.sent.get(0).path("d").path("token").asText());
        assertEquals(Intents.USUAL, first.sent.get(0).path("d").path("intents").asInt());
        assertEquals("online ", lastState());
        first.says("{'op':0,'s':7,'t':'C2C_MESSAGE_CREATE','id':'e7','d':{}}");
        qq.tasks.advance(Duration.ofSeconds(2));
        first.ear.closed(1006, "");
        FakeSockets.Line second = again(Duration.ofSeconds(1));
        assertEquals(List.of(RESUME), second.ops());
        assertEquals(7, second.last().path("d").path("seq").asLong());
        assertEquals("S1", second.last().path("d").path("session_id").asText());
    }

    @Test
    void rule05ASessionOfAnotherBotOrWithOtherIntentsIsOfNoUse() {
        Instant now = qq.clock.instant();
        link.start(Optional.of(new Session.Kept(new Session("other", "S0", Intents.USUAL, now), 5, now)));
        assertEquals(List.of(IDENTIFY), hello().ops());
        link.close();
        link = link(new Gate(1));
        link.start(Optional.of(new Session.Kept(new Session("1020", "S0", 1, now), 5, now)));
        assertEquals(List.of(IDENTIFY), hello().ops());
    }

    @ParameterizedTest
    @ValueSource(ints = {4009, 1000, 1001, 1006, 4000, 4008, 4004})
    void rule06KeepsTheSession(int code) {
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().ear.closed(code, "Session timed out");
        assertEquals(List.of(RESUME), again(LONG).ops(), "after " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {4006, 4007, 4900, 4902, 4903, 4913, 4003, 4005})
    void rule06ForgetsTheSession(int code) {
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().ear.closed(code, "");
        assertEquals(List.of(IDENTIFY), again(LONG).ops(), "after " + code);
    }

    @Test
    void rule06RotationAndInvalidSessions() {
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().says("{'op':7}");
        assertEquals(List.of(RESUME), again(Duration.ofSeconds(1)).ops());
        sockets.newest().says("{'op':9,'d':true}");
        assertEquals(List.of(RESUME), again(LONG).ops());
        sockets.newest().says("{'op':9,'d':false}");
        assertEquals(List.of(IDENTIFY), again(LONG).ops());
    }

    @Test
    void rule03AWornOutTokenIsFetchedAnewAndTheSessionKept() {
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().ear.closed(4004, "");
        FakeSockets.Line next = again(LONG);
        assertEquals("QQBot T2", next.last().path("d").path("token").asText());
        assertEquals(List.of(RESUME), next.ops());
    }

    @Test
    void rule06TooFastWaitsAMinute() {
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().ear.closed(4008, "");
        qq.tasks.advance(Duration.ofSeconds(40));
        assertEquals(1, sockets.lines.size());
        assertEquals(List.of(RESUME), again(Duration.ofSeconds(40)).ops());
    }

    @Test
    void rule07GivesUpResumingAfterTwoFailures() {
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().ear.closed(1006, "");
        assertEquals(List.of(RESUME), again(LONG).ops());
        sockets.newest().ear.closed(1006, "");
        qq.tasks.advance(Duration.ofSeconds(10));
        assertEquals(List.of(RESUME), hello().ops(), "no answer to this one");
        assertEquals(IDENTIFY, again(Duration.ofMinutes(2)).ops().get(0).intValue());
    }

    @Test
    void rule07ResumingGoesOnWhileEventsComeAgain() {
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().ear.closed(1006, "");
        FakeSockets.Line line = again(LONG);
        for (int i = 2; i < 6; i++) {
            qq.tasks.advance(Duration.ofSeconds(10));
            line.says("{'op':11}");
            line.says("{'op':0,'s':" + i + ",'t':'X','id':'e','d':{}}");
        }
        assertFalse(line.retired);
        line.says("{'op':0,'s':6,'t':'RESUMED','id':'e','d':''}");
        assertEquals("online ", lastState());
    }

    @Test
    void rule08IgnoresWhatARetiredSocketStillSays() {
        FakeSockets.Line old = online();
        qq.tasks.advance(Duration.ofSeconds(10));
        old.says("{'op':7}");
        qq.tasks.runPending();
        assertTrue(old.retired);
        old.says("{'op':0,'s':9,'t':'C2C_MESSAGE_CREATE','id':'e9','d':{}}");
        old.ear.closed(4009, "Session timed out");
        assertEquals(List.of(), events);
        qq.tasks.advance(Duration.ofSeconds(20));
        assertEquals(2, sockets.lines.size(), "one reconnect for one rotation");
        assertTrue(old.cut, "a far side that does not say goodbye is not waited for");
        assertEquals(List.of(RESUME), hello().ops());
    }

    @Test
    void rule09PausesGrowUntilAConnectionIsReady() {
        link.start(Optional.empty());
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            FakeSockets.Line line = hello();
            qq.tasks.advance(Duration.ofSeconds(6));
            Instant at = qq.clock.instant();
            int before = sockets.lines.size();
            line.ear.closed(1006, "");
            while (sockets.lines.size() == before) {
                qq.tasks.advance(Duration.ofMillis(100));
            }
            pauses.add(Duration.between(at, qq.clock.instant()));
        }
        int[] seconds = {1, 2, 5, 10, 30, 60, 60};
        for (int i = 0; i < seconds.length; i++) {
            double off = pauses.get(i).toMillis() / (1000.0 * seconds[i]);
            assertTrue(off > 0.65 && off < 1.42, i + ": " + pauses);
        }
    }

    @Test
    void rule09ThreeShortConnectionsThatWereNeverReadyWaitAMinute() {
        link.start(Optional.empty());
        for (int i = 0; i < 3; i++) {
            hello().ear.closed(1006, "");
            if (i < 2) {
                qq.tasks.advance(Duration.ofSeconds(4));
            }
        }
        assertEquals(3, sockets.lines.size());
        qq.tasks.advance(Duration.ofSeconds(40));
        assertEquals(3, sockets.lines.size());
        qq.tasks.advance(Duration.ofSeconds(40));
        assertEquals(4, sockets.lines.size());
    }

    @Test
    void rule09DoesNotLogInWhenTheLoginsOfTheDayAreUsedUp() {
        String limit = "{'url':'ws://qq/','session_start_limit':{'total':1000,'remaining':0,'reset_after':600000}}";
        qq.when("GET /gateway/bot", List.of(Rig.json(200, limit), Rig.json(200, "{'url':'ws://qq/'}")));
        link.start(Optional.empty());
        qq.tasks.advance(Duration.ofSeconds(590));
        assertEquals(0, sockets.lines.size());
        assertTrue(lastState().contains("10 minutes"), lastState());
        qq.tasks.advance(Duration.ofSeconds(11));
        assertEquals(1, sockets.lines.size());
    }

    @Test
    void rule10BeatsAtFourFifthsOfTheAnnouncedIntervalWithTheNewestNumber() {
        FakeSockets.Line line = online();
        line.says("{'op':0,'s':12,'t':'X','id':'e','d':{}}");
        qq.tasks.advance(Duration.ofSeconds(29));
        assertEquals(List.of(IDENTIFY), line.ops());
        qq.tasks.advance(Duration.ofSeconds(6));
        assertEquals(List.of(IDENTIFY, 1), line.ops());
        assertEquals(12, line.last().path("d").asLong());
        line.says("{'op':1}");
        assertEquals(List.of(IDENTIFY, 1, 1), line.ops(), "the far side asked for one");
    }

    @Test
    void rule10TwoUnansweredBeatsEndTheConnection() {
        FakeSockets.Line line = online();
        qq.tasks.advance(Duration.ofSeconds(70));
        assertFalse(line.retired);
        qq.tasks.advance(Duration.ofSeconds(40));
        assertTrue(line.retired);
        assertTrue(shown.stream().anyMatch(s -> s.startsWith("degraded")), shown.toString());
        assertEquals(List.of(RESUME), hello().ops());
    }

    @Test
    void rule10AHandshakeThatDoesNotComeIsGivenUp() {
        link.start(Optional.empty());
        qq.tasks.runPending();
        qq.tasks.advance(Duration.ofSeconds(29));
        assertFalse(sockets.newest().retired);
        qq.tasks.advance(Duration.ofSeconds(2));
        assertTrue(sockets.lines.get(0).retired);
    }

    @Test
    void rule11AsksForTheAddressBeforeEveryConnection() {
        qq.when(
                "GET /gateway/bot",
                List.of(Rig.json(200, "{'url':'ws://one/'}"), Rig.json(200, "{'url':'ws://two/'}")));
        online();
        qq.tasks.advance(Duration.ofSeconds(10));
        sockets.newest().ear.closed(1006, "");
        again(LONG);
        assertEquals("two", sockets.newest().address.getHost());
    }

    @Test
    void rule12UnknownFramesAndFieldsAreNoTrouble() {
        FakeSockets.Line line = online();
        line.says("{'op':99,'x':{}}");
        line.says("no json");
        line.says("[]");
        line.says("{'op':0,'s':3,'t':'SOMETHING_NEW','id':'e','d':[1]}");
        assertEquals("online ", lastState());
        assertEquals("SOMETHING_NEW", events.get(0).type());
    }

    @Test
    void rule13ResumesAfterARestart() {
        Instant now = qq.clock.instant();
        Session before = new Session("1020", "S0", Intents.USUAL, now);
        link.start(Session.parse(before.text(41, now)));
        FakeSockets.Line line = hello();
        assertEquals(List.of(RESUME), line.ops());
        assertEquals(41, line.last().path("d").path("seq").asLong());
    }

    @Test
    void rule13AnOldSessionIsNotTried() {
        Instant now = qq.clock.instant();
        Session before = new Session("1020", "S0", Intents.USUAL, now);
        link.start(Session.parse(before.text(41, now.minus(Duration.ofHours(2)))));
        assertEquals(List.of(IDENTIFY), hello().ops());
        assertEquals(Optional.empty(), Session.parse("garbage"));
        assertEquals(Optional.empty(), Session.parse("{}"));
    }

    @Test
    void aSessionOfADayIsBegunAnewInAQuietMoment() {
        FakeSockets.Line line = online();
        for (int hour = 0; hour < 25 && !line.retired; hour++) {
            for (int i = 0; i < 100 && !line.retired; i++) {
                qq.tasks.advance(Duration.ofSeconds(36));
                line.says("{'op':11}");
            }
        }
        assertTrue(line.retired);
        assertEquals(List.of(IDENTIFY), again(LONG).ops());
    }

    @ParameterizedTest
    @ValueSource(ints = {4914, 4915, 4013, 4014})
    void rule04WhatOnlyPeopleCanRepairIsSaidAndTriedRarely(int code) {
        link.start(Optional.empty());
        hello().ear.closed(code, "");
        assertTrue(lastState().startsWith("failed "), lastState());
        assertTrue(code < 4900 == lastState().contains("INTERACTION (1<<26)"), lastState());
        qq.tasks.advance(Duration.ofMinutes(6));
        assertEquals(1, sockets.lines.size());
        again(Duration.ofMinutes(8)).says("{'op':0,'s':1,'t':'READY','id':'r','d':{'session_id':'S'}}");
        assertEquals("online ", lastState());
    }

    @Test
    void rule04TwoRefusedLoginsNameTheIntents() {
        link.start(Optional.empty());
        hello().says("{'op':9,'d':false}");
        assertTrue(lastState().startsWith("offline"), lastState());
        again(LONG).says("{'op':9,'d':false}");
        assertTrue(lastState().contains("GROUP_AND_C2C_EVENT (1<<25)"), lastState());
        assertTrue(link.view().intentsRefused());
    }

    @Test
    void rule04AMissingAddressIsNamedAndTriedAgain() {
        qq.when(
                "GET /gateway/bot",
                List.of(Rig.json(401, "{'code':11298,'message':'接口访问源IP不在白名单'}"), Rig.json(200, "{'url':'ws://qq/'}")));
        link.start(Optional.empty());
        qq.tasks.advance(Duration.ofMinutes(1));
        assertTrue(lastState().startsWith("offline") && lastState().contains("allow-list"), lastState());
        assertEquals(List.of(IDENTIFY), again(Duration.ofMinutes(14)).ops());
    }

    @Test
    void rule03RefusedCredentialsAreFinalAfterTwoAttempts() {
        qq.when("POST /token", List.of(Rig.json(200, "{'code':100016,'message':'invalid'}")));
        link.start(Optional.empty());
        qq.tasks.advance(Duration.ofMinutes(30));
        assertTrue(lastState().startsWith("failed"), lastState());
        assertEquals(2, qq.calls("POST /token").size());
    }

    @Test
    void aGateLetsOnlyAFewConnectAtOnce() {
        Gate gate = new Gate(1);
        link = link(gate);
        Link second = link(gate);
        link.start(Optional.empty());
        second.start(Optional.empty());
        FakeSockets.Line first = hello();
        assertEquals(1, sockets.lines.size());
        first.says("{'op':0,'s':1,'t':'READY','id':'r','d':{'session_id':'S'}}");
        qq.tasks.runPending();
        assertEquals(2, sockets.lines.size());
        second.close();
        link.close();
        assertTrue(sockets.newest().cut);
    }

    @Test
    void saysNothingAfterItsEnd() {
        FakeSockets.Line line = online();
        link.close();
        int before = shown.size();
        line.ear.closed(1006, "");
        line.says("{'op':0,'s':5,'t':'X','id':'e','d':{}}");
        qq.tasks.advance(LONG);
        assertEquals(before, shown.size());
        assertEquals(1, sockets.lines.size());
    }
}
