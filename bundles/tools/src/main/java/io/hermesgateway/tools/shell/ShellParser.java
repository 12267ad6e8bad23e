package io.hermesgateway.tools.shell;

import io.hermesgateway.tools.shell.Script.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shell text into pipelines of commands. It is more forgiving than a shell about structure (a missing
 * {@code fi} hides nothing that could run) and as strict about quoting, because what stands inside a quote that a
 * reader places differently than the shell is exactly what an attacker hides. One pass, no backtracking over user text
 * except once at {@code ((}.
 */
public final class ShellParser {
    /** Deeper nesting than this is not read at all. */
    private static final int DEEPEST = 40;

    private final Cursor in;
    private final WordReader words;
    private final CompoundReader compounds;
    private final HereDocuments hereDocuments = new HereDocuments();
    private final Variables variables;
    private final Steps steps;
    private int depth;
    private Closer closer = Closer.END;

    private ShellParser(String text, Variables variables, Steps steps, int depth) {
        this.in = new Cursor(text, steps);
        this.variables = variables;
        this.steps = steps;
        this.depth = depth;
        this.words = new WordReader(in, this);
        this.compounds = new CompoundReader(in, this, words);
    }

    /** Reads a whole text. The given variables (such as HOME) are known to have these values when the text runs. */
    public static Script parse(String text, Map<String, String> known, Steps steps) throws Unparsable {
        return new ShellParser(text, new Variables(known), steps, 0).until(Closer.END);
    }

    Script inner(String text) throws Unparsable {
        return new ShellParser(text, variables, steps, depth).until(Closer.END);
    }

    Word hereText(String text) {
        return new ShellParser(text, variables, steps, depth).words.hereText();
    }

    /** Reads commands until the closer, which is passed (except {@code esac}, which its case clause reads). */
    Script until(Closer end) throws Unparsable {
        deeper();
        Closer outer = closer;
        closer = end;
        try {
            return list(end);
        } finally {
            closer = outer;
            shallower();
        }
    }

    private Script list(Closer end) throws Unparsable {
        List<Pipeline> pipelines = new ArrayList<>();
        while (!closes(end)) {
            if (in.end()) {
                if (end == Closer.PAREN) {
                    throw new Unparsable("a parenthesis stays open");
                }
                break;
            }
            int before = in.at();
            pipeline(pipelines);
            if (in.at() == before) {
                separator();
            }
        }
        return new Script(pipelines);
    }

    private void separator() {
        if (in.peek() == '\n') {
            newline();
        } else {
            in.skip(1);
        }
    }

    private boolean closes(Closer end) {
        skipBlanks();
        if (end == Closer.PAREN) {
            return in.take(")");
        }
        if (end == Closer.BRANCH && in.peek() == ';' && (in.peek(1) == ';' || in.peek(1) == '&')) {
            in.skip(2);
            in.take("&");
            return true;
        }
        if (end.word().isEmpty() || !end.word().equals(reservedAhead())) {
            return false;
        }
        if (end != Closer.BRANCH) {
            in.skip(end.word().length());
        }
        return true;
    }

    private void pipeline(List<Pipeline> out) throws Unparsable {
        List<Command> stages = new ArrayList<>();
        boolean more = true;
        while (more) {
            Command command = command();
            if (command != null) {
                stages.add(command);
            }
            skipBlanks();
            more = in.peek() == '|' && in.peek(1) != '|';
            if (more) {
                in.skip(in.peek(1) == '&' ? 2 : 1);
                skipNewlines();
            }
        }
        boolean background = in.peek() == '&' && in.peek(1) != '&';
        if (!stages.isEmpty()) {
            out.add(new Pipeline(stages, background));
        }
        if (!in.take("||")) {
            in.take("&&");
        }
    }

    private @Nullable Command command() throws Unparsable {
        while (true) {
            skipBlanks();
            String reserved = reservedAhead();
            if (reserved == null || reserved.equals(closer.word())) {
                break;
            }
            if (!CompoundReader.skipped(reserved)) {
                in.skip(reserved.length());
                return compounds.read(reserved);
            }
            in.skip(reserved.length());
        }
        return in.peek() == '(' ? compounds.parenthesis() : simple();
    }

    private @Nullable Command simple() throws Unparsable {
        List<Word> assignments = new ArrayList<>();
        List<Word> arguments = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        while (true) {
            skipBlanks();
            if (redirect(redirects)) {
                continue;
            }
            char c = in.peek();
            if (c == '(' && arguments.size() == 1 && in.peek(1) == ')') {
                in.skip(2);
                return compounds.function(arguments.get(0).text());
            }
            if (in.end() || (endsWord(c) && !(c == '<' || c == '>'))) {
                break;
            }
            if (arguments.isEmpty()) {
                leadingWord(assignments, arguments);
            } else {
                words.word(arguments);
            }
        }
        variables.declare(arguments);
        boolean empty = assignments.isEmpty() && arguments.isEmpty() && redirects.isEmpty();
        return empty ? null : new Command(assignments, arguments, redirects, null, null);
    }

    private void leadingWord(List<Word> assignments, List<Word> arguments) throws Unparsable {
        List<Word> read = new ArrayList<>();
        words.word(read);
        if (read.size() == 1 && Names.assignedName(read.get(0).text()) != null) {
            variables.assign(read.get(0));
            assignments.add(read.get(0));
            return;
        }
        arguments.addAll(read);
        if (read.size() == 1 && read.get(0).plain() && read.get(0).text().equals("[[")) {
            compounds.condition(arguments);
        }
    }

    void loopVariable(String name, List<Word> values) {
        variables.loop(name, values);
    }

    /** Reads a redirection if one is here. */
    boolean redirect(List<Redirect> out) throws Unparsable {
        int digits = 0;
        while (Character.digit(in.peek(digits), 10) >= 0 && digits < 10) {
            digits++;
        }
        char c = in.peek(digits);
        boolean both = digits == 0 && c == '&' && in.peek(1) == '>';
        if ((c != '<' && c != '>' && !both) || (digits == 0 && !both && in.peek(1) == '(')) {
            return false;
        }
        in.skip(digits + (both ? 1 : 0));
        String operator = operator();
        skipBlanks();
        if (operator.equals("<<") || operator.equals("<<-")) {
            hereDocument(operator.endsWith("-"), out);
            return true;
        }
        List<Word> target = new ArrayList<>();
        words.word(target);
        for (Word word : target) {
            out.add(new Redirect(kind(operator, word), word));
        }
        return true;
    }

    private String operator() {
        int from = in.at();
        char first = in.next();
        String second = first == '<' ? "<>&" : ">|&";
        if (!in.end() && second.indexOf(in.peek()) >= 0) {
            char c = in.next();
            if (first == '<' && c == '<' && (in.peek() == '<' || in.peek() == '-')) {
                in.skip(1);
            }
        }
        return in.since(from);
    }

    private static Redirect.Kind kind(String operator, Word target) {
        boolean descriptor =
                !target.text().isEmpty() && target.text().chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
        return switch (operator) {
            case "<" -> Redirect.Kind.READ;
            case "<<<" -> Redirect.Kind.HERE_TEXT;
            case "<&" -> Redirect.Kind.DUPLICATE;
            case ">&" -> descriptor ? Redirect.Kind.DUPLICATE : Redirect.Kind.WRITE;
            default -> Redirect.Kind.WRITE;
        };
    }

    private void hereDocument(boolean stripsTabs, List<Redirect> out) throws Unparsable {
        List<Word> delimiter = new ArrayList<>();
        words.word(delimiter);
        if (!delimiter.isEmpty()) {
            Redirect redirect = new Redirect(Redirect.Kind.HERE_TEXT, Word.literal(""));
            hereDocuments.await(delimiter.get(0), stripsTabs, redirect);
            out.add(redirect);
        }
    }

    void wordsUntilParen(List<Word> out) throws Unparsable {
        while (!in.end()) {
            skipNewlines();
            if (in.take(")")) {
                return;
            }
            int before = in.at();
            words.word(out);
            if (in.at() == before) {
                in.skip(1);
            }
        }
        throw new Unparsable("an array stays open");
    }

    /** Passes blanks, escaped line breaks and a comment, but no line break. */
    void skipBlanks() {
        while (!in.end()) {
            char c = in.peek();
            if (c == ' ' || c == '\t' || c == '\r') {
                in.skip(1);
            } else if (c == '#') {
                while (!in.end() && in.peek() != '\n') {
                    in.skip(1);
                }
            } else if (!in.take("\\\n") && !in.take("\\\r\n")) {
                return;
            }
        }
    }

    void skipNewlines() {
        skipBlanks();
        while (in.peek() == '\n') {
            newline();
            skipBlanks();
        }
    }

    private void newline() {
        in.skip(1);
        hereDocuments.read(in, this);
    }

    /** The reserved word at the cursor, if the shell would take it for one here. */
    @Nullable
    String reservedAhead() {
        int length = 0;
        while (length < 9 && !endsWord(in.peek(length))) {
            length++;
        }
        if (length == 0 || length == 9) {
            return null;
        }
        int from = in.at();
        in.skip(length);
        String word = in.since(from);
        in.back(from);
        return CompoundReader.reserved(word) ? word : null;
    }

    static boolean endsWord(char c) {
        return switch (c) {
            case ' ', '\t', '\r', '\n', ';', '&', '|', '(', ')', '<', '>', '\0' -> true;
            default -> false;
        };
    }

    void variable(WordSink sink, String name, boolean inQuotes) {
        if (name.equals("IFS")) {
            if (inQuotes) {
                sink.word().quoted(' ');
            } else {
                sink.breakWord();
            }
            return;
        }
        String value = variables.get(name);
        if (value == null) {
            sink.word().unknown("$" + name);
        } else {
            sink.expansion(value, inQuotes);
        }
    }

    @Nullable
    String value(String name) {
        return variables.get(name);
    }

    @Nullable
    String home(String user) {
        String home = variables.get("HOME");
        if (user.isEmpty() || (home != null && home.endsWith("/" + user))) {
            return home;
        }
        return user.equals("root") ? "/root" : null;
    }

    @Nullable
    String output(Script script) {
        return Literals.output(script, steps);
    }

    void deeper() throws Unparsable {
        if (depth >= DEEPEST) {
            throw new Unparsable("nested too deeply");
        }
        depth++;
    }

    void shallower() {
        depth--;
    }
}
