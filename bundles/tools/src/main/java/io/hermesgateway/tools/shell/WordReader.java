package io.hermesgateway.tools.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads words: quotes, escapes, expansions and substitutions. */
final class WordReader {
    private static final String SPECIAL_PARAMETERS = "@*#?-$!0123456789";

    private final Cursor in;
    private final ShellParser parser;
    private final Set<Integer> notArithmetic = new HashSet<>();

    WordReader(Cursor in, ShellParser parser) {
        this.in = in;
        this.parser = parser;
    }

    /** Reads the word at the cursor; one written word may stand for none or for several. */
    void word(List<Word> out) throws Unparsable {
        WordSink sink = new WordSink(out, true);
        tilde(sink);
        while (!in.end()) {
            char c = in.peek();
            if (c == '(' && sink.word().endsAssignmentName()) {
                array(sink);
            } else if (c == '(' && endsExtendedPattern(sink.word())) {
                pattern(sink);
            } else if ((c == '<' || c == '>')
                    && in.peek(1) == '('
                    && !sink.word().started()) {
                in.skip(2);
                substitution(sink, parser.until(Closer.PAREN), c + "()", true);
            } else if (ShellParser.endsWord(c)) {
                break;
            } else {
                piece(sink);
                if (sink.word().endsAssignmentName()) {
                    tilde(sink);
                }
            }
        }
        sink.flush();
    }

    /** The text of a here-document whose delimiter was not quoted: expansions run, quotes mean nothing. */
    Word hereText() {
        List<Word> out = new ArrayList<>();
        WordSink sink = new WordSink(out, false);
        sink.word().start();
        while (!in.end()) {
            int before = in.at();
            try {
                quotedPiece(sink, '\0');
            } catch (Unparsable open) {
                // The shell expands what stands before the open substitution and gives up there; the rest is data.
                in.back(Math.max(before + 1, in.at()));
            }
        }
        return sink.word().build();
    }

    private void piece(WordSink sink) throws Unparsable {
        char c = in.next();
        switch (c) {
            case '\\' -> escaped(sink);
            case '\'' -> singleQuoted(sink);
            case '"' -> doubleQuoted(sink);
            case '$' -> dollar(sink, false);
            case '`' -> backquoted(sink, false);
            default -> sink.word().plain(c);
        }
    }

    private void escaped(WordSink sink) {
        if (in.take("\n") || in.take("\r\n")) {
            return;
        }
        sink.word().quoted(in.end() ? '\\' : in.next());
    }

    private void singleQuoted(WordSink sink) throws Unparsable {
        sink.word().start();
        while (!in.end()) {
            char c = in.next();
            if (c == '\'') {
                return;
            }
            sink.word().quoted(c);
        }
        throw new Unparsable("a single quote stays open");
    }

    private void doubleQuoted(WordSink sink) throws Unparsable {
        sink.word().start();
        while (!in.end()) {
            if (in.take("\"")) {
                return;
            }
            quotedPiece(sink, '"');
        }
        throw new Unparsable("a double quote stays open");
    }

    private void quotedPiece(WordSink sink, char quote) throws Unparsable {
        char c = in.next();
        if (c == '$') {
            dollar(sink, true);
        } else if (c == '`') {
            backquoted(sink, true);
        } else if (c == '\\' && (in.take("\n") || in.take("\r\n"))) {
            return;
        } else if (c == '\\' && !in.end() && ("$`\\".indexOf(in.peek()) >= 0 || in.peek() == quote)) {
            sink.word().quoted(in.next());
        } else {
            sink.word().quoted(c);
        }
    }

    private void tilde(WordSink sink) {
        if (in.peek() != '~') {
            return;
        }
        int length = 1;
        while (length < 64 && Names.continuesName(in.peek(length))) {
            length++;
        }
        char after = in.peek(length);
        if (after != '/' && after != ':' && after != '\0' && !ShellParser.endsWord(after)) {
            return;
        }
        int from = in.at();
        in.skip(length);
        String home = parser.home(in.since(from).substring(1));
        sink.word().quoted(home == null ? in.since(from) : home);
    }

