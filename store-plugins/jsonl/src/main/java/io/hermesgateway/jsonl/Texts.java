package io.hermesgateway.jsonl;

/** The beginning, or the part around a place, of a longer text; never half of a character. */
final class Texts {
    private static final int TITLE = 80;
    private static final int AROUND = 80;

    private Texts() {}

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    static String title(String text) {
        return cut(text.strip().replaceAll("\\s+", " "), TITLE);
    }

    static String around(String text, int at, int length) {
        int from = Math.max(0, at - AROUND);
        int to = Math.min(text.length(), at + Math.min(length, AROUND) + AROUND);
        from = from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from - 1 : from;
        to = to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }
}
