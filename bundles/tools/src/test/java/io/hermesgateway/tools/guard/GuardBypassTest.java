package io.hermesgateway.tools.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.spi.tool.Assessment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings that a shell understands and a pattern does not. */
class GuardBypassTest {
    private final ShellGuard guard = new ShellGuard("/home/ann", "/home/ann/.hermes", List.of());

    private String verdict(String command) {
        Assessment judged = guard.judge(command);
        return judged.fold(allowed -> "allowed", ask -> "ask", forbidden -> "forbidden");
    }

    private void forbids(String command) {
        assertEquals("forbidden", verdict(command), command);
    }

    private void asks(String command) {
        assertEquals("ask", verdict(command), command);
    }

    private void allows(String command) {
        assertEquals("allowed", verdict(command), command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r\u001b[31mm -rf /",
                "rm -rf \u001b[0m/",
                "\u001b]0;title\u0007rm -rf /",
                "rm\u001b[K -rf /",
                "echo \u001b]; rm -rf / \u0007",
                "\u009b31mrm -rf /"
            })
    void seesThroughTerminalSequences(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r\0m -rf /", "rm\0 -rf /", "rm -r\0f /", "r\u200bm -rf /", "rm -rf /\u200b"})
    void seesThroughNulAndInvisibleCharacters(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ｒｍ -rf /", "rm －rf /", "rm -rf ／", "reboot； ｒｅｂｏｏｔ", "ｓｕｄｏ reboot", "rm\u00a0-rf\u00a0/"})
    void seesThroughFullWidthCharacters(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf \\\n/",
                "r\\\nm -rf /",
                "rm \\\r\n-rf /",
                "reb\\\noot",
                "rm -r\\\nf /",
                "rm -rf \"/\\\n\""
            })
    void joinsContinuedLines(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"r\\m -rf /", "\\rm -rf /", "rm -r\\f /", "rm -rf \\/", "\\r\\e\\b\\o\\o\\t", "su\\do reboot"})
    void dropsEscapes(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r''m -rf /", "r\"\"m -rf /", "rm -\"\"rf /", "'rm' -rf /", "\"rm\" \"-rf\" \"/\"", "r'm' -rf /",
                "rm -r'f' /", "$'rm' -rf /", "$'\\x72\\x6d' -rf /", "$'\\162m' -rf /", "rm -rf $'/'", "$\"rm\" -rf /"
            })
    void joinsQuotedPieces(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm${IFS}-rf${IFS}/",
                "rm$IFS-rf$IFS/",
                "rm${IFS:0:1}-rf${IFS:0:1}/",
                "rm${IFS%?}-rf /",
                "{rm,-rf,/}",
                "rm -{r,f} /",
                "sudo${IFS}reboot"
            })
    void splitsWhereTheShellSplits(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf /home/ann",
                "rm -rf /home//ann",
                "rm -rf /home/ann/../ann",
                "rm -rf ~",
                "rm -rf $HOME",
                "rm -rf ${HOME:-/x}",
                "rm -rf \"${HOME}\"",
                "cd /home && rm -rf ann",
                "HOME=/; rm -rf $HOME"
            })
    void knowsTheHomeInEverySpelling(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x > /home/ann/.hermes/.env",
                "echo x > ~/.hermes/.env",
                "echo x > $HERMES_HOME/.env",
                "echo x > ${HERMES_HOME}/config.yaml",
                "echo x > $HOME/.hermes/config.yaml",
                "cd ~/.hermes; echo x > config.yaml"
            })
    void knowsTheGatewaysHomeInEverySpelling(String command) {
        asks(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=rm; $a -rf /",
                "a=rm b=-rf; $a $b /",
                "a=\"rm -rf /\"; $a",
                "x=/; rm -rf $x",
                "a=(rm -rf /); ${a[@]}",
                "export D=/etc; rm -rf \"$D\"",
                "for d in /etc; do rm -rf $d; done",
                "${x:-rm} -rf /",
                "r$@m -rf /",
                "r${nothing}m -rf /",
                "$(echo rm) -rf /",
                "`echo rm` -rf /",
                "$(printf '%s' rm) -rf /",
                "rm -rf $(echo /)",
                "$(printf '\\162\\155') -rf /",
                "a=xrm; ${a:1} -rf /",
                "set -- rm -rf /; \"$@\"",
                "set -- /; rm -rf $1",
                "rm -rf ~ann",
                "declare x=/; rm -rf $x"
            })
    void followsValuesThatStandInTheText(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo a; reboot",
                "echo a&reboot",
                "echo a&&reboot",
                "echo a||reboot",
                "echo a|reboot",
                "echo a\nreboot",
                "echo a;reboot;echo b",
                "(reboot)",
                "{ reboot; }",
                "echo $(reboot)",
                "echo `reboot`",
                "echo \"$(reboot)\"",
                "echo \"`reboot`\"",
                "echo ${x:-$(reboot)}",
                "echo \"${x:-`reboot`}\"",
                "cat <<E\n$(reboot)\nE",
                "cat <<E\n`reboot`\nE",
                "echo $((1 + $(reboot)))",
                "echo $((echo x; reboot) )",
                "((reboot))",
                "[[ a == $(reboot) ]]",
                "case $(reboot) in esac",
                "case a in $(reboot)) ;; esac",
                "for i in $(reboot); do :; done",
                "a[$(reboot)]=1",
                "cat < $(reboot)",
                "diff <(reboot) x",
                "cat \"f\\\"n.txt\"; reboot",
                "cat <<'E'\n'\nE\nreboot",
                "cat <<E\\\nF\nx\nEF\nreboot",
                "cat <<EOF\nx\nE\\\nOF\nreboot\nEOF\n: $(reboot)",
                "echo \\\\; reboot",
                "echo 'a'\\''b'; reboot",
                "echo a # c\nreboot",
                "echo a#b; reboot",
                "function f { reboot; }",
                "if reboot; then :; fi",
                "echo $((1));reboot",
                "x=1;reboot",
                "echo {a,b};reboot",
                "echo ok)reboot"
            })
    void findsEveryPlaceWhereACommandBegins(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'a; reboot'",
                "echo \"a && reboot\"",
                "echo a\\;reboot",
                "echo 'a\nreboot'",
                "echo \"a\nreboot\"",
                "git commit -m 'x\n\nsudo reboot'",
                "echo \\$\\(reboot\\)",
                "cat <<'E'\n$(reboot)\nE",
                "grep '(safe|rm -rf /)' f",
                "echo '>/dev/sda'",
                "echo \"> /dev/sda\"",
                "git commit -m ':(){ :|:& };:'",
                "echo ':(){ :|:& };:'",
                "echo a#reboot"
            })
    void quotedProseIsNoCommand(String command) {
        allows(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh -c 'reboot'",
                "bash -c \"rm -rf /\"",
                "bash -lc 'cd /; rm -rf /'",
                "eval 'reboot'",
                "eval rm -rf /",
                "eval \"eval 'reboot'\"",
                "bash -c 'bash -c \"reboot\"'",
                "bash -c 'cat x > /dev/sda'",
                "sh -c ':(){ :|:& };:'",
                "bash <<E\nreboot\nE",
                "bash <<'E'\nrm -rf /\nE",
                "cat <<E | sh\nreboot\nE",
                "echo reboot | sh",
                "echo 'rm -rf /' | sudo bash",
                "printf 'rm -rf /\\n' | bash",
                "printf '\\x72\\x6d -rf /' | sh",
                "bash <<< reboot",
                "echo cmVib290 | base64 -d | sh",
                "su -c reboot",
                "su root -c 'rm -rf /'",
                "env -S 'rm -rf /'",
                "env -S'rm -rf /'",
                "xargs sh -c 'reboot'",
                "find . -exec sh -c 'rm -rf /' \\;",
                "trap 'reboot' EXIT",
                "flock x -c reboot",
                "watch 'rm -rf /'",
                "parallel 'rm -rf /' ::: 1",
                "script -c reboot",
                "git -c alias.x='!reboot' x",
                "git submodule foreach 'rm -rf /'",
                "git rebase -x reboot",
                "bash -c $'reb\\x6fot'",
                "zsh -c reboot",
                "dash -c reboot",
                "man --pager=reboot x",
                "sort --compress-program=reboot x",
                "tmux new -d 'rm -rf /'",
                "at now <<< reboot",
                "echo reboot | at now",
                "(echo reboot) | sh",
                "powershell -Command Restart-Computer",
                "cmd /c shutdown",
                "echo reboot | cat | tee x | bash",
                "echo 'toober' | rev | bash",
                "bash -s <<< reboot",
                "bash -o errexit -c reboot",
                "eval \"$(cat <<E\nreboot\nE\n)\"",
                "$(cat <<E\nreboot\nE\n)",
                "alias r=reboot",
                "printf 'rm -rf /' > x.sh; bash x.sh",
                "cat > x.sh <<E\nreboot\nE\nsh x.sh",
                "cat > x.sh <<'E'\n#!/bin/bash\nrm -rf /\nE\n./x.sh",
                "echo reboot | tee x.sh; . ./x.sh",
                "echo a > x.sh; echo reboot >> x.sh; source x.sh",
                "cd /tmp; echo reboot > x; bash /tmp/x"
            })
    void readsWhatAShellIsHanded(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sudo reboot",
                "sudo -u root reboot",
                "sudo -nu root reboot",
                "sudo --user root reboot",
                "sudo --user=root reboot",
                "sudo A=1 reboot",
                "env A=1 B=2 reboot",
                "env -i reboot",
                "env -u X reboot",
                "env -- reboot",
                "exec -a x reboot",
                "nohup reboot",
                "setsid reboot",
                "setsid -f reboot",
                "time reboot",
                "time -p reboot",
                "nice reboot",
                "nice -n 5 reboot",
                "nice -5 reboot",
                "ionice -c 2 -n 1 reboot",
                "stdbuf -oL reboot",
                "stdbuf -o L reboot",
                "command reboot",
                "command -p reboot",
                "builtin exec reboot",
                "busybox reboot",
                "toybox reboot",
                "xargs reboot",
                "xargs -n 1 -P 2 reboot",
                "xargs -I {} reboot {}",
                "timeout 5 reboot",
                "timeout -s KILL 5 reboot",
                "chrt 1 reboot",
                "chrt -f 1 reboot",
                "taskset 1 reboot",
                "taskset -c 0 reboot",
                "sudo env nice nohup setsid time stdbuf -oL command busybox reboot",
                "doas reboot",
                "chroot / reboot",
                "unshare -r reboot",
                "strace -f reboot",
                "strace -o x reboot",
                "flock x reboot",
                "systemd-run reboot",
                "nsenter -t 1 -m reboot",
                "/usr/bin/env reboot",
                "/usr/bin/sudo /sbin/reboot",
                "SUDO reboot",
                "A=1 sudo B=2 reboot",
                "caffeinate reboot",
                "runuser -u root -- reboot",
                "gosu root reboot"
            })
    void takesOffWrappers(String command) {
        forbids(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command -v reboot",
                "command -V reboot",
                "command -pv reboot",
                "ionice -p 12",
                "taskset -cp 0 12",
                "chrt -p 12",
                "type reboot",
                "which reboot"
            })
    void queryOptionsRunNothing(String command) {
        allows(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/bin/r? -rf x", "/???/rm -rf x", "/bin/[r]m -rf x", "$UNKNOWN -rf /", "$(get tool) -rf /etc"})
    void asksWhenANameIsOnlyKnownWhenItRuns(String command) {
        asks(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"git branch -d x", "sudo -E ls", "git push -u origin x", "docker run -h x y"})
    void keepsTheCaseOfFlags(String command) {
        allows(command);
    }
}
