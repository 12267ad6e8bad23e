package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The commands of Windows, reachable from any shell on a Windows machine. */
public final class WindowsRules implements Rule {
    private static final Set<String> DELETES = Set.of("del", "erase", "rd", "rmdir");
    private static final Set<String> EVERYONE = Set.of("everyone", "todos", "jeder", "tout", "*s-1-1-0");
    private static final Set<String> FETCHES =
            Set.of("iwr", "invoke-webrequest", "invoke-restmethod", "irm", "curl", "wget");

    @Override
    public void check(Invocation run, Findings findings) {
        switch (run.name()) {
            case "del", "erase", "rd", "rmdir" -> askIf(switches(run, "sq"), Danger.WINDOWS_DELETE, findings);
            case "remove-item", "ri" ->
                askIf(power(run, "-recurse", 2) || power(run, "-force", 3), Danger.WINDOWS_REMOVE_ITEM, findings);
            case "taskkill" -> askIf(run.has("/f"), Danger.WINDOWS_TASKKILL, findings);
            case "stop-process", "spps" -> askIf(power(run, "-force", 3), Danger.WINDOWS_STOP_PROCESS, findings);
            case "stop-service", "spsv" -> askIf(power(run, "-force", 3), Danger.WINDOWS_STOP_SERVICE, findings);
            case "remove-itemproperty", "rp" -> askIf(power(run, "-force", 3), Danger.WINDOWS_REGISTRY_VALUE, findings);
            case "format-volume" -> findings.ask(Danger.WINDOWS_FORMAT_VOLUME);
            case "clear-disk" -> findings.ask(Danger.WINDOWS_CLEAR_DISK);
            case "diskpart" -> findings.ask(Danger.WINDOWS_DISKPART);
            case "format" -> askIf(drive(run), Danger.WINDOWS_FORMAT, findings);
            case "cipher" -> askIf(starts(run, "/w"), Danger.WINDOWS_CIPHER, findings);
            case "icacls" -> icacls(run, findings);
            case "vssadmin" -> askIf(run.has("delete") && run.has("shadows"), Danger.WINDOWS_SHADOWS, findings);
            case "wbadmin" -> askIf(run.has("delete"), Danger.WINDOWS_BACKUPS, findings);
            case "bcdedit" -> askIf(run.has("/set"), Danger.WINDOWS_BOOT, findings);
            case "reg" -> askIf(run.argument(0).equalsIgnoreCase("delete"), Danger.WINDOWS_REGISTRY, findings);
            case "sc" ->
                askIf(
                        Set.of("stop", "delete").contains(run.argument(0).toLowerCase(Locale.ROOT)),
                        Danger.WINDOWS_SC,
                        findings);
            case "iex", "invoke-expression" -> expression(run, findings);
            default -> {}
        }
    }

    /** Looks at what {@code cmd /c} or PowerShell would run, whose first words are given. */
    public static void shellPayload(Invocation shell, List<Word> payload, Findings findings) {
        boolean cmd = shell.name().equals("cmd");
        for (Word word : payload) {
            String first = word.text().strip();
            int end = 0;
            while (end < first.length() && (Character.isLetter(first.charAt(end)) || first.charAt(end) == '-')) {
                end++;
            }
            String verb = first.substring(0, end).toLowerCase(Locale.ROOT);
            if (cmd && DELETES.contains(verb)) {
                findings.ask(Danger.WINDOWS_CMD_DELETE);
            } else if (!cmd
                    && (DELETES.contains(verb)
                            || Set.of("remove-item", "ri", "rm").contains(verb))) {
                findings.ask(Danger.WINDOWS_POWERSHELL_DELETE);
            }
            if (!cmd) {
                return;
            }
        }
    }

    private static void askIf(boolean found, Danger danger, Findings findings) {
        if (found) {
            findings.ask(danger);
        }
    }

    private static boolean switches(Invocation run, String letters) {
        for (Word word : run.arguments()) {
            String text = word.text().toLowerCase(Locale.ROOT);
            if (text.length() >= 2
                    && text.charAt(0) == '/'
                    && letters.indexOf(text.charAt(1)) >= 0
                    && shortSwitch(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean shortSwitch(String text) {
        return text.length() == 2 || text.charAt(2) == '/';
    }

    /** PowerShell understands every prefix of a parameter's name that is long enough to be the only one. */
    private static boolean power(Invocation run, String parameter, int shortest) {
        return run.arguments().stream()
                .map(word -> word.text().toLowerCase(Locale.ROOT))
                .anyMatch(text -> text.length() >= shortest && parameter.startsWith(text));
    }

    private static boolean starts(Invocation run, String prefix) {
        return run.arguments().stream()
                .anyMatch(word -> word.text().toLowerCase(Locale.ROOT).startsWith(prefix));
    }

    private static boolean drive(Invocation run) {
        return run.arguments().stream()
                .anyMatch(word -> word.text().length() >= 2
                        && Character.isLetter(word.text().charAt(0))
                        && word.text().charAt(1) == ':');
    }

    private static void icacls(Invocation run, Findings findings) {
        askIf(run.has("/reset"), Danger.WINDOWS_RESET_ACL, findings);
        boolean everyone = run.arguments().stream()
                .map(word -> word.text().toLowerCase(Locale.ROOT))
                .anyMatch(text -> EVERYONE.contains(text.split("[: ]", 2)[0]));
        askIf(everyone && starts(run, "/grant"), Danger.WINDOWS_GRANT_EVERYONE, findings);
    }

    private static void expression(Invocation run, Findings findings) {
        if (run.input().remote()) {
            findings.ask(Danger.WINDOWS_PIPE_IEX);
        }
        for (Word word : run.arguments()) {
            String text = word.text().toLowerCase(Locale.ROOT);
            boolean web = text.contains("downloadstring");
            int space = text.indexOf(' ');
            String verb = (space < 0 ? text : text.substring(0, space)).replace("(", "");
            if (web || FETCHES.contains(verb)) {
                findings.ask(Danger.WINDOWS_IEX);
            }
        }
    }
}
