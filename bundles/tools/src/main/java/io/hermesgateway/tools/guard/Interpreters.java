package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.guard.Sources.Traits;
import io.hermesgateway.tools.rules.Danger;
import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.rules.Invocation;
import io.hermesgateway.tools.shell.Literals;
import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Shells and script interpreters: where their program comes from. */
final class Interpreters {
    private static final Set<String> SCRIPT = Set.of(
            "perl", "ruby", "node", "nodejs", "php", "lua", "luajit", "deno", "bun", "osascript", "rscript", "tclsh");

    private final Sources sources;

    Interpreters(Sources sources) {
        this.sources = sources;
    }

    /** Asks about what must be asked, and returns the shell texts among what would run. */
    List<Payload> check(Invocation run, Findings findings) {
        String name = run.name();
        if (Programs.SHELLS.contains(name)) {
            return shell(run, findings);
        }
        if (name.equals("at") || name.equals("batch")) {
            return standardInput(run, findings);
        }
        if (name.equals("eval") || name.equals("source") || name.equals(".")) {
            fetched(run.arguments(), findings);
        } else if (SCRIPT.contains(name) || isPython(name)) {
            script(run, findings);
        } else if (name.endsWith("awk")) {
            boolean runs = run.arguments().stream().anyMatch(word -> word.text().contains("system("));
            ask(runs, Danger.SCRIPT_FLAG, findings);
        }
        return List.of();
    }

    private static boolean isPython(String name) {
        return name.equals("python")
                || (name.startsWith("python") && Character.isDigit(name.charAt("python".length())))
                || name.equals("pypy")
                || name.equals("pypy3");
    }

    private static void ask(boolean found, Danger danger, Findings findings) {
        if (found) {
            findings.ask(danger);
        }
    }

    private List<Payload> shell(Invocation run, Findings findings) {
        List<Word> words = run.arguments();
        boolean command = false;
        for (int i = 0; i < words.size(); i++) {
            String text = words.get(i).bare();
            boolean option = text.length() > 1 && (text.charAt(0) == '-' || text.charAt(0) == '+');
            if (option && !text.startsWith("--")) {
                command |= text.charAt(0) == '-' && text.indexOf('c') > 0;
                i += text.endsWith("o") || text.endsWith("O") ? 1 : 0;
            } else if (text.equals("--rcfile") || text.equals("--init-file")) {
                i++;
            } else if (command && !text.equals("--")) {
                findings.ask(Danger.SHELL_COMMAND);
                fetched(List.of(words.get(i)), findings);
                return List.of(new Payload.Text(words.get(i).text(), false, true));
            } else if (!option) {
                fetched(List.of(words.get(i)), findings);
                return text.equals("-") || text.equals("/dev/stdin") ? standardInput(run, findings) : List.of();
            }
        }
        ask(command, Danger.SHELL_COMMAND, findings);
        return standardInput(run, findings);
    }

    /** The program is what the shell reads: a here-document, the pipeline, or a redirection. */
    private List<Payload> standardInput(Invocation run, Findings findings) {
        List<Payload> found = new ArrayList<>();
        for (Redirect redirect : run.redirects()) {
            if (redirect.kind() == Redirect.Kind.HERE_TEXT) {
                findings.ask(Danger.SHELL_HEREDOC);
                found.add(new Payload.Text(redirect.target().text(), false, true));
            }
            if (redirect.kind() != Redirect.Kind.WRITE) {
                fetched(List.of(redirect.target()), findings);
            }
        }
        piped(run, findings);
        String text = run.input().text();
        if (found.isEmpty() && text != null) {
            found.add(new Payload.Text(text, false, true));
        }
        return found;
    }

    private static void piped(Invocation run, Findings findings) {
        ask(run.input().remote(), Danger.PIPE_REMOTE, findings);
        Danger decoded = run.input().decoded();
        if (decoded != null) {
            findings.ask(decoded);
        }
    }

    private void fetched(List<Word> words, Findings findings) {
        Traits traits = sources.traits(words);
        boolean process = words.stream().anyMatch(word -> word.text().contains("<()"));
        ask(traits.fetches(), process ? Danger.REMOTE_PROCESS_SUBSTITUTION : Danger.REMOTE_SUBSTITUTION, findings);
        Danger decodes = traits.decodes();
        if (decodes != null) {
            findings.ask(decodes);
        }
    }

    private void script(Invocation run, Findings findings) {
        List<Word> words = run.arguments();
        for (int i = 0; i < words.size(); i++) {
            String text = words.get(i).bare();
            if (runsText(run.name(), text)) {
                findings.ask(Danger.SCRIPT_FLAG);
                return;
            }
            if (text.equals("-m") || (text.startsWith("-m") && isPython(run.name()))) {
                return;
            }
            boolean option = text.length() > 1 && text.startsWith("-");
            if (!option && !text.equals("-")) {
                fetched(List.of(words.get(i)), findings);
                return;
            }
            i += takesNext(run.name(), text) ? 1 : 0;
        }
        boolean here = Literals.hereText(run.redirects()) != null || run.input().text() != null;
        ask(here, Danger.SCRIPT_HEREDOC, findings);
        piped(run, findings);
    }

    private static boolean takesNext(String name, String option) {
        return isPython(name)
                ? option.equals("-W") || option.equals("-X")
                : Set.of("-I", "-r", "-C", "--require", "--import", "-d", "-l").contains(option);
    }

    private static boolean runsText(String name, String option) {
        if (name.equals("deno")) {
            return option.equals("eval");
        }
        if (option.startsWith("--")) {
            return Set.of("--eval", "--print", "--run").stream()
                    .anyMatch(flag -> option.equals(flag) || option.startsWith(flag + "="));
        }
        String letters = letters(name);
        for (int i = 1; Invocation.isCluster(option) && i < option.length(); i++) {
            char c = option.charAt(i);
            if (letters.indexOf(c) >= 0) {
                return true;
            }
            if (endsCluster(name).indexOf(c) >= 0) {
                return false;
            }
        }
        return false;
    }

    private static String letters(String name) {
        return switch (name) {
            case "perl" -> "eE";
            case "node", "nodejs", "bun" -> "ep";
            case "php" -> "rRBE";
            default -> isPython(name) ? "c" : "e";
        };
    }

    /** Flags that take the rest of their cluster as a value. */
    private static String endsCluster(String name) {
        return switch (name) {
            case "perl" -> "IMmiFDVx";
            case "ruby" -> "IrCEFTKx";
            default -> isPython(name) ? "mWXQ" : "rCdl";
        };
    }
}
