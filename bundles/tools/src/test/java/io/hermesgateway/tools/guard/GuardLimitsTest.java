package io.hermesgateway.tools.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.tools.shell.Steps;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardLimitsTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ShellGuard guard = new ShellGuard("/home/ann", "/home/ann/.hermes", List.of("*secret*", "a*b*c*d*"));

    private long steps(String unit, int times) {
        Steps steps = new Steps();
        Assessment judged = guard.judge(unit.repeat(times), Locale.ENGLISH, steps);
        assertTrue(steps.taken() >= unit.length() * (long) times, () -> "every character was looked at: " + judged);
        return steps.taken();
    }

    /** Each of these is a shape that makes a naive reader start over again and again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                " ",
                "\n",
                ";",
                "a;",
                "&",
                "|",
                "a|",
                "'a' ",
                "\"a\" ",
                "\\",
                "\\\n",
                "$",
                "$a ",
                "${a} ",
                "$(a) ",
                "`a` ",
                "$((1)) ",
                "((1));",
                "$(( $((1)) )) ",
                "$((a) ) ",
                "{a,b} ",
                "{",
                "{a,b}",
                "{a,{b,c}}",
                "}",
                "[",
                "*",
                "a*",
                "~/",
                "a=1 ",
                "a=$a$a;",
                "x+=x;",
                "sudo ",
                "sudo -n ",
                "env ",
                "xargs ",
                "xargs -n ",
                "nice -n ",
                "find ",
                "-exec ",
                "-exec rm \\; ",
                "rm -r ",
                "/etc/../ ",
                "../",
                "./",
                "//",
                "<",
                ">",
                ">a ",
                "<<a\n",
                "<<a\na\n",
                "<<-a\n\ta\n",
                "<<<a ",
                "<(a) ",
                "2>&1 ",
                "#",
                "# a\n",
                "if ",
                "fi ",
                "if a; then b; fi;",
                "do ",
                "for a in b; do c; done;",
                "case a in b) c;; esac;",
                "a) ",
                ";;",
                "f() { a; };",
                "f(){ f|f& };",
                "[[ a ]] ",
                "a=(b) ",
                "@(a) ",
                "!",
                "eval a;",
                "sh -c a;",
                "echo a|sh;",
                "echo a|",
                "cat|",
                "tee|",
                "bash -c 'a';",
                "\u001b[",
                "\u001b]",
                "\u0007",
                "\u001b[31m",
                "\u200b",
                "ｒ",
                "169.254.",
                "169.254.169.254",
                "users\\a\\.ss",
                "users",
                "appdata hermes ",
                "psql a;",
                "psql 'drop ';",
                "psql '/*';",
                "psql '--';",
                "git -c ",
                "git push ",
                "docker -H ",
                "ssh -p ",
                "chmod -x ",
                "chmod +x a;",
                "kill -s ",
                "sed -i ",
                "cp a ",
                "-t a ",
                "python -c ",
                "perl -i ",
                "1",
                "1>",
                "$'\\x41' ",
                "${a:-",
                "${a:-b} ",
                "a[",
                "%",
                "?",
                "é",
                "\0"
            })
    void growsLinearly(String unit) {
        long small = steps(unit, 2_000);
        long large = steps(unit, 8_000);
        assertTrue(
                large <= small * 4.4, () -> "four times the text took " + (double) large / small + " times the steps");
    }

    /** A pile of openings is refused at a depth, not after the whole text was read again at every level. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(",
                "`",
                "(",
                "((",
                "$((",
                "${a:-",
                "\"$(",
                "{ ",
                "if ",
                "<(",
                "[[ ",
                "case a in a) ",
                "f() { ",
                "while ",
                "bash -c '",
                "eval \"",
                "sh -c \"$("
            })
    void nestingIsBounded(String opening) {
        long small = opened(opening, 2_000);
        long large = opened(opening, 8_000);
        assertTrue(
                large <= small * 4.4 + 1_000,
                () -> "four times the text took " + (double) large / small + " times the steps");
    }

    private long opened(String opening, int times) {
        Steps steps = new Steps();
        guard.judge(opening.repeat(times), Locale.ENGLISH, steps);
        return steps.taken();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a;",
                "'a' ",
                "$(a) ",
                "{a,b} ",
                "a|",
                "sudo ",
                "rm -rf x;",
                "<<a\n",
                "$((a) ) ",
                "/../",
                "find -exec a \\; "
            })
    void aMegabyteEndsQuickly(String unit) {
        String command = unit.repeat(ShellGuard.LONGEST / unit.length());
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            long start = THREADS.getCurrentThreadCpuTime();
            guard.judge(command);
            long took = THREADS.getCurrentThreadCpuTime() - start;
            assertTrue(took < Duration.ofSeconds(10).toNanos(), () -> "took " + Duration.ofNanos(took));
        });
    }

    @Test
    void aTextBeyondTheLimitNeverRuns() {
        assertInstanceOf(Assessment.Forbidden.class, guard.judge("a".repeat(ShellGuard.LONGEST + 1)));
    }

    @Test
    void aLongHarmlessHereDocumentIsAllowed() {
        String body = "it's a line with \"quotes\" and rm -rf / in it\n".repeat(5_000);
        assertEquals(new Assessment.Allowed(), guard.judge("cat > notes.txt <<'EOF'\n" + body + "EOF\n"));
    }

    @Test
    void whatHidesBehindAMegabyteIsFound() {
        String command = "echo " + "a ".repeat(400_000) + "; rm -rf /";
        assertInstanceOf(Assessment.Forbidden.class, guard.judge(command));
    }
}
