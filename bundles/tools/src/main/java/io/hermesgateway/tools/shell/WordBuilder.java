package io.hermesgateway.tools.shell;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class WordBuilder {
    private final StringBuilder text = new StringBuilder();
    private @Nullable StringBuilder bare;
    private final BitSet quoted = new BitSet();
    private final List<Script> inner = new ArrayList<>();
    private boolean started;

    void plain(char c) {
        started = true;
        text.append(c);
        if (bare != null) {
            bare.append(c);
        }
    }

    void quoted(char c) {
        quoted.set(text.length());
        plain(c);
    }

    void quoted(String value) {
        started = true;
        for (int i = 0; i < value.length(); i++) {
            quoted(value.charAt(i));
        }
    }

    /** An empty pair of quotes makes a word although it adds nothing to it. */
    void start() {
        started = true;
    }

    /** An expansion whose result nobody knows yet, shown as it was written. */
    void unknown(String written) {
        started = true;
        if (bare == null) {
            bare = new StringBuilder(text);
        }
        quoted.set(text.length(), text.length() + written.length());
        text.append(written);
    }

    void inner(Script script) {
        inner.add(script);
    }

    boolean started() {
        return started;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    int length() {
        return text.length();
    }

    String text() {
        return text.toString();
    }

    List<Script> inner() {
        return inner;
    }

    /** True when the characters so far are {@code NAME=} or {@code NAME+=}, unquoted. */
    boolean endsAssignmentName() {
        int end = text.length() - 1;
        return end > 0 && text.charAt(end) == '=' && quoted.isEmpty() && Names.assignedName(text) != null;
    }

    Word build() {
        String all = text.toString();
        return new Word(all, bare == null ? all : bare.toString(), quoted, inner, false);
    }
}
