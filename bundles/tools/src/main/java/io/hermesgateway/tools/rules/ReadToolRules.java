package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.List;
import java.util.Map;

/** Options of harmless-looking tools that make them run a program. */
public final class ReadToolRules implements Rule {
    private record Option(String name, int shortest) {}

    private static final Map<String, List<Option>> OPTIONS = Map.of(
            "rg", List.of(new Option("--pre", 5), new Option("--hostname-bin", 14)),
            "sort", List.of(new Option("--compress-program", 6)),
            "ag", List.of(new Option("--pager", 7)),
            "man", List.of(new Option("--pager", 4), new Option("--html", 5)),
            "tar",
                    List.of(
                            new Option("--checkpoint-action", 14), new Option("--to-command", 6),
                            new Option("--use-compress-program", 6), new Option("--info-script", 6)));

    @Override
    public void check(Invocation run, Findings findings) {
        List<Option> options = OPTIONS.get(run.name());
        if (options == null) {
            return;
        }
        for (Word word : run.arguments()) {
            String text = word.bare();
            for (Option option : options) {
                if (Invocation.isLong(text, option.name(), option.shortest())) {
                    findings.ask(word.braced() ? Danger.READ_TOOL_DYNAMIC : Danger.READ_TOOL_PROGRAM);
                } else if (word.wild() && text.startsWith("--") && becomes(text, option.name())) {
                    findings.ask(Danger.READ_TOOL_DYNAMIC);
                }
            }
        }
        if (run.name().equals("man") && (run.flag('P') || run.flag('H'))) {
            findings.ask(Danger.READ_TOOL_PROGRAM);
        }
    }

    private static boolean becomes(String pattern, String option) {
        int equals = pattern.indexOf('=');
        return Glob.ignoringCase(equals < 0 ? pattern : pattern.substring(0, equals))
                .matches(option);
    }
}
