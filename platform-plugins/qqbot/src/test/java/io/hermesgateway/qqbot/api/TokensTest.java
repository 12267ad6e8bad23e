package io.hermesgateway.qqbot.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.qqbot.Rig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TokensTest {
    private static final String TOKEN = "POST /token";

    @TempDir
    Path folder;

    private Rig qq;

    @BeforeEach
    void begin() {
        qq = new Rig(folder);
    }

    private static Reply token(String token, String expires) {
        return Rig.json(200, "{'access_token':'" + token + "','expires_in':" + expires + "}");
    }

    private String granted() {
        return assertInstanceOf(Credential.Granted.class, qq.tokens.get()).token();
    }

    @Test
    void rule01ReadsTheEndAsATextOrANumber() {
        qq.when(TOKEN, List.of(token("A", "'100'"), token("B", "100")));
        assertEquals("A", granted());
        qq.clock.advance(Duration.ofSeconds(101));
        assertEquals("B", granted());
        qq.clock.advance(Duration.ofSeconds(49));
        assertEquals("B", granted());
        assertEquals(2, qq.calls(TOKEN).size());
    }

    @Test
    void rule01AnAnswerWithoutATokenIsARefusalWithItsCode() {
        qq.when(TOKEN, List.of(Rig.json(200, "{'code':100016,'message':'invalid appid or secret'}")));
        Credential.Denied denied = assertInstanceOf(Credential.Denied.class, qq.tokens.get());
        assertTrue(denied.why().contains("100016"), denied.why());
    }

    @Test
    void rule01TooManyRequestsSaysNothingAboutTheCredentials() {
        qq.when(TOKEN, List.of(Rig.json(200, "{'code':100001,'message':'Too many requests'}")));
        assertInstanceOf(Credential.Away.class, qq.tokens.get());
    }

    @Test
    void rule02RenewsInTheLastMinuteAndUsesTheOldOneMeanwhile() {
        qq.when(TOKEN, List.of(token("A", "'7200'"), token("B", "'7200'")));
        assertEquals("A", granted());
        qq.clock.advance(Duration.ofSeconds(7200 - 61));
        assertEquals("A", granted());
        assertEquals(1, qq.calls(TOKEN).size(), "earlier it would only be the same token again");
        qq.clock.advance(Duration.ofSeconds(50));
        assertEquals("A", granted(), "the old one while the new one is on its way");
        assertEquals("A", granted());
        qq.tasks.runPending();
        assertEquals("B", granted());
        assertEquals(2, qq.calls(TOKEN).size(), "one fetch, however many ask");
    }

    @Test
    void rule02AsksAtMostOnceInFiveSeconds() {
        qq.when(TOKEN, List.of(Rig.json(502, "{}"), token("A", "'7200'")));
        assertInstanceOf(Credential.Away.class, qq.tokens.get());
        qq.clock.advance(Duration.ofSeconds(4));
        assertInstanceOf(Credential.Away.class, qq.tokens.get());
        assertEquals(1, qq.calls(TOKEN).size());
        qq.clock.advance(Duration.ofSeconds(1));
        assertEquals("A", granted());
    }

    @Test
    void rule03ARefusedTokenIsFetchedAnewAndTheCallMadeOnceMore() {
        qq.when("GET /users/@me", List.of(Rig.trouble(401, 11244), Rig.json(200, "{'id':'1'}")));
        assertEquals("T1", granted());
        qq.clock.advance(Duration.ofSeconds(6));
        assertTrue(qq.api.get("/users/@me").ok());
        List<Rig.Call> calls = qq.calls("GET /users/@me");
        assertEquals("QQBot T1", calls.get(0).headers().get("Authorization"));
        assertEquals("QQBot T2", calls.get(1).headers().get("Authorization"));
        assertEquals(0, qq.api.refusedTokens());
    }

    @Test
    void rule03DoesNotGoRoundInCircles() {
        qq.when("GET /users/@me", List.of(Rig.trouble(401, 11244)));
        assertEquals("T1", granted());
        for (int i = 1; i <= 3; i++) {
            qq.clock.advance(Duration.ofSeconds(6));
            assertEquals(Verdict.TOKEN, qq.api.get("/users/@me").verdict());
            assertEquals(i, qq.api.refusedTokens());
        }
        assertEquals(4, qq.calls("GET /users/@me").size(), "a token is not fetched twice in five seconds");
    }

    @Test
    void rule33NothingSecretIsInWhatIsShown() {
        String shown = qq.tokens.get() + " "
                + new Tokens.Login(
                        java.net.URI.create("http://qq"),
                        "1020",
                        new io.hermesgateway.spi.settings.Secret("s3cr3t-s3cr3t"));
        assertTrue(!shown.contains("T1") && !shown.contains("s3cr3t-"), shown);
    }
}
