package io.hermesgateway.tools.shell;

/** A place in a text; every character that is passed counts as a step. */
final class Cursor {
    private final String text;
    private final Steps steps;
    private int at;

    Cursor(String text, Steps steps) {
        this.text = text;
        this.steps = steps;
    }

    boolean end() {
        return at >= text.length();
    }

    /** The character ahead, or NUL at the end (a NUL never occurs inside the text). */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        int index = at + ahead;
        return index < text.length() ? text.charAt(index) : '\0';
    }

    char next() {
        steps.take(1);
        return text.charAt(at++);
    }

    void skip(int count) {
        steps.take(count);
        at += count;
    }

    boolean take(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        skip(expected.length());
        return true;
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    String since(int from) {
        return text.substring(from, at);
    }

    /** The rest of the line without its line break, which is passed as well. */
    String line() {
        int stop = text.indexOf('\n', at);
        int from = at;
        int to = stop < 0 ? text.length() : stop;
        skip(to - from + (stop < 0 ? 0 : 1));
        return text.substring(from, to);
    }
}
