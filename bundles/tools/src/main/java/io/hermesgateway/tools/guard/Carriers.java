package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Danger;
import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.rules.Invocation;
import io.hermesgateway.tools.rules.WindowsRules;
import io.hermesgateway.tools.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** Programs whose arguments are programs: what they hand on is found here and judged like the rest. */
final class Carriers {
    private static final Set<String> SSH_VALUED = Set.of(
            "-p", "-i", "-l", "-o", "-F", "-J", "-L", "-R", "-D", "-b", "-c", "-E", "-e", "-I", "-m", "-O", "-Q", "-S",
            "-W", "-w");
    private static final Set<String> CONTAINER_FLAGS = Set.of(
            "-i",
            "-t",
            "-d",
            "-it",
            "-ti",
            "-itd",
            "--rm",
            "--interactive",
            "--tty",
            "--detach",
            "--init",
            "--privileged",
            "-P",
            "--read-only",
            "-q",
            "--quiet",
            "--no-healthcheck");

    private Carriers() {}

    static List<Payload> payloads(Invocation run, Findings findings) {
        return switch (run.name()) {
            case "eval" -> List.of(text(join(run.arguments(), 0)));
            case "trap" ->
                run.operands().size() > 1 ? List.of(text(run.operands().get(0).text())) : List.of();
            case "alias" -> aliases(run);
            case "env" -> split(run);
            case "su", "runuser", "flock", "script" -> command(run);
            case "watch", "parallel" -> List.of(text(join(run.arguments(), firstOperand(run))));
            case "find" -> executed(run);
            case "ssh" -> remote(run);
            case "docker", "podman", "nerdctl", "kubectl" -> contained(run);
            case "cmd" -> windowsCmd(run, findings);
            case "powershell", "pwsh" -> powershell(run, findings);
            case "git" -> git(run);
            case "man", "rg", "sort", "ag", "tar" -> optionPrograms(run);
            case "tmux", "screen" -> terminals(run);
            default -> List.of();
        };
    }

    private static Payload text(String text) {
        return new Payload.Text(text, false, true);
    }

    static String join(List<Word> words, int from) {
        StringJoiner joined = new StringJoiner(" ");
        for (int i = from; i < words.size(); i++) {
            joined.add(words.get(i).text());
        }
        return joined.toString();
    }

    private static int firstOperand(Invocation run) {
        int at = 0;
        while (run.argument(at).startsWith("-")) {
            at += Set.of("-n", "--interval", "-j", "--jobs").contains(run.argument(at)) ? 2 : 1;
        }
        return at;
    }

    private static List<Payload> aliases(Invocation run) {
        List<Payload> found = new ArrayList<>();
        for (Word word : run.arguments()) {
            int equals = word.text().indexOf('=');
            if (equals > 0) {
                found.add(new Payload.Text(word.text().substring(equals + 1), false, false));
            }
        }
        return found;
    }

    private static List<Payload> split(Invocation run) {
        List<Payload> found = new ArrayList<>();
        for (int i = 0; i < run.arguments().size(); i++) {
            String option = run.argument(i);
            String value = "";
            if (option.equals("-S") || option.equals("--split-string")) {
                value = join(run.arguments(), i + 1);
            } else if (option.startsWith("-S") || option.startsWith("--split-string=")) {
                value = option.substring(option.startsWith("-S") ? 2 : "--split-string=".length()) + " "
                        + join(run.arguments(), i + 1);
            }
            if (!value.isBlank()) {
                found.add(text("env " + value));
                break;
            }
        }
        return found;
    }

    private static List<Payload> command(Invocation run) {
        List<Payload> found = new ArrayList<>();
        List<Word> words = run.arguments();
        for (int i = 0; i + 1 < words.size(); i++) {
            String option = words.get(i).text();
            boolean takes = option.equals("--command") || (Invocation.isCluster(option) && option.endsWith("c"));
            if (takes) {
                found.add(text(words.get(i + 1).text()));
            }
        }
        return found;
    }

