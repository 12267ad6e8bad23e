package io.hermesgateway.sqlite;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a text into what the search index knows. Letters and digits that stand together are a word. Scripts that are
 * written without spaces give every character and every two neighbours instead, so that a word of any length is found;
 * no tokenizer of SQLite does that. The index takes the result apart at its spaces and nowhere else.
 */
final class Words {
    private static final int WORD_MOST = 64;

    private final Set<String> found = new LinkedHashSet<>();
    private final StringBuilder word = new StringBuilder();
    private int before;

    private Words() {}

    /** How texts are compared: width, case and accents make no difference. */
    static String folded(String text) {
        String plain = isAscii(text) ? text : unaccented(Normalizer.normalize(text, Normalizer.Form.NFKC));
        return plain.toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Only from Latin letters: elsewhere a mark makes another letter. */
    private static String unaccented(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean accented = c >= 0x80 && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
            plain.appendCodePoint(
                    accented
                            ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD)
                                    .codePointAt(0)
                            : c);
        });
        return plain.toString();
    }

    /** The words of a text, each once. */
    static Set<String> of(String text) {
        Words words = new Words();
        folded(text).codePoints().forEach(words::take);
        words.endWord();
        return words.found;
    }

    private void take(int c) {
        if (isUnspaced(c)) {
            endWord();
            String one = Character.toString(c);
            found.add(one);
            if (before != 0) {
                found.add(Character.toString(before) + one);
            }
            before = c;
            return;
        }
        before = 0;
        if (Character.isLetterOrDigit(c) || isMark(c)) {
            if (word.length() < WORD_MOST) {
                word.appendCodePoint(c);
            }
        } else {
            endWord();
            if (Character.getType(c) == Character.OTHER_SYMBOL) {
                found.add(Character.toString(c));
            }
        }
    }

    private void endWord() {
        if (!word.isEmpty()) {
            found.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Whether the script does without spaces between words, or joins particles to them. */
    static boolean isUnspaced(int c) {
        if (c < 0x0E00) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
            default -> Character.isIdeographic(c);
        };
    }
}
