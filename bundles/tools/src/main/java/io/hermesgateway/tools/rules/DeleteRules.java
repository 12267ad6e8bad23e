package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code rm} and {@code find}. */
public final class DeleteRules implements Rule {
    private static final List<Glob> DYNAMIC_FIND = List.of(
            Glob.ignoringCase("-del*"),
            Glob.ignoringCase("-exec*"),
            Glob.ignoringCase("-d[e]*"),
            Glob.ignoringCase("-e[x]*"));

    private final Places places;

    public DeleteRules(Places places) {
        this.places = places;
    }

    @Override
    public void check(Invocation run, Findings findings) {
        switch (run.name()) {
            case "rm" -> remove(run, findings);
            case "find" -> find(run, findings);
            default -> {}
        }
    }

    private void remove(Invocation run, Findings findings) {
        boolean recursive = run.flag('r') || run.flag('R') || run.longFlag("--recursive", 3);
        boolean absolute = false;
        for (Word operand : run.operands()) {
            Hardline line = places.deletion(operand, run.cwd(), recursive);
            if (line != null) {
                findings.forbid(line);
            }
            String path = operand.text();
            absolute |= path.startsWith("/") && !places.underHome(places.resolve(path, null));
        }
        Danger danger = danger(run, recursive, absolute);
        if (danger != null) {
            findings.ask(danger);
        }
    }

    private static @Nullable Danger danger(Invocation run, boolean recursive, boolean absolute) {
        if (run.wrappers().contains("xargs")) {
            return Danger.XARGS_RM;
        }
        if (run.wrappers().contains("find")) {
            return Danger.FIND_EXEC_RM;
        }
        if (absolute) {
            return Danger.DELETE_ABSOLUTE;
        }
        if (!recursive) {
            return null;
        }
        if (!run.argument(0).startsWith("-")) {
            return Danger.DELETE_RECURSIVE_LATE;
        }
        return run.flag('r') || run.flag('R') ? Danger.DELETE_RECURSIVE : Danger.DELETE_RECURSIVE_LONG;
    }

    private static void find(Invocation run, Findings findings) {
        for (Word word : run.arguments()) {
            String text = word.bare();
            boolean deletes = text.equals("-delete");
            boolean executes = text.equals("-exec") || text.equals("-execdir");
            if (word.braced() && (deletes || executes)) {
                findings.ask(Danger.FIND_DYNAMIC);
            } else if (deletes) {
                findings.ask(Danger.FIND_DELETE);
            } else if (word.wild() && text.startsWith("-") && dynamic(text)) {
                findings.ask(Danger.FIND_DYNAMIC);
            }
        }
    }

    /** Whether a pattern such as {@code -del*} or {@code -e?ec} could become a flag that deletes or runs. */
    private static boolean dynamic(String text) {
        Glob glob = Glob.ignoringCase(text);
        boolean becomes = glob.matches("-delete") || glob.matches("-exec") || glob.matches("-execdir");
        return becomes || DYNAMIC_FIND.stream().anyMatch(flag -> flag.matches(text));
    }
}
