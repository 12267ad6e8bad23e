package io.hermesgateway.core.outbox;

import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.platform.Capabilities.TextUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into pieces that fit into one message each; joined they give exactly the text. It cuts after a paragraph,
 * a line, a sentence or a space, as long as that does not leave a piece nearly empty, and otherwise between two
 * characters as people see them.
 */
final class TextCutter {
    private static final List<Pattern> SEAMS = List.of(
            Pattern.compile("\\n\\h*\\n"),
            Pattern.compile("\\n"),
            Pattern.compile("[.!?…]\\s+|[。！？；]\\s*"),
            Pattern.compile("\\s+"));
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private TextCutter() {}

    static List<String> cut(String text, Capabilities can) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int most = reach(text, from, can);
            int end = most == text.length() ? most : seam(text, from, most);
            pieces.add(text.substring(from, end));
            from = end;
        }
        return pieces;
    }

    /** How far one message reaches, in whole code points. */
    private static int reach(String text, int from, Capabilities can) {
        int left = can.textLimit();
        int at = from;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            left -= cost(point, can.unit());
            if (left < 0) {
                return at;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    private static int cost(int point, TextUnit unit) {
        return switch (unit) {
            case UTF16 -> Character.charCount(point);
            case CODE_POINTS -> 1;
            case UTF8_BYTES -> point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        };
    }

    private static int seam(String text, int from, int most) {
        int least = from + (most - from) / 3;
        for (Pattern seam : SEAMS) {
            int end = lastEnd(seam.matcher(text).region(from, most), from, most);
            if (end > least) {
                return end;
            }
        }
        int whole = lastEnd(CHARACTER.matcher(text).region(from, Math.min(text.length(), most + 64)), from, most);
        return whole > from ? whole : most;
    }

    private static int lastEnd(Matcher matcher, int from, int most) {
        int end = from;
        while (matcher.find() && matcher.end() <= most) {
            end = matcher.end();
        }
        return end;
    }
}
