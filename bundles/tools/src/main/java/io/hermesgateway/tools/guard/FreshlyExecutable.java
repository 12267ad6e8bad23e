package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Danger;
import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.rules.Invocation;
import io.hermesgateway.tools.rules.Places;
import io.hermesgateway.tools.shell.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files that the same text makes executable and then runs: nobody has seen what is in them. */
final class FreshlyExecutable {
    private final Places places;
    private final Set<String> files = new HashSet<>();
    private boolean unknownFile;

    FreshlyExecutable(Places places) {
        this.places = places;
    }

    void check(Invocation run, Word program, Findings findings) {
        if (run.name().equals("chmod")) {
            remember(run);
            return;
        }
        String path = program.text();
        boolean local = path.indexOf('/') >= 0;
        boolean runs = local && files.contains(places.resolve(path, run.cwd()));
        boolean shellRuns = Programs.SHELLS.contains(run.name())
                && run.operands().stream()
                        .limit(1)
                        .anyMatch(word -> files.contains(places.resolve(word.text(), run.cwd())));
        if (runs || shellRuns || (unknownFile && path.startsWith("./"))) {
            findings.ask(Danger.CHMOD_AND_RUN);
        }
    }

    private void remember(Invocation run) {
        List<Word> operands = run.operands();
        if (operands.isEmpty() || !addsExecution(operands.get(0).text())) {
            return;
        }
        for (Word word : operands.subList(1, operands.size())) {
            files.add(places.resolve(word.text(), run.cwd()));
            unknownFile |= word.unknown() || word.wild();
        }
    }

    private static boolean addsExecution(String mode) {
        boolean numeric = !mode.isEmpty() && mode.chars().allMatch(c -> c >= '0' && c <= '7');
        return numeric
                ? mode.chars().skip(Math.max(0, mode.length() - 3)).anyMatch(c -> (c - '0' & 1) != 0)
                : mode.indexOf('x') > 0 && mode.indexOf('-') < 0;
    }
}