    private void dollar(WordSink sink, boolean inQuotes) throws Unparsable {
        int from = in.at();
        char c = in.peek();
        if (c == '(') {
            dollarParen(sink, inQuotes);
        } else if (c == '{') {
            in.skip(1);
            new Parameter(in, parser, this).read(sink, inQuotes);
        } else if (c == '\'' && !inQuotes) {
            in.skip(1);
            ansi(sink);
        } else if (c == '"' && !inQuotes) {
            in.skip(1);
            doubleQuoted(sink);
        } else if (Names.startsName(c)) {
            while (Names.continuesName(in.peek())) {
                in.skip(1);
            }
            parser.variable(sink, in.since(from), inQuotes);
        } else if (!in.end() && SPECIAL_PARAMETERS.indexOf(c) >= 0) {
            in.skip(1);
            parser.variable(sink, String.valueOf(c), inQuotes && c != '@');
        } else {
            sink.word().plain('$');
        }
    }

    private void ansi(WordSink sink) throws Unparsable {
        StringBuilder text = new StringBuilder();
        while (!in.end()) {
            char c = in.next();
            if (c == '\'') {
                sink.word().start();
                sink.word().quoted(text.toString());
                return;
            }
            if (c == '\\') {
                Escapes.decode(in, text);
            } else {
                text.append(c);
            }
        }
        throw new Unparsable("a $' quote stays open");
    }

    private void dollarParen(WordSink sink, boolean inQuotes) throws Unparsable {
        in.skip(1);
        if (in.peek() == '(' && arithmetic(sink)) {
            sink.word().unknown("$(())");
            return;
        }
        substitution(sink, parser.until(Closer.PAREN), "$()", inQuotes);
    }

    private void substitution(WordSink sink, Script script, String written, boolean inQuotes) {
        sink.word().inner(script);
        String known = written.startsWith("$") ? parser.output(script) : null;
        if (known == null) {
            sink.word().unknown(written);
        } else {
            sink.expansion(known, inQuotes);
        }
    }

    /**
     * Passes an arithmetic expression whose first parenthesis was read already. False, with the cursor where it was,
     * when it turns out to be a subshell in a substitution. The answer is remembered: without that, nesting would
     * double the work at every level.
     */
    boolean arithmetic(WordSink sink) {
        int from = in.at();
        if (notArithmetic.contains(from)) {
            return false;
        }
        if (readsAsArithmetic(sink)) {
            return true;
        }
        notArithmetic.add(from);
        in.back(from);
        return false;
    }

    private boolean readsAsArithmetic(WordSink sink) {
        try {
            parser.deeper();
        } catch (Unparsable tooDeep) {
            return false;
        }
        try {
            return balanced(sink);
        } catch (Unparsable open) {
            return false;
        } finally {
            parser.shallower();
        }
    }

    private boolean balanced(WordSink sink) throws Unparsable {
        WordSink scratch = new WordSink(new ArrayList<>(), false);
        in.skip(1);
        int depth = 2;
        int lastClose = -2;
        while (!in.end() && depth > 0) {
            char c = in.peek();
            if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
                if (depth == 0 && lastClose != in.at() - 1) {
                    return false;
                }
                lastClose = c == ')' ? in.at() : lastClose;
                in.skip(1);
            } else {
                piece(scratch);
            }
        }
        scratch.word().inner().forEach(sink.word()::inner);
        return depth == 0;
    }

    private void backquoted(WordSink sink, boolean inQuotes) throws Unparsable {
        StringBuilder text = new StringBuilder();
        while (!in.end()) {
            char c = in.next();
            if (c == '`') {
                substitution(sink, parser.inner(text.toString()), "$()", inQuotes);
                return;
            }
            boolean escapes = c == '\\' && ("$`\\".indexOf(in.peek()) >= 0 || (inQuotes && in.peek() == '"'));
            text.append(escapes && !in.end() ? in.next() : c);
        }
        throw new Unparsable("a backquote stays open");
    }

    private void array(WordSink sink) throws Unparsable {
        in.skip(1);
        List<Word> elements = new ArrayList<>();
        parser.wordsUntilParen(elements);
        sink.word().quoted(Literals.join(elements, 0));
        elements.forEach(element -> element.inner().forEach(sink.word()::inner));
    }

    private static boolean endsExtendedPattern(WordBuilder word) {
        return !word.isEmpty() && "@?*+!".indexOf(word.text().charAt(word.length() - 1)) >= 0 && word.length() < 256;
    }

    private void pattern(WordSink sink) throws Unparsable {
        int depth = 0;
        do {
            char c = in.peek();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            piece(sink);
        } while (depth > 0 && !in.end());
    }

    /** Reads up to the closing brace of a parameter expansion into the sink; blanks and operators are text there. */
    void untilBrace(WordSink sink) throws Unparsable {
        while (!in.end()) {
            if (in.take("}")) {
                return;
            }
            piece(sink);
        }
        throw new Unparsable("a parameter expansion stays open");
    }
}
