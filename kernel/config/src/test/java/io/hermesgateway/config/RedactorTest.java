package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hermesgateway.spi.service.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.Random;
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

    @Test
    void masksASecretHoweverATextIsCut() {
        String token = "sk-proj-abcdefghijklmnop";
        String text = "the risk-free-key is s3cret/with+signs, or " + token + "! https://me:password@host/x?k=" + token
                + " Authorization: Bearer abcdefghijklmnop end hunter2hunter2";
        String whole = redactor.redact(text);
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            Redaction.Flow flow = redactor.flow();
            StringBuilder shown = new StringBuilder();
            for (int at = 0; at < text.length(); ) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(1 + round % 40));
                shown.append(flow.next(text.substring(at, to)));
                at = to;
            }
            assertEquals(whole, shown.append(flow.end()).toString());
        }
    }

    @Test
    void showsAtOnceWhatCannotBeTheBeginningOfASecret() {
        Redaction.Flow flow = redactor.flow();
        assertEquals("Hello, world", flow.next("Hello, world"));
        assertEquals("你好，", flow.next("你好，"));
        assertEquals(" ri", flow.next(" ri"));
        assertEquals("sk-taking is fine", flow.next("sk-taking is fine"));
        assertEquals(" and ", flow.next(" and hunt"));
        assertEquals("hunting", flow.next("ing"));
        assertEquals("", flow.end());
        assertEquals("a", flow.next("a"), "a new text begins");
    }

    @Test
    void findsASecretRightAfterWordsOfAnotherScript() {
        assertEquals("密钥••••mnop。", redactor.redact("密钥sk-proj-abcdefghijklmnop。"));
        assertEquals("密码••••ter2", redactor.redact("密码hunter2hunter2"));
    }

    @Test
    void seesWhatStoodBeforeInALongText() {
        String word = "word ".repeat(1_000);
        Redaction.Flow flow = redactor.flow();
        StringBuilder shown = new StringBuilder();
        for (String piece :
                List.of(word, "Bearer", " ", "abcdefgh", "ijklmnop", " ", word, "di", "sk-abcdefghijklmnop")) {
            shown.append(flow.next(piece));
        }
        assertEquals(word + "Bearer ••••mnop " + word + "disk-abcdefghijklmnop", shown + flow.end());
    }
}
