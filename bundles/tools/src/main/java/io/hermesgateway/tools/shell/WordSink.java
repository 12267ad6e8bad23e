package io.hermesgateway.tools.shell;

import java.util.List;

/** Where the pieces of a word go; an unquoted expansion may end the word and begin the next one. */
final class WordSink {
    private final List<Word> out;
    private final boolean splits;
    private WordBuilder word = new WordBuilder();

    WordSink(List<Word> out, boolean splits) {
        this.out = out;
        this.splits = splits;
    }

    WordBuilder word() {
        return word;
    }

    void expansion(String value, boolean inQuotes) {
        if (inQuotes || word.endsAssignmentName()) {
            word.quoted(value);
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n') {
                breakWord();
            } else {
                word.plain(c);
            }
        }
    }

    void breakWord() {
        if (!splits) {
            word.plain(' ');
        } else if (word.started()) {
            flush();
        }
    }

    void flush() {
        if (word.started()) {
            out.addAll(Braces.expand(word.build()));
        } else if (!word.inner().isEmpty()) {
            out.add(word.build());
        }
        word = new WordBuilder();
    }
}
