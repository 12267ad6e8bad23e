package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private final Redactor redactor = new Redactor(List.of("hunter2hunter2", "s3cret/with+signs", "abc", "hunter2"));

    @Test
    void masksKnownSecretsWhereverTheyStand() {
        assertEquals(
                "a ••••ter2 b ••••, x=••••igns&y=••••ifns".replace("ifns", "igns"),
                redactor.redact("a hunter2hunter2 b hunter2, x=s3cret/with+signs&y=s3cret%2Fwith%2Bsigns"));
    }

    @Test
    void leavesWordsThatAreTooShortToBeSecrets() {
        assertEquals("abc abcd", redactor.redact("abc abcd"));
    }

    @Test
    void masksWhatIsShapedLikeAToken() {
        for (String token : List.of(
                "sk-proj-abcdefghijklmnop",
                "ghp_abcdefghijklmnopqrstuvwx",
                "xoxb-1234567890-abcdefgh",
                "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl")) {
            for (String text : List.of(token, "(" + token + ")", "key=" + token + "\n")) {
                assertFalse(redactor.redact(text).contains(token.substring(0, token.length() - 4)), text);
            }
        }
        assertEquals(
                "https://x/••••saw1/m",
                redactor.redact("https://x/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1/m"));
        assertEquals("http://••••@host/", redactor.redact("http://me:pass@host/"));
        assertEquals("Authorization: Bearer ••••mnop", redactor.redact("Authorization: Bearer abcdefghijklmnop"));
    }

    @Test
    void leavesOrdinaryTextAlone() {
        String text =
                "2026-11-21T16:23:52.123456789Z [qqbot] task-force 12345678:ok http://host:8642/a@b risk-free-as-can-be";
        assertEquals(text, redactor.redact(text));
    }

    @Test
    void needsTimeInProportionToTheText() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String part :
                    List.of("eyJ-", "1234567890", "sk-", "://a:", "bearer ", "hunter", "eyJaaaaaaaa.", " ")) {
                redactor.redact(part.repeat(200_000 / part.length()));
            }
        });
    }
}
