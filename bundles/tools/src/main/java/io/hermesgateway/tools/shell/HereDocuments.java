package io.hermesgateway.tools.shell;

import java.util.ArrayDeque;
import java.util.Deque;

/** The here-documents named on the current line; their texts follow its line break in the same order. */
final class HereDocuments {
    private record Awaited(String delimiter, boolean expands, boolean stripsTabs, Redirect redirect) {}

    private final Deque<Awaited> awaited = new ArrayDeque<>();

    void await(Word delimiter, boolean stripsTabs, Redirect redirect) {
        awaited.add(new Awaited(delimiter.text(), delimiter.plain(), stripsTabs, redirect));
    }

    void read(Cursor in, ShellParser parser) {
        while (!awaited.isEmpty()) {
            Awaited next = awaited.remove();
            String text = text(in, next);
            next.redirect().fill(next.expands() ? parser.hereText(text) : Word.literal(text));
        }
    }

    private static String text(Cursor in, Awaited document) {
        StringBuilder text = new StringBuilder();
        while (!in.end()) {
            String line = document.expands() ? logicalLine(in) : in.line();
            String bare = document.stripsTabs() ? stripTabs(line) : line;
            if (withoutReturn(bare).equals(document.delimiter())) {
                break;
            }
            text.append(bare).append('\n');
        }
        return text.toString();
    }

    /** A backslash before the line break joins lines, also across what would otherwise be the delimiter. */
    private static String logicalLine(Cursor in) {
        String line = in.line();
        if (!continues(line)) {
            return line;
        }
        StringBuilder joined = new StringBuilder();
        while (continues(line) && !in.end()) {
            joined.append(line, 0, line.length() - 1);
            line = in.line();
        }
        return joined.append(line).toString();
    }

    private static boolean continues(String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private static String stripTabs(String line) {
        int from = 0;
        while (from < line.length() && line.charAt(from) == '\t') {
            from++;
        }
        return line.substring(from);
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
