package io.hermesgateway.tools.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.tool.Assessment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenyRulesTest {

    private static Assessment judge(String glob, String command) {
        return new ShellGuard("/home/ann", "/home/ann/.hermes", List.of(glob)).judge(command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "git push*|git push origin main",
                "git push*|GIT PUSH",
                "git push*|cd x && git push",
                "git push*|/usr/bin/git push",
                "git push*|sudo git push",
                "git push*|g''it p\\ush",
                "git push*|bash -c 'git push'",
                "git push*|echo $(git push)",
                "git push*|env A=1 git push",
                "sudo *|sudo ls",
                "*secret*|cat secret.txt",
                "*secret*|echo ok; cat my-SECRET",
                "/usr/bin/python3*|/usr/bin/python3 x.py",
                "python3*|/usr/bin/python3 x.py",
                "cat ~/.ssh/*|cat /home/ann/.ssh/id_rsa",
                "cat ~/.ssh/*|cat ~/.ssh/id_rsa",
                "cat ~/.ssh/*|cat $HOME/.ssh/id_rsa",
                "cat /home/ann/.ssh/*|cat ~/.ssh/id_rsa",
                "rm ?.txt|rm a.txt",
                "rm [ab].txt|rm b.txt",
                "rm [!ab].txt|rm c.txt",
                "npm publish|npm publish",
                "npm publish*|xargs npm publish"
            })
    void forbidsWhatTheOperatorForbids(String glob, String command) {
        Assessment.Forbidden forbidden = assertInstanceOf(Assessment.Forbidden.class, judge(glob, command), command);
        assertTrue(forbidden.why().contains(glob), forbidden.why());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "git push*|git pull",
                "git push|git push origin",
                "python3*|mypython3 x",
                "rm ?.txt|rm ab.txt",
                "rm [!ab].txt|rm a.txt",
                "rm x[|rm xy",
                "|ls"
            })
    void leavesEverythingElseAlone(String glob, String command) {
        assertEquals(new Assessment.Allowed(), judge(glob == null ? "" : glob, command), command);
    }

    @Test
    void anUnreadableCommandIsStillForbiddenWithoutAnyPattern() {
        assertInstanceOf(Assessment.Forbidden.class, judge("x", "echo 'open"));
    }
}
