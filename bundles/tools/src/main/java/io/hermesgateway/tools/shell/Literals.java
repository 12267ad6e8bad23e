package io.hermesgateway.tools.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command prints, where the text itself tells: {@code echo} and {@code printf} with known words. */
public final class Literals {
    private Literals() {}

    static @Nullable String output(Script script, Steps steps) {
        if (script.pipelines().size() != 1 || script.pipelines().get(0).stages().size() != 1) {
            return null;
        }
        Command command = script.pipelines().get(0).stages().get(0);
        String printed = isCat(command) ? hereText(command.redirects()) : output(command.words(), steps);
        int end = printed == null ? 0 : printed.length();
        while (end > 0 && printed != null && printed.charAt(end - 1) == '\n') {
            end--;
        }
        return printed == null ? null : printed.substring(0, end);
    }

    private static boolean isCat(Command command) {
        return command.words().size() == 1 && command.words().get(0).text().equals("cat");
    }

    /** The text that the last here-document or here-string among the redirections holds, or null without any. */
    public static @Nullable String hereText(List<Redirect> redirects) {
        for (int i = redirects.size() - 1; i >= 0; i--) {
            Redirect redirect = redirects.get(i);
            if (redirect.kind() == Redirect.Kind.HERE_TEXT) {
                return redirect.target().text();
            }
        }
        return null;
    }

    /** The output of this command, or null when it is not known. */
    public static @Nullable String output(List<Word> words, Steps steps) {
        if (words.isEmpty()
                || words.stream()
                        .anyMatch(word -> word.unknown() || !word.inner().isEmpty())) {
            return null;
        }
        return switch (words.get(0).text()) {
            case "echo", "/bin/echo", "/usr/bin/echo" -> echo(words, steps);
            case "printf", "/usr/bin/printf" -> printf(words, steps);
            default -> null;
        };
    }

    private static String echo(List<Word> words, Steps steps) {
        int first = 1;
        boolean escapes = false;
        while (first < words.size() && isEchoOption(words.get(first).text())) {
            escapes |= words.get(first).text().indexOf('e') > 0;
            first++;
        }
        String text = join(words, first);
        return escapes ? Escapes.decodeAll(text, steps) : text;
    }

    private static boolean isEchoOption(String word) {
        boolean option = word.length() > 1 && word.length() < 5 && word.charAt(0) == '-';
        for (int i = 1; option && i < word.length(); i++) {
            option = "neE".indexOf(word.charAt(i)) >= 0;
        }
        return option;
    }

    private static String printf(List<Word> words, Steps steps) {
        int first = words.size() > 1 && words.get(1).text().equals("--") ? 2 : 1;
        if (first >= words.size()) {
            return "";
        }
        String format = Escapes.decodeAll(words.get(first).text(), steps);
        StringBuilder out = new StringBuilder();
        int argument = first + 1;
        do {
            int before = argument;
            argument = once(format, words, argument, out);
            if (argument == before) {
                break;
            }
        } while (argument < words.size());
        return out.toString();
    }

    private static int once(String format, List<Word> words, int first, StringBuilder out) {
        int argument = first;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
            } else if (format.charAt(i + 1) == '%') {
                out.append('%');
                i++;
            } else {
                i = endOfDirective(format, i + 1);
                out.append(argument < words.size() ? words.get(argument).text() : "");
                argument++;
            }
        }
        return Math.min(argument, Math.max(first, words.size()));
    }

    private static int endOfDirective(String format, int from) {
        int i = from;
        while (i < format.length() - 1 && !Character.isLetter(format.charAt(i))) {
            i++;
        }
        return i;
    }

    static String join(List<Word> words, int first) {
        StringBuilder out = new StringBuilder();
        for (int i = first; i < words.size(); i++) {
            out.append(i == first ? "" : " ").append(words.get(i).text());
        }
        return out.toString();
    }
}
