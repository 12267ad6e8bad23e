package io.hermesgateway.tools.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Brace lists: {@code -{r,f}} are two words. How many words a list may stand for is bounded; a list beyond the bound
 * is taken apart at its braces and commas, so that nothing in it stays unseen.
 */
final class Braces {
    private static final int MOST_WORDS = 32;
    private static final int LONGEST_WORD = 1_024;

    private Braces() {}

    static List<Word> expand(Word word) {
        if (!hasList(word)) {
            return List.of(word);
        }
        if (word.text().length() > LONGEST_WORD) {
            return parts(word);
        }
        List<Word> done = new ArrayList<>();
        Deque<Word> open = new ArrayDeque<>();
        open.push(word);
        while (!open.isEmpty()) {
            if (open.size() + done.size() > MOST_WORDS) {
                return parts(word);
            }
            Word next = open.pop();
            List<Word> alternatives = firstList(next);
            if (alternatives.isEmpty()) {
                done.add(next);
            }
            for (int i = alternatives.size() - 1; i >= 0; i--) {
                open.push(alternatives.get(i));
            }
        }
        return done;
    }

    private static boolean hasList(Word word) {
        boolean opened = false;
        boolean comma = false;
        for (int i = 0; i < word.text().length(); i++) {
            if (!word.quotedAt(i)) {
                char c = word.text().charAt(i);
                opened |= c == '{';
                comma |= opened && c == ',';
                if (comma && c == '}') {
                    return true;
                }
            }
        }
        return false;
    }

    /** The words that the first complete list in this word stands for; none when there is no list. */
    private static List<Word> firstList(Word word) {
        Deque<List<Integer>> open = new ArrayDeque<>();
        for (int i = 0; i < word.text().length(); i++) {
            char c = word.quotedAt(i) ? '\0' : word.text().charAt(i);
            if (c == '{') {
                open.push(new ArrayList<>(List.of(i)));
            } else if (c == ',' && !open.isEmpty()) {
                open.element().add(i);
            } else if (c == '}' && !open.isEmpty()) {
                List<Integer> marks = open.pop();
                if (marks.size() > 1) {
                    marks.add(i);
                    return alternatives(word, marks);
                }
            }
        }
        return List.of();
    }

    private static List<Word> alternatives(Word word, List<Integer> marks) {
        List<Word> words = new ArrayList<>();
        int close = marks.get(marks.size() - 1);
        for (int i = 0; i + 1 < marks.size(); i++) {
            words.add(join(word, marks.get(0), marks.get(i) + 1, marks.get(i + 1), close + 1));
        }
        return words;
    }

    private static Word join(Word word, int head, int from, int to, int tail) {
        String text = word.text();
        BitSet quoted = new BitSet();
        copy(word, 0, head, quoted, 0);
        copy(word, from, to, quoted, head);
        copy(word, tail, text.length(), quoted, head + to - from);
        String joined = text.substring(0, head) + text.substring(from, to) + text.substring(tail);
        return new Word(joined, joined, quoted, word.inner(), true);
    }

    private static void copy(Word word, int from, int to, BitSet quoted, int at) {
        for (int i = from; i < to; i++) {
            quoted.set(at + i - from, word.quotedAt(i));
        }
    }

    private static List<Word> parts(Word word) {
        List<Word> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= word.text().length(); i++) {
            boolean ends = i == word.text().length()
                    || (!word.quotedAt(i) && "{,}".indexOf(word.text().charAt(i)) >= 0);
            if (ends && i > from) {
                BitSet quoted = word.quoting().get(from, i);
                String text = word.text().substring(from, i);
                parts.add(new Word(text, text, quoted, parts.isEmpty() ? word.inner() : List.of(), true));
            }
            from = ends ? i + 1 : from;
        }
        return parts;
    }
}
