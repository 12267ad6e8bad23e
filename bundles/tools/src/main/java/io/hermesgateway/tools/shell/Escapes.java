package io.hermesgateway.tools.shell;

/** Backslash escapes as in {@code $'…'}, {@code echo -e} and the format of {@code printf}. */
final class Escapes {
    private Escapes() {}

    /** Decodes the escape whose backslash was just read and appends what it stands for. */
    static void decode(Cursor in, StringBuilder out) {
        if (in.end()) {
            out.append('\\');
            return;
        }
        char c = in.next();
        switch (c) {
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'e', 'E' -> out.append('\u001b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> number(in, out, 16, 2, 0);
            case 'u' -> number(in, out, 16, 4, 0);
            case 'U' -> number(in, out, 16, 8, 0);
            case 'c' -> control(in, out);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(in, out, 8, c == '0' ? 3 : 2, c - '0');
            case '\\', '\'', '"', '?' -> out.append(c);
            default -> out.append('\\').append(c);
        }
    }

    static String decodeAll(String text, Steps steps) {
        StringBuilder out = new StringBuilder(text.length());
        Cursor in = new Cursor(text, steps);
        while (!in.end()) {
            char c = in.next();
            if (c == '\\') {
                decode(in, out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static void control(Cursor in, StringBuilder out) {
        if (!in.end()) {
            out.append((char) (in.next() & 0x1f));
        }
    }

    private static void number(Cursor in, StringBuilder out, int radix, int digits, int start) {
        long value = start;
        for (int i = 0; i < digits && Character.digit(in.peek(), radix) >= 0 && !in.end(); i++) {
            value = value * radix + Character.digit(in.next(), radix);
        }
        if (value > 0 && Character.isValidCodePoint((int) value) && value <= Character.MAX_CODE_POINT) {
            out.appendCodePoint((int) value);
        }
    }
}