    private static List<Payload> executed(Invocation run) {
        List<Payload> found = new ArrayList<>();
        List<Word> words = run.arguments();
        int from = -1;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).bare();
            boolean ends = from >= 0 && (word.equals(";") || word.equals("+"));
            if (from < 0 && Set.of("-exec", "-execdir", "-ok", "-okdir").contains(word)) {
                from = i + 1;
            } else if (ends || (from >= 0 && i == words.size() - 1)) {
                found.add(new Payload.Words(words.subList(from, ends ? i : i + 1), "find", false));
                from = -1;
            }
        }
        return found;
    }

    private static List<Payload> remote(Invocation run) {
        int at = 0;
        while (run.argument(at).startsWith("-")) {
            at += SSH_VALUED.contains(run.argument(at)) ? 2 : 1;
        }
        String command = join(run.arguments(), at + 1);
        return command.isEmpty() ? List.of() : List.of(new Payload.Text(command, true, false));
    }

    private static List<Payload> contained(Invocation run) {
        int at = 0;
        while (at < run.arguments().size()
                && !run.argument(at).equals("exec")
                && !run.argument(at).equals("run")) {
            at++;
        }
        if (at == run.arguments().size()) {
            return List.of();
        }
        at++;
        while (run.argument(at).startsWith("-") && !run.argument(at).equals("--")) {
            boolean alone = CONTAINER_FLAGS.contains(run.argument(at))
                    || run.argument(at).indexOf('=') > 0;
            at += alone ? 1 : 2;
        }
        int program = at + 1;
        if (run.argument(program).equals("--")) {
            program++;
        }
        return program >= run.arguments().size()
                ? List.of()
                : List.of(new Payload.Words(
                        run.arguments().subList(program, run.arguments().size()), run.name(), true));
    }

    private static List<Payload> windowsCmd(Invocation run, Findings findings) {
        for (int i = 0; i < run.arguments().size(); i++) {
            String option = run.argument(i).toLowerCase(Locale.ROOT);
            if (option.equals("/c") || option.equals("/k")) {
                List<Word> payload =
                        run.arguments().subList(i + 1, run.arguments().size());
                WindowsRules.shellPayload(run, payload, findings);
                return List.of(new Payload.Text(join(payload, 0), false, false));
            }
        }
        return List.of();
    }

    private static List<Payload> powershell(Invocation run, Findings findings) {
        int at = 0;
        while (run.argument(at).startsWith("-")) {
            String option = run.argument(at).toLowerCase(Locale.ROOT);
            if (option.equals("-e") || option.equals("-ec") || option.startsWith("-enc")) {
                findings.ask(Danger.WINDOWS_ENCODED);
                return List.of();
            }
            if (option.startsWith("-f")) {
                return List.of();
            }
            boolean valued = Set.of(
                            "-executionpolicy", "-ep", "-ex", "-windowstyle", "-w", "-version", "-workingdirectory")
                    .contains(option);
            at += valued ? 2 : 1;
        }
        List<Word> payload = run.arguments()
                .subList(Math.min(at, run.arguments().size()), run.arguments().size());
        WindowsRules.shellPayload(run, payload, findings);
        return payload.isEmpty() ? List.of() : List.of(new Payload.Text(join(payload, 0), false, false));
    }

    private static List<Payload> git(Invocation run) {
        List<Payload> found = new ArrayList<>();
        List<Word> words = run.arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).text();
            String next = run.argument(i + 1);
            int alias = word.startsWith("alias.") ? word.indexOf("=!") : -1;
            if (alias > 0) {
                found.add(text(word.substring(alias + 2)));
            } else if (word.equals("foreach") && i > 0) {
                found.add(text(join(words, run.argument(i + 1).startsWith("-") ? i + 2 : i + 1)));
            } else if ((word.equals("-x") || word.equals("--exec")) && run.has("rebase")) {
                found.add(text(next));
            } else if (word.equals("run") && run.has("bisect")) {
                found.add(new Payload.Words(words.subList(i + 1, words.size()), "git", false));
                break;
            }
        }
        return found;
    }

    private static List<Payload> optionPrograms(Invocation run) {
        List<Payload> found = new ArrayList<>();
        for (Word word : run.arguments()) {
            String text = word.text();
            int equals = text.indexOf('=');
            if (text.startsWith("--") && equals > 0) {
                String value = text.substring(equals + 1);
                found.add(new Payload.Text(
                        value.startsWith("exec=") ? value.substring("exec=".length()) : value, false, false));
            }
        }
        return found;
    }

    private static List<Payload> terminals(Invocation run) {
        List<Payload> found = new ArrayList<>();
        for (Word word : run.arguments()) {
            if (word.text().indexOf(' ') > 0) {
                found.add(new Payload.Text(word.text(), false, false));
            }
        }
        return found;
    }
}
