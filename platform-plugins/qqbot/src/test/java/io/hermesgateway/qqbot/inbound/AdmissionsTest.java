package io.hermesgateway.qqbot.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.link.Event;
import io.hermesgateway.qqbot.link.Session;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class AdmissionsTest {
    @TempDir
    Path folder;

    private final List<String> others = new ArrayList<>();
    private Rig qq;
    private Session session;
    private Admissions admissions;
    private Runnable whilePressed = () -> {};

    @BeforeEach
    void begin() {
        qq = new Rig(folder);
        session = new Session("1020", "S1", 1, qq.clock.instant());
        admissions = admissions();
        admissions.begin(session, 1);
    }

    private Admissions admissions() {
        return new Admissions(
                qq.context,
                new Decoder("qqbot", true, qq.clock),
                new Downloads(HttpClient.newHttpClient(), folder, qq),
                new Admissions.Others() {
                    @Override
                    public void wrote(Place place, String messageId) {
                        others.add("wrote " + messageId);
                    }

                    @Override
                    public void opening(Place place, String eventId) {
                        others.add("opening " + eventId);
                    }

                    @Override
                    public void pressed(Click click) {
                        whilePressed.run();
                        others.add("pressed " + click.id());
                    }

                    @Override
                    public void audited(Reading.Audited audited) {
                        others.add("audited " + audited.auditId());
                    }
                });
    }

    private void said(long seq, String id) {
        said(seq, id, "ann");
    }

    private void said(long seq, String id, String who) {
        admissions.event(new Event(
                session,
                seq,
                "C2C:" + seq,
                "C2C_MESSAGE_CREATE",
                Rig.node("{'id':'" + id + "','author':{'user_openid':'" + who + "'},'content':'" + id + "'}")));
    }

    private void pressed(long seq, String id) {
        admissions.event(new Event(
                session, seq, "I:" + seq, "INTERACTION_CREATE", Rig.node("{'id':'" + id + "','user_openid':'ann'}")));
    }

    private List<String> texts() {
        return qq.context.accepted().stream().map(m -> m.text()).toList();
    }

    private long kept() {
        return qq.context
                .cursor(Admissions.SESSION)
                .flatMap(Session::parse)
                .map(Session.Kept::seq)
                .orElse(-1L);
    }

    @Test
    void rule14AdmitsDurablyThenAdvancesSeq() {
        qq.tasks.runPending();
        assertEquals(1, kept());
        qq.context.away(true);
        said(2, "a");
        said(3, "b");
        qq.tasks.runPending();
        assertEquals(1, admissions.committed(), "nothing is safe yet");
        qq.context.away(false);
        qq.tasks.advance(Duration.ofSeconds(1));
        assertEquals(3, admissions.committed());
        assertEquals(3, kept(), "in the same append");
        assertEquals(List.of("a", "b"), texts());
    }

    @Test
    void rule14FiftyEventsThatComeAgainAreNeitherLostNorTwice() {
        for (int i = 0; i < 50; i++) {
            said(2 + i, "m" + i);
        }
        qq.tasks.runPending();
        for (int i = 20; i < 70; i++) {
            said(2 + i, "m" + i);
        }
        qq.tasks.runPending();
        assertEquals(70, qq.context.accepted().size());
        assertEquals("m69", texts().get(69));
        assertEquals(71, admissions.committed());
    }

    @Test
    void rule14APressThatIsNotDecidedHoldsTheNumberBack() {
        List<Long> seen = new ArrayList<>();
        whilePressed = () -> seen.add(admissions.committed());
        said(2, "a");
        pressed(3, "click");
        said(4, "b");
        qq.tasks.runPending();
        assertEquals(4, admissions.committed());
        assertTrue(seen.get(0) <= 2, seen.toString());
    }

    @Test
    void rule13KeepsTheNumberOfOtherEventsWithinASecond() {
        qq.tasks.runPending();
        pressed(2, "click");
        qq.tasks.runPending();
        qq.tasks.advance(Duration.ofSeconds(1));
        assertEquals(2, kept());
    }

    @Test
    void rule13KeepsASilentSessionFresh() {
        qq.tasks.runPending();
        qq.clock.advance(Duration.ofMinutes(20));
        admissions.alive();
        qq.tasks.runPending();
        var saved = Session.parse(qq.context.cursor(Admissions.SESSION).orElseThrow())
                .orElseThrow();
        assertEquals(qq.clock.instant(), saved.savedAt());
    }

    @Test
    void rule15AMessageWithFilesHoldsUpItsOwnChatOnly() {
        admissions.event(new Event(
                session,
                2,
                "C2C:2",
                "C2C_MESSAGE_CREATE",
                Rig.node("{'id':'file','author':{'user_openid':'ann'},'content':'',"
                        + "'attachments':[{'content_type':'image/png','filename':'x.png','url':'ftp://no'}]}")));
        said(3, "behind", "ann");
        said(4, "beside", "bob");
        qq.tasks.runPending();
        assertEquals(3, qq.context.accepted().size());
        List<String> anns = qq.context.accepted().stream()
                .filter(m -> m.sender().userId().equals("ann"))
                .map(m -> m.key().messageId())
                .toList();
        assertEquals(List.of("file", "behind"), anns);
        assertEquals(4, admissions.committed());
    }

    @Test
    void anotherSessionCountsAnew() {
        said(900, "a");
        Session next = new Session("1020", "S2", 1, qq.clock.instant());
        admissions.begin(next, 1);
        qq.tasks.runPending();
        assertEquals(List.of("a"), texts(), "what arrived is not lost with its session");
        assertEquals(1, admissions.committed());
    }

    @Test
    void tellsWhoMayBeAnsweredAndWhatOpens() {
        said(2, "a");
        admissions.event(new Event(session, 3, "F:3", "FRIEND_ADD", Rig.node("{'openid':'bob','timestamp':1}")));
        admissions.event(
                new Event(session, 4, "A:4", "MESSAGE_AUDIT_PASS", Rig.node("{'audit_id':'x','message_id':'m'}")));
        admissions.event(new Event(session, 5, "N:5", "SOMETHING_NEW", Rig.node("[]")));
        qq.tasks.runPending();
        assertEquals(List.of("wrote a", "opening F:3", "audited x"), others);
        assertEquals(5, admissions.committed());
    }
}
