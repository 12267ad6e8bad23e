package io.hermesgateway.tools.shell;

import org.jspecify.annotations.Nullable;

/** The shell's idea of a variable name and of an assignment. */
final class Names {
    private Names() {}

    static boolean startsName(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean continuesName(char c) {
        return startsName(c) || (c >= '0' && c <= '9');
    }

    /** The name on the left of an assignment word, or null when the text is not an assignment. */
    static @Nullable String assignedName(CharSequence text) {
        int i = 0;
        while (i < text.length() && (i == 0 ? startsName(text.charAt(i)) : continuesName(text.charAt(i)))) {
            i++;
        }
        if (i == 0 || i == text.length()) {
            return null;
        }
        boolean assigns =
                text.charAt(i) == '=' || (text.charAt(i) == '+' && i + 1 < text.length() && text.charAt(i + 1) == '=');
        return assigns ? text.subSequence(0, i).toString() : null;
    }
}
