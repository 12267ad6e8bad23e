package io.hermesgateway.tools.rules;

import java.util.Locale;

/** Shell patterns ({@code * ? [a-z]}) matched without recursion: the work is at most text times pattern. */
public final class Glob {
    private final String pattern;

    private Glob(String pattern) {
        this.pattern = pattern;
    }

    public static Glob ignoringCase(String pattern) {
        return new Glob(pattern.toLowerCase(Locale.ROOT));
    }

    /** Whether the whole text, which must be in lower case, fits. */
    public boolean matches(String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            int next = in < pattern.length() && pattern.charAt(in) != '*' ? step(in, text.charAt(at)) : -1;
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = ++in;
                resume = at;
            } else if (next > 0) {
                in = next;
                at++;
            } else if (star >= 0) {
                in = star;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    /** The index in the pattern after the element at {@code in} took this character, or -1. */
    private int step(int in, char c) {
        char p = pattern.charAt(in);
        if (p == '?') {
            return in + 1;
        }
        int close = p == '[' ? close(in) : -1;
        if (close < 0) {
            return p == c ? in + 1 : -1;
        }
        return inSet(in + 1, close, c) ? close + 1 : -1;
    }

    private int close(int open) {
        int from = open + 1;
        if (from < pattern.length() && (pattern.charAt(from) == '!' || pattern.charAt(from) == '^')) {
            from++;
        }
        return pattern.indexOf(']', from + 1);
    }

    private boolean inSet(int from, int to, char c) {
        boolean not = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        boolean found = false;
        for (int i = not ? from + 1 : from; i < to; i++) {
            if (i + 2 < to && pattern.charAt(i + 1) == '-') {
                found |= c >= pattern.charAt(i) && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                found |= c == pattern.charAt(i);
            }
        }
        return found != not;
    }
}
