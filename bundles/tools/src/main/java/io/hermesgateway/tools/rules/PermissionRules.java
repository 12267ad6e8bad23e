package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.Locale;

/** Permissions, owners, and sudo's own flags. */
public final class PermissionRules implements Rule {
    @Override
    public void check(Invocation run, Findings findings) {
        switch (run.name()) {
            case "chmod" -> mode(run, findings);
            case "chown" -> owner(run, findings);
            default -> {}
        }
    }

    private static void mode(Invocation run, Findings findings) {
        for (Word word : run.arguments()) {
            if (opensToOthers(word.text())) {
                boolean longRecursive = run.longFlag("--recursive", 3);
                findings.ask(longRecursive ? Danger.WORLD_WRITABLE_RECURSIVE : Danger.WORLD_WRITABLE);
                return;
            }
            if (!word.text().startsWith("-")) {
                return;
            }
        }
    }

    static boolean opensToOthers(String mode) {
        if (mode.isEmpty()) {
            return false;
        }
        if (mode.chars().allMatch(c -> c >= '0' && c <= '7')) {
            return (mode.charAt(mode.length() - 1) - '0' & 2) != 0;
        }
        for (String clause : mode.split(",")) {
            int operator = operator(clause);
            if (operator > 0) {
                String who = clause.substring(0, operator);
                boolean others = who.indexOf('o') >= 0 || who.indexOf('a') >= 0;
                if (others && clause.charAt(operator) != '-' && clause.indexOf('w', operator) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int operator(String clause) {
        int i = 0;
        while (i < clause.length() && "ugoa".indexOf(clause.charAt(i)) >= 0) {
            i++;
        }
        return i < clause.length() && "+=-".indexOf(clause.charAt(i)) >= 0 ? i : -1;
    }

    private static void owner(Invocation run, Findings findings) {
        boolean longFlag = run.longFlag("--recursive", 5);
        if (!longFlag && !run.flag('R')) {
            return;
        }
        for (Word word : run.operands()) {
            String owner = word.text().toLowerCase(Locale.ROOT);
            if (owner.equals("root")
                    || owner.equals("0")
                    || owner.startsWith("root:")
                    || owner.startsWith("0:")
                    || owner.startsWith("root.")) {
                findings.ask(longFlag ? Danger.CHOWN_ROOT_LONG : Danger.CHOWN_ROOT);
            }
            return;
        }
    }

    /** Looks at one of sudo's own options, which are taken off with sudo before any rule sees the command. */
    public static void sudoOption(String option, Findings findings) {
        if (option.startsWith("--")) {
            boolean asks = Invocation.isLong(option, "--stdin", 4)
                    || Invocation.isLong(option, "--askpass", 3)
                    || Invocation.isLong(option, "--shell", 4)
                    || Invocation.isLong(option, "--list", 4)
                    || Invocation.isLong(option, "--login", 4);
            if (asks) {
                findings.ask(Danger.SUDO_FLAG);
            }
            return;
        }
        boolean asks = option.chars().skip(1).anyMatch(c -> "sSaAlLi".indexOf(c) >= 0);
        if (asks) {
            findings.ask(option.length() == 2 ? Danger.SUDO_FLAG : Danger.SUDO_COMBINED);
        }
    }
}
