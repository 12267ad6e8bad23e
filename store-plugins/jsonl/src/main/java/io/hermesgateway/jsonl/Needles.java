package io.hermesgateway.jsonl;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is searched for: each word of the question is a run of words and characters that must stand together. Letters and
 * digits that stand together are a word; in scripts without spaces each character is one, so that a Chinese word of any
 * length is found. All of them must be in a line, in any order.
 */
final class Needles {
    private static final Set<Character.UnicodeScript> UNSPACED = Set.of(
            Character.UnicodeScript.HAN,
            Character.UnicodeScript.HIRAGANA,
            Character.UnicodeScript.KATAKANA,
            Character.UnicodeScript.HANGUL,
            Character.UnicodeScript.THAI,
            Character.UnicodeScript.LAO,
            Character.UnicodeScript.KHMER,
            Character.UnicodeScript.MYANMAR);

    private final List<List<String>> all = new ArrayList<>();
    /** The bytes of the longest word that looks the same in every case; empty when there is none. */
    private final byte[] hint;

    private Needles(String question) {
        for (String part : question.strip().split("\\s+", -1)) {
            List<String> words = new ArrayList<>();
            words(part, (word, from, to) -> words.add(word));
            if (!words.isEmpty()) {
                all.add(words);
            }
        }
        hint = all.stream()
                .flatMap(List::stream)
                .filter(Needles::sameInEveryCase)
                .max(Comparator.comparing(word -> word.getBytes(StandardCharsets.UTF_8).length))
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
    }

    static Needles of(String question) {
        return new Needles(question);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    private static boolean sameInEveryCase(String word) {
        return isAscii(word)
                || word.codePoints().allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(c -> c < 0x80);
    }

    /** Whether these bytes of JSON may contain it; quick. Beside ASCII there are other ways to write the same letters. */
    boolean mayBeIn(byte[] bytes) {
        boolean ascii = true;
        for (int at = 0; at < bytes.length; at++) {
            ascii &= bytes[at] >= 0;
            int i = 0;
            while (i < hint.length && at + i < bytes.length && lower(bytes[at + i]) == hint[i]) {
                i++;
            }
            if (i == hint.length) {
                return true;
            }
        }
        return !ascii && hint[0] >= 0;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    /** Where in the text the first of them stands, with its end; empty when one of them is missing. */
    int[] in(String text) {
        List<String> words = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        words(text, (word, from, to) -> {
            words.add(word);
            places.add(new int[] {from, to});
        });
        int[] first = {};
        for (List<String> needle : all) {
            int at = Collections.indexOfSubList(words, needle);
            if (at < 0) {
                return new int[0];
            }
            first = first.length > 0 ? first : new int[] {places.get(at)[0], places.get(at + needle.size() - 1)[1]};
        }
        return first;
    }

    private interface Word {
        void found(String word, int from, int to);
    }

    private static void words(String text, Word word) {
        int begun = -1;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            boolean alone = c >= 0x80 && UNSPACED.contains(Character.UnicodeScript.of(c));
            boolean letter = !alone && (Character.isLetterOrDigit(c) || isMark(c));
            if (begun >= 0 && !letter) {
                word.found(folded(text.substring(begun, at)), begun, at);
                begun = -1;
            }
            if (letter && begun < 0) {
                begun = at;
            }
            if (alone && Character.isLetterOrDigit(c)) {
                word.found(text.substring(at, next), at, next);
            }
            at = next;
        }
        if (begun >= 0) {
            word.found(folded(text.substring(begun)), begun, text.length());
        }
    }

    private static boolean isMark(int c) {
        return c >= 0x80 && Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /** Width, case and the accents of Latin letters make no difference. */
    private static String folded(String word) {
        if (isAscii(word)) {
            return word.toLowerCase(Locale.ROOT);
        }
        String plain = Normalizer.normalize(word, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(plain.replaceAll("[\\u0300-\\u036f]", ""), Normalizer.Form.NFKC);
    }
}
