package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.List;

/** Git commands that lose work. */
public final class GitRules implements Rule {
    @Override
    public void check(Invocation run, Findings findings) {
        if (!run.name().equals("git")) {
            return;
        }
        int verb = 0;
        while (run.argument(verb).startsWith("-")) {
            verb += takesNext(run.argument(verb)) ? 2 : 1;
        }
        if (verb >= run.arguments().size()) {
            return;
        }
        List<Word> rest = run.arguments().subList(verb + 1, run.arguments().size());
        Invocation sub = new Invocation(
                run.argument(verb), rest, List.of(), List.of(), run.wrappers(), false, run.input(), run.cwd());
        switch (sub.name()) {
            case "reset" -> ask(hard(sub), Danger.GIT_RESET_HARD, findings);
            case "push" -> push(sub, findings);
            case "clean" -> ask(sub.flag('f') || sub.longFlag("--force", 4), Danger.GIT_CLEAN, findings);
            case "branch" -> branch(sub, findings);
            default -> {}
        }
    }

    private static boolean takesNext(String option) {
        return switch (option) {
            case "-C",
                    "-c",
                    "--git-dir",
                    "--work-tree",
                    "--namespace",
                    "--exec-path",
                    "--super-prefix",
                    "--config-env" -> true;
            default -> false;
        };
    }

    private static void ask(boolean found, Danger danger, Findings findings) {
        if (found) {
            findings.ask(danger);
        }
    }

    /** Every prefix of {@code --hard} is understood; {@code --help} is no prefix of it beyond {@code --h}. */
    private static boolean hard(Invocation sub) {
        return sub.longFlag("--hard", 3);
    }

    private static void push(Invocation sub, Findings findings) {
        boolean spelledOut = sub.arguments().stream()
                .anyMatch(
                        word -> word.text().startsWith("--forc") || word.text().equals("--mirror"));
        if (spelledOut) {
            findings.ask(Danger.GIT_FORCE_PUSH);
            return;
        }
        boolean plus = sub.operands().stream().anyMatch(word -> word.text().startsWith("+"));
        ask(sub.flag('f') || plus, Danger.GIT_FORCE_PUSH_SHORT, findings);
    }

    private static void branch(Invocation sub, Findings findings) {
        boolean force = sub.flag('f') || sub.longFlag("--force", 4);
        boolean delete = sub.flag('d') || sub.longFlag("--delete", 4);
        if (sub.flag('D')) {
            findings.ask(Danger.GIT_BRANCH_DELETE);
        } else {
            ask(force && delete, Danger.GIT_BRANCH_DELETE_LONG, findings);
        }
    }
}
