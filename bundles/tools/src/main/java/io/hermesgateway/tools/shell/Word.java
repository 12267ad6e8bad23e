package io.hermesgateway.tools.shell;

import java.util.BitSet;
import java.util.List;

/**
 * One word after quote removal and after the expansions whose result is known from the text itself. Expansions with an
 * unknown result appear in {@link #text} as they were written and not at all in {@link #bare}, because a variable that
 * is not set expands to nothing: {@code r$@m} runs {@code rm}.
 */
public final class Word {
    private final String text;
    private final String bare;
    private final BitSet quoted;
    private final List<Script> inner;
    private final boolean braced;

    Word(String text, String bare, BitSet quoted, List<Script> inner, boolean braced) {
        this.text = text;
        this.bare = bare;
        this.quoted = quoted;
        this.inner = List.copyOf(inner);
        this.braced = braced;
    }

    /** A word that was never written in a shell text, such as an argument of an argument vector. */
    public static Word literal(String text) {
        BitSet all = new BitSet();
        all.set(0, text.length());
        return new Word(text, text, all, List.of(), false);
    }

    public String text() {
        return text;
    }

    public String bare() {
        return bare;
    }

    /** The command and process substitutions inside this word; all of them run when the word is expanded. */
    public List<Script> inner() {
        return inner;
    }

    /** Whether part of the word is only known when it runs. */
    public boolean unknown() {
        return !text.equals(bare);
    }

    /** Whether the word is one of several that a brace list stands for. */
    public boolean braced() {
        return braced;
    }

    /** Whether the shell would treat the character at this index as a pattern character. */
    public boolean wildAt(int index) {
        char c = text.charAt(index);
        return (c == '*' || c == '?' || c == '[') && !quoted.get(index);
    }

    public boolean wild() {
        for (int i = 0; i < text.length(); i++) {
            if (wildAt(i)) {
                return true;
            }
        }
        return false;
    }

    boolean quotedAt(int index) {
        return quoted.get(index);
    }

    /** Whether no character was quoted or escaped and nothing was expanded: only then can it be a reserved word. */
    boolean plain() {
        return quoted.isEmpty() && inner.isEmpty() && !unknown();
    }

    BitSet quoting() {
        return quoted;
    }

    @Override
    public String toString() {
        return text;
    }
}
