package io.hermesgateway.tools.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.tools.rules.Danger;
import io.hermesgateway.tools.rules.Hardline;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    private static Reason only(String command, Locale language) {
        Assessment judged = new ShellGuard("/home/ann", "", List.of()).judge(command, language);
        List<Reason> reasons =
                assertInstanceOf(Assessment.Ask.class, judged, command).reasons();
        assertEquals(1, reasons.size(), () -> command + " " + reasons);
        return reasons.get(0);
    }

    @Test
    void everyCauseHasASentenceInBothLanguages() {
        ResourceBundle english = ResourceBundle.getBundle("io.hermesgateway.tools.reasons", Locale.ROOT);
        ResourceBundle chinese = ResourceBundle.getBundle("io.hermesgateway.tools.reasons", Locale.SIMPLIFIED_CHINESE);
        for (Danger danger : Danger.values()) {
            assertFalse(english.getString(danger.name()).isBlank());
            assertTrue(chinese.getString(danger.name()).codePoints().anyMatch(c -> c > 0x4e00), danger.name());
        }
        for (Hardline hardline : Hardline.values()) {
            assertFalse(english.getString("FORBIDDEN." + hardline.name()).isBlank());
            assertTrue(chinese.getString("FORBIDDEN." + hardline.name())
                    .codePoints()
                    .anyMatch(c -> c > 0x4e00));
        }
        assertEquals(english.keySet(), chinese.keySet());
    }

    @Test
    void keysAreUnique() {
        Set<String> keys = new HashSet<>();
        for (Danger danger : Danger.values()) {
            assertTrue(keys.add(danger.key()), danger.key());
        }
    }

    @Test
    void theKeyStaysEnglishWhenTheSentenceIsChinese() {
        Reason english = only("rm -rf build", Locale.ENGLISH);
        Reason chinese = only("rm -rf build", Locale.SIMPLIFIED_CHINESE);
        assertEquals("recursive delete", english.key());
        assertEquals(english.key(), chinese.key());
        assertEquals("递归删除整个目录", chinese.text());
        assertTrue(english.grantable());
    }

    @Test
    void oneGuardSpeaksTheLanguageOfEachWhoAsks() {
        ShellGuard guard = new ShellGuard("/home/ann", "", List.of());
        Assessment.Forbidden english =
                assertInstanceOf(Assessment.Forbidden.class, guard.judge("rm -rf /", Locale.ENGLISH));
        Assessment.Forbidden chinese =
                assertInstanceOf(Assessment.Forbidden.class, guard.judge("rm -rf /", Locale.SIMPLIFIED_CHINESE));
        assertTrue(english.why().chars().allMatch(c -> c < 0x4e00), english.why());
        assertTrue(chinese.why().chars().anyMatch(c -> c >= 0x4e00), chinese.why());
    }

    @Test
    void olderAllowListsAreUnderstood() {
        assertEquals(
                List.of("rm\\s+-[^\\s]*r"), only("rm -rf build", Locale.ENGLISH).aliases());
        assertTrue(only("find . -delete", Locale.ENGLISH).aliases().contains("find"));
        assertTrue(only("git branch -D x", Locale.ENGLISH).aliases().contains("git\\s+branch\\s+-D"));
    }

    @Test
    void theSameReasonIsGivenOnce() {
        only("rm -rf a; rm -rf b; rm -rf c", Locale.ENGLISH);
    }

    @Test
    void everyReasonOfALineIsGiven() {
        Assessment judged = new ShellGuard("/home/ann", "", List.of()).judge("rm -rf a && git push -f && pkill -9 x");
        List<String> keys = assertInstanceOf(Assessment.Ask.class, judged).reasons().stream()
                .map(Reason::key)
                .toList();
        assertEquals(
                List.of(
                        "recursive delete",
                        "git force push short flag (rewrites remote history)",
                        "force kill processes"),
                keys);
    }

    @Test
    void aHomeAtTheRootIsNoHome() {
        Assessment judged = new ShellGuard("/", "/", List.of()).judge("rm -rf /opt/x");
        assertInstanceOf(Assessment.Ask.class, judged);
    }
}
