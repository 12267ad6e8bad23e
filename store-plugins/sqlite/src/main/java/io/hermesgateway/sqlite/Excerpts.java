package io.hermesgateway.sqlite;

import io.hermesgateway.spi.delivery.Body;

/** The beginning, or the part around a place, of a longer text. */
final class Excerpts {
    private static final int BODY = 300;
    private static final int TITLE = 80;
    private static final int AROUND = 80;

    private Excerpts() {}

    /** Never half of a character. */
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

    static String of(Body body) {
        String whole = body.fold(
                text -> text.text(),
                media -> media.attachment().name(),
                prompt -> prompt.text(),
                edit -> of(edit.replacement()));
        return cut(whole, BODY);
    }

    /** The text around a place in it. */
    static String around(String text, int at, int length) {
        int from = Math.max(0, at - AROUND);
        int to = Math.min(text.length(), at + length + AROUND);
        from = from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from - 1 : from;
        to = to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }
}
