package io.hermesgateway.weixin.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into pieces that arrive whole: longer ones are cut off silently on the way. Joined they give exactly the
 * text. It cuts between paragraphs, before and after blocks of code, between lines or sentences, and otherwise between
 * two characters as people see them.
 */
public final class Pieces {
    /** The most characters of one message. */
    public static final int MOST = 1_800;

    private static final List<Pattern> SEAMS = List.of(
            Pattern.compile("\\n\\h*\\n+|(?<=\\n)```\\h*\\n|\\n(?=```)"),
            Pattern.compile("\\n"),
            Pattern.compile("[.!?…]\\s+|[。！？；]\\s*"),
            Pattern.compile("\\s+"));
    private static final Pattern CHARACTER = Pattern.compile("\\X");
    private static final int LONGEST_CHARACTER = 64;

    private Pieces() {}

    /** Pieces that read well. */
    public static List<String> well(String text) {
        return cut(text, true);
    }

    /** As few pieces as possible. */
    public static List<String> tight(String text) {
        return cut(text, false);
    }

    private static List<String> cut(String text, boolean readable) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int most = Math.min(text.length(), from + MOST);
            int end = most == text.length() ? most : readable ? seam(text, from, most) : whole(text, from, most);
            pieces.add(text.substring(from, end));
            from = end;
        }
        return pieces.stream().filter(piece -> !piece.isBlank()).toList();
    }

    private static int seam(String text, int from, int most) {
        int least = from + (most - from) / 3;
        for (Pattern seam : SEAMS) {
            int end = lastEnd(seam.matcher(text).region(from, most), from, most);
            if (end > least) {
                return end;
            }
        }
        return whole(text, from, most);
    }

    private static int whole(String text, int from, int most) {
        int bound = Math.min(text.length(), most + LONGEST_CHARACTER);
        int end = lastEnd(CHARACTER.matcher(text).region(from, bound), from, most);
        return end > from ? end : most;
    }

    private static int lastEnd(Matcher matcher, int from, int most) {
        int end = from;
        while (matcher.find() && matcher.end() <= most) {
            end = matcher.end();
        }
        return end;
    }
}
