package io.hermesgateway.tools.shell;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Reads {@code ${…}} after its opening brace. */
final class Parameter {
    private final Cursor in;
    private final ShellParser parser;
    private final WordReader words;

    Parameter(Cursor in, ShellParser parser, WordReader words) {
        this.in = in;
        this.parser = parser;
        this.words = words;
    }

    void read(WordSink sink, boolean inQuotes) throws Unparsable {
        boolean changed = (in.peek() == '!' || in.peek() == '#') && in.peek(1) != '}';
        if (changed) {
            in.skip(1);
        }
        String name = name();
        boolean whole = in.peek() == '[' && subscript();
        if (in.take("}")) {
            if (changed || name.isEmpty()) {
                sink.word().unknown("${" + name + "}");
            } else {
                parser.variable(sink, name, inQuotes && !whole);
            }
            return;
        }
        WordSink operand = new WordSink(new ArrayList<>(), false);
        String operator = operator();
        parser.deeper();
        try {
            words.untilBrace(operand);
        } finally {
            parser.shallower();
        }
        operand.word().inner().forEach(sink.word()::inner);
        operated(sink, name, operator, operand.word().build(), inQuotes);
    }

    private String name() {
        int from = in.at();
        while (Names.continuesName(in.peek())) {
            in.skip(1);
        }
        return in.since(from);
    }

    /** Passes {@code [@]} or {@code [*]} and says so; any other subscript is left to be read as an operator. */
    private boolean subscript() {
        return in.take("[@]") || in.take("[*]");
    }

    private String operator() {
        int from = in.at();
        if (in.peek() == ':') {
            in.skip(1);
        }
        if (!in.end() && "-=+?".indexOf(in.peek()) >= 0) {
            in.skip(1);
        }
        return in.since(from);
    }

    private void operated(WordSink sink, String name, String operator, Word operand, boolean inQuotes) {
        if (name.equals("IFS")) {
            parser.variable(sink, name, inQuotes);
            return;
        }
        String value = parser.value(name);
        char kind = operator.isEmpty() ? '\0' : operator.charAt(operator.length() - 1);
        String result =
                switch (kind) {
                    case '-', '=' -> value != null && !value.isEmpty() ? value : operand.bare();
                    case '+' -> operand.bare();
                    case ':' -> value == null ? null : slice(value, operand.bare());
                    default -> null;
                };
        if (result == null) {
            sink.word().unknown("${" + name + operator + operand.text() + "}");
        } else {
            sink.expansion(result, inQuotes);
        }
    }

    private static @Nullable String slice(String value, String range) {
        int colon = range.indexOf(':');
        Integer from = number(colon < 0 ? range : range.substring(0, colon));
        Integer length = colon < 0 ? Integer.valueOf(value.length()) : number(range.substring(colon + 1));
        if (from == null || length == null || from > value.length()) {
            return null;
        }
        return value.substring(from, Math.min(value.length(), from + length));
    }

    private static @Nullable Integer number(String text) {
        String digits = text.strip();
        boolean small =
                !digits.isEmpty() && digits.length() < 6 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return small ? Integer.valueOf(digits) : null;
    }
}
