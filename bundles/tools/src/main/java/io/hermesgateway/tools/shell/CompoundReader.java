package io.hermesgateway.tools.shell;

import java.util.ArrayList;
import java.util.List;

/** Reads what begins with a reserved word or a parenthesis. */
final class CompoundReader {
    private final Cursor in;
    private final ShellParser parser;
    private final WordReader words;

    CompoundReader(Cursor in, ShellParser parser, WordReader words) {
        this.in = in;
        this.parser = parser;
        this.words = words;
    }

    static boolean reserved(String word) {
        return skipped(word)
                || switch (word) {
                    case "if", "while", "until", "for", "select", "case", "function", "{" -> true;
                    default -> false;
                };
    }

    /** Words that only connect lists; what follows them is again a place for a command. */
    static boolean skipped(String word) {
        return switch (word) {
            case "!", "then", "else", "elif", "do", "coproc", "fi", "done", "esac", "}" -> true;
            default -> false;
        };
    }

    Command read(String reserved) throws Unparsable {
        return switch (reserved) {
            case "if" -> group(List.of(), Closer.FI);
            case "while", "until" -> group(List.of(), Closer.DONE);
            case "{" -> group(List.of(), Closer.BRACE);
            case "case" -> cases();
            case "function" -> named();
            default -> loop();
        };
    }

    private Command group(List<Word> header, Closer closer) throws Unparsable {
        Script body = parser.until(closer);
        return Command.group(header, body, redirects());
    }

    private List<Redirect> redirects() throws Unparsable {
        List<Redirect> redirects = new ArrayList<>();
        parser.skipBlanks();
        while (parser.redirect(redirects)) {
            parser.skipBlanks();
        }
        return redirects;
    }

    /** A subshell; {@code ((…))} is arithmetic in bash and a subshell elsewhere, so what it would run is read too. */
    Command parenthesis() throws Unparsable {
        in.skip(1);
        int from = in.at();
        WordSink scratch = new WordSink(new ArrayList<>(), false);
        if (in.peek() != '(' || !words.arithmetic(scratch)) {
            return group(List.of(), Closer.PAREN);
        }
        List<Word> inside = List.of(scratch.word().build());
        String text = in.since(from);
        try {
            return Command.group(inside, parser.inner(text.substring(1, text.length() - 2)), redirects());
        } catch (Unparsable onlyArithmetic) {
            return Command.group(inside, new Script(List.of()), redirects());
        }
    }

    private Command loop() throws Unparsable {
        parser.skipBlanks();
        List<Word> header = new ArrayList<>();
        if (in.peek() == '(') {
            Command counted = parenthesis();
            header.addAll(counted.words());
        } else {
            List<Word> name = new ArrayList<>();
            words.word(name);
            parser.skipNewlines();
            if (in.take("in")) {
                wordsOfLine(header);
            }
            if (!name.isEmpty()) {
                parser.loopVariable(name.get(0).text(), header);
            }
        }
        return group(header, Closer.DONE);
    }

    private void wordsOfLine(List<Word> out) throws Unparsable {
        parser.skipBlanks();
        while (!ShellParser.endsWord(in.peek()) || in.peek() == '<' || in.peek() == '>') {
            int before = in.at();
            words.word(out);
            parser.skipBlanks();
            if (in.at() == before) {
                return;
            }
        }
    }

    private Command cases() throws Unparsable {
        List<Word> header = new ArrayList<>();
        parser.skipBlanks();
        words.word(header);
        parser.skipNewlines();
        in.take("in");
        List<Script.Pipeline> branches = new ArrayList<>();
        while (true) {
            parser.skipNewlines();
            if (in.end() || "esac".equals(parser.reservedAhead())) {
                in.take("esac");
                break;
            }
            patterns(header);
            branches.addAll(parser.until(Closer.BRANCH).pipelines());
        }
        return Command.group(header, new Script(branches), redirects());
    }

    private void patterns(List<Word> out) throws Unparsable {
        in.take("(");
        while (!in.end() && !in.take(")")) {
            parser.skipNewlines();
            int before = in.at();
            words.word(out);
            if (in.at() == before && in.peek() != ')') {
                if (in.peek() == ';' || in.end()) {
                    return;
                }
                in.skip(1);
            }
        }
    }

    private Command named() throws Unparsable {
        parser.skipBlanks();
        List<Word> name = new ArrayList<>();
        words.word(name);
        parser.skipBlanks();
        in.take("()");
        return function(name.isEmpty() ? "" : name.get(0).text());
    }

    /** The body of a function, whatever compound command it is. */
    Command function(String name) throws Unparsable {
        parser.skipNewlines();
        String reserved = parser.reservedAhead();
        Script body;
        if (reserved != null && !skipped(reserved)) {
            in.skip(reserved.length());
            body = bodyOf(read(reserved));
        } else if (in.peek() == '(') {
            body = bodyOf(parenthesis());
        } else {
            body = new Script(List.of());
        }
        return Command.definition(name, body);
    }

    private static Script bodyOf(Command command) {
        return new Script(List.of(new Script.Pipeline(List.of(command), false)));
    }

    /** Passes the inside of {@code [[ … ]]}, where operators are no operators of the shell. */
    void condition(List<Word> out) throws Unparsable {
        while (!in.end()) {
            parser.skipNewlines();
            int before = in.at();
            words.word(out);
            if (in.at() == before) {
                if (in.end() || in.peek() == ';') {
                    return;
                }
                in.skip(1);
            } else if (out.get(out.size() - 1).text().equals("]]")) {
                return;
            }
        }
    }
}
