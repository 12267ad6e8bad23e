package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.shell.Steps;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ways in which a command text may be meant: as the shell gets it, without terminal escape sequences, and with
 * look-alike characters replaced. The shell's own reading comes first and is the only one that must be readable;
 * judging the others as well means that nothing hides in what a screen would not show.
 */
final class TextForms {
    private TextForms() {}

    static Set<String> of(String command, Steps steps) {
        steps.take(command.length());
        Set<String> forms = new LinkedHashSet<>();
        String raw = command.replace("\0", "");
        forms.add(raw);
        String plain = withoutEscapes(raw, steps);
        forms.add(plain);
        forms.add(Normalizer.normalize(plain, Normalizer.Form.NFKC).replace("\0", ""));
        return forms;
    }

    /** Takes out ANSI control sequences (ESC [ …, ESC ] … BEL) and invisible characters. */
    static String withoutEscapes(String text, Steps steps) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\u001b' || c == '\u009b') {
                at = afterSequence(text, at);
            } else {
                if (!invisible(c)) {
                    out.append(c);
                }
                at++;
            }
        }
        steps.take(text.length());
        return out.toString();
    }

    private static boolean invisible(char c) {
        boolean control = c < ' ' && c != '\n' && c != '\t' && c != '\r';
        return control || c == '\u007f' || Character.getType(c) == Character.FORMAT;
    }

    private static int afterSequence(String text, int from) {
        boolean single = text.charAt(from) == '\u009b';
        int at = from + 1;
        if (!single && at < text.length() && text.charAt(at) == ']') {
            return afterTitle(text, at + 1);
        }
        if (!single && (at >= text.length() || text.charAt(at) != '[')) {
            return Math.min(text.length(), at + 1);
        }
        at += single ? 0 : 1;
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '?') {
            at++;
        }
        return Math.min(text.length(), at + 1);
    }

    private static int afterTitle(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\u0007' && text.charAt(at) != '\u001b') {
            at++;
        }
        return Math.min(text.length(), at + 1);
    }
}
