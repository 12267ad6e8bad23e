package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Commands that would end the gateway from inside one of its own turns. */
public final class SelfRules implements Rule {
    private static final Set<String> LAUNCHD_VERBS =
            Set.of("stop", "kickstart", "bootout", "unload", "kill", "disable", "remove");

    private final boolean mentionsHermes;

    /** The label of a launchd job may be built anywhere in the text, so the whole text is asked about the name. */
    public SelfRules(String wholeText) {
        mentionsHermes = wholeText.toLowerCase(Locale.ROOT).contains("hermes");
    }

    @Override
    public void check(Invocation run, Findings findings) {
        switch (run.name()) {
            case "pkill", "killall" -> killByName(run, findings);
            case "launchctl" -> launchd(run, findings);
            default -> gateway(run, findings);
        }
    }

    private static void killByName(Invocation run, Findings findings) {
        for (Word word : run.arguments()) {
            String text = word.text().toLowerCase(Locale.ROOT);
            if (text.contains("hermes") || text.contains("gateway") || text.contains("cli.py")) {
                findings.ask(Danger.KILL_GATEWAY);
            }
        }
    }

    private void launchd(Invocation run, Findings findings) {
        if (mentionsHermes && LAUNCHD_VERBS.contains(run.argument(0).toLowerCase(Locale.ROOT))) {
            findings.ask(Danger.LAUNCHD);
        }
    }

    private static void gateway(Invocation run, Findings findings) {
        boolean ours = run.name().contains("hermes");
        List<Word> words = run.arguments();
        boolean before = ours;
        for (int i = 0; i < words.size(); i++) {
            String text = words.get(i).text();
            if (before && text.equals("gateway") && i + 1 < words.size()) {
                lifecycle(words.get(i + 1).text(), run, findings);
            } else if (ours
                    && text.equals("update")
                    && words.subList(0, i).stream().allMatch(SelfRules::isOption)) {
                findings.ask(Danger.HERMES_UPDATE);
            }
            before |= text.contains("hermes");
        }
    }

    private static boolean isOption(Word word) {
        return word.text().startsWith("-");
    }

    private static void lifecycle(String verb, Invocation run, Findings findings) {
        boolean detached = run.background()
                || run.wrappers().contains("nohup")
                || run.wrappers().contains("setsid")
                || run.wrappers().contains("disown");
        if (verb.equals("stop") || verb.equals("restart")) {
            findings.ask(Danger.GATEWAY_STOP);
        } else if (verb.equals("run") && detached) {
            findings.ask(Danger.GATEWAY_OUTSIDE);
        }
    }
}
