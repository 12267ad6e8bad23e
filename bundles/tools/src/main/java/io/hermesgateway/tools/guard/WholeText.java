package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Danger;
import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.shell.Steps;
import java.util.Locale;

/** What counts wherever it stands in the text: addresses and paths that have no other use. */
final class WholeText {
    private static final String[] ADDRESSES = {"169.254.169.254", "100.100.100.200"};

    private WholeText() {}

    static void check(String text, Findings findings, Steps steps) {
        String lower = text.toLowerCase(Locale.ROOT);
        steps.take(8L * text.length());
        for (String address : ADDRESSES) {
            if (standsAlone(lower, address, ".")) {
                findings.ask(Danger.CLOUD_METADATA);
            }
        }
        if (standsAlone(lower, "metadata.google.internal", ".-_") || lower.contains("fd00:ec2::254")) {
            findings.ask(Danger.CLOUD_METADATA);
        }
        windowsPaths(lower.replace("\\\\", "\\"), findings);
    }

    private static boolean standsAlone(String text, String wanted, String joins) {
        int at = text.indexOf(wanted);
        while (at >= 0) {
            int after = at + wanted.length();
            boolean before = at > 0 && continues(text.charAt(at - 1), joins);
            boolean behind = after < text.length()
                    && continues(text.charAt(after), joins)
                    && !(text.charAt(after) == '.' && !digitOrLetter(text, after + 1));
            if (!before && !behind) {
                return true;
            }
            at = text.indexOf(wanted, after);
        }
        return false;
    }

    private static boolean continues(char c, String joins) {
        return Character.isLetterOrDigit(c) || joins.indexOf(c) >= 0;
    }

    private static boolean digitOrLetter(String text, int at) {
        return at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    /** {@code C:\Users\NAME\.ssh} and {@code %APPDATA%\hermes\.env}, which the shell's own reading would garble. */
    private static void windowsPaths(String text, Findings findings) {
        int users = text.indexOf("users");
        while (users >= 0) {
            int name = users + "users".length();
            int end = separatorAfter(text, name + 1);
            boolean windows = drive(text, users) || isBackslash(text, name);
            if (windows && isSeparator(text, name) && end > 0 && text.startsWith(".ssh", end + 1)) {
                findings.ask(Danger.WINDOWS_SSH_KEYS);
            }
            users = text.indexOf("users", name);
        }
        int appdata = text.indexOf("appdata");
        int hermes = appdata < 0 ? -1 : text.indexOf("hermes", appdata);
        if (hermes > 0 && hermes - appdata < 24 && text.indexOf(".env", hermes) > 0) {
            findings.ask(Danger.WINDOWS_HERMES_SECRETS);
        }
    }

    private static boolean drive(String text, int users) {
        return users > 2 && text.charAt(users - 2) == ':' && isSeparator(text, users - 1);
    }

    private static boolean isBackslash(String text, int at) {
        return at < text.length() && text.charAt(at) == '\\';
    }

    private static boolean isSeparator(String text, int at) {
        return at < text.length() && (text.charAt(at) == '\\' || text.charAt(at) == '/');
    }

    private static int separatorAfter(String text, int from) {
        for (int i = from; i < Math.min(text.length(), from + 128); i++) {
            if (isSeparator(text, i)) {
                return i;
            }
            if (Character.isWhitespace(text.charAt(i))) {
                return -1;
            }
        }
        return -1;
    }
}
