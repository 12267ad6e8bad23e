package io.hermesgateway.qqbot.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.link.Event;
import io.hermesgateway.qqbot.link.Session;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderTest {
    private final ManualClock clock = new ManualClock();
    private final Session session = new Session("1020", "S", 1, clock.instant());

    private Reading read(String type, String d) {
        return new Decoder("qqbot", true, clock).read(new Event(session, 2, "envelope", type, Rig.node(d)));
    }

    private InboundMessage message(String type, String d) {
        return assertInstanceOf(Reading.Message.class, read(type, d)).message();
    }

    @Test
    void readsAPrivateMessage() {
        InboundMessage m = message(
                "C2C_MESSAGE_CREATE",
                "{'id':'ROBOT1','author':{'id':'A37','user_openid':'A37'},'content':' /status ',"
                        + "'timestamp':'2026-11-20T11:57:00+08:00'}");
        assertEquals(Conversation.dm("qqbot", "A37"), m.conversation());
        assertEquals("A37", m.sender().userId());
        assertEquals("/status", m.text());
        assertEquals(Instant.parse("2026-11-20T03:57:00Z"), m.sentAt());
        assertEquals("ROBOT1", m.route().get("msg_id"));
        assertEquals("ROBOT1", m.key().messageId());
    }

    @Test
    void readsAGroupMessageWithTheMembersOwnId() {
        InboundMessage m = message(
                "GROUP_AT_MESSAGE_CREATE",
                "{'id':'G1','group_openid':'GRP','author':{'id':'x','member_openid':'MEM','username':'Ann'},"
                        + "'content':' hello'}");
        assertEquals(Conversation.Kind.GROUP, m.conversation().kind());
        assertEquals("GRP", m.conversation().chatId());
        assertEquals("MEM", m.sender().userId());
        assertEquals("Ann", m.sender().name());
        assertEquals("hello", m.text());
    }

    @Test
    void readsGuildsWithoutMentionsAndEscapes() {
        InboundMessage m = message(
                "AT_MESSAGE_CREATE",
                "{'id':'C1','guild_id':'G','channel_id':'CH','author':{'id':'77','username':'Ann'},"
                        + "'content':'<@!123> a &lt; b &amp;&amp; c'}");
        assertEquals(Conversation.Kind.CHANNEL, m.conversation().kind());
        assertEquals("a < b && c", m.text());
        InboundMessage direct = message(
                "DIRECT_MESSAGE_CREATE",
                "{'id':'D1','guild_id':'G9','channel_id':'CH','author':{'id':'77'},'content':'hi'}");
        assertEquals(Optional.of(new Place(Place.Scope.GUILD_DM, "G9")), Place.of(direct.conversation()));
        assertEquals(Conversation.Kind.DM, direct.conversation().kind());
    }

    @Test
    void ignoresTalkThatIsNotForTheBotAndOtherBots() {
        assertInstanceOf(
                Reading.Nothing.class,
                read(
                        "GROUP_MESSAGE_CREATE",
                        "{'id':'1','group_openid':'G','author':{'member_openid':'M'},'content':'x'}"));
        assertInstanceOf(
                Reading.Nothing.class,
                read("C2C_MESSAGE_CREATE", "{'id':'1','author':{'user_openid':'M','bot':true},'content':'x'}"));
        assertInstanceOf(Reading.Nothing.class, read("C2C_MESSAGE_CREATE", "{}"));
        assertInstanceOf(
                Reading.Message.class,
                read(
                        "GROUP_MESSAGE_CREATE",
                        "{'id':'1','group_openid':'G','author':{'member_openid':'M'},'mentions':[{'is_you':true}]}"));
    }

    @Test
    void saysFacesAndQuotesInWords() {
        String ext = Base64.getEncoder().encodeToString("{\"text\":\"[微笑]\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals("hi [微笑]", Texts.read("hi <faceType=1,faceId=\"13\",ext=\"" + ext + "\">", Place.Scope.C2C));
        assertEquals("a ", Texts.read("a <faceType=1,faceId=\"13\",ext=\"!!\">", Place.Scope.C2C) + " ");
        InboundMessage m = message(
                "C2C_MESSAGE_CREATE",
                "{'id':'1','author':{'user_openid':'A'},'content':'why?','message_type':103,"
                        + "'msg_elements':[{'content':'because'}]}");
        assertEquals("> because\n\nwhy?", m.text());
    }

    @Test
    void readsWhatIsAttached() {
        Reading.Message m = assertInstanceOf(
                Reading.Message.class,
                read(
                        "C2C_MESSAGE_CREATE",
                        "{'id':'1','author':{'user_openid':'A'},'content':'','attachments':["
                                + "{'content_type':'image/jpeg','filename':'a.jpg','url':'//h/a'},"
                                + "{'content_type':'voice','filename':'v.amr','url':'https://h/v','voice_wav_url':'https://h/w',"
                                + "'asr_refer_text':'said so'}]}"));
        assertEquals("https://h/a", m.attached().get(0).url());
        assertEquals("image", m.attached().get(0).kind());
        assertEquals("https://h/w", m.attached().get(1).url());
        assertEquals("said so", m.attached().get(1).text());
        assertEquals("a_b.txt", Downloads.plain("a/b.txt"));
        assertEquals("_", Downloads.plain(".."));
    }

    @Test
    void findsTheOperatorOfAPressWhereverQqPutsIt() {
        assertEquals("U", click("{'id':'1','user_openid':'U'}").operator());
        assertEquals(
                "R",
                click("{'id':'1','chat_type':2,'data':{'resolved':{'user_id':'R'}}}")
                        .operator());
        Click group = click("{'id':'1','group_openid':'G','group_member_openid':'M','chat_type':1}");
        assertEquals("M", group.operator());
        assertEquals(Place.group("G"), group.place());
        Click guild = click("{'id':'1','guild_id':'G','channel_id':'C','data':{'resolved':{'user_id':'R'}}}");
        assertEquals(new Place(Place.Scope.GUILD, "C"), guild.place());
        assertNull(click("{'id':'1'}").place());
    }

    private Click click(String d) {
        return assertInstanceOf(Reading.Pressed.class, read("INTERACTION_CREATE", d))
                .click();
    }

    @ParameterizedTest
    @EnumSource(Choice.class)
    void aButtonCarriesTheApprovalAndTheChoiceAndNothingElse(Choice choice) {
        String data = new Click.Pick("0123456789abcdef0123456789abcdef", choice).data();
        Click click =
                click("{'id':'1','user_openid':'U','data':{'type':11,'resolved':{'button_data':'" + data + "'}}}");
        assertEquals(choice, click.pick().orElseThrow().choice());
        assertEquals(
                "0123456789abcdef0123456789abcdef", click.pick().orElseThrow().approvalId());
        assertTrue(data.length() < 100 && click.isButton());
    }

    /** The deadlock of old: a key of the router that the judge of clicks does not know. */
    @ParameterizedTest
    @EnumSource(Place.Scope.class)
    void rule16ThePlaceOfAPressIsThePlaceOfTheMessage(Place.Scope scope) {
        String message = "{'id':'1','guild_id':'G','channel_id':'C','group_openid':'GRP',"
                + "'author':{'id':'U','user_openid':'U','member_openid':'U'},'content':'x'}";
        String press =
                switch (scope) {
                    case C2C -> "{'id':'1','user_openid':'U'}";
                    case GROUP -> "{'id':'1','group_openid':'GRP','group_member_openid':'U'}";
                    case GUILD -> "{'id':'1','guild_id':'G','channel_id':'C','data':{'resolved':{'user_id':'U'}}}";
                    case GUILD_DM ->
                        "{'id':'1','guild_id':'G','channel_id':'C','scene':'guild_dm',"
                                + "'data':{'resolved':{'user_id':'U'}}}";
                };
        String type =
                switch (scope) {
                    case C2C -> "C2C_MESSAGE_CREATE";
                    case GROUP -> "GROUP_AT_MESSAGE_CREATE";
                    case GUILD -> "AT_MESSAGE_CREATE";
                    case GUILD_DM -> "DIRECT_MESSAGE_CREATE";
                };
        InboundMessage said = message(type, message);
        Click click = click(press);
        assertEquals(
                said.conversation(),
                Optional.ofNullable(click.place()).orElseThrow().conversation("qqbot"));
        assertEquals(said.sender().userId(), click.operator());
    }
}
