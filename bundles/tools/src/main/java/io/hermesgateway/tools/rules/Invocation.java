package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One program that would run, with the wrappers around it ({@code sudo}, {@code env} …) taken off.
 *
 * @param name the base name in lower case, without {@code .exe}
 * @param arguments everything after the name
 * @param wrappers the names of the wrappers that were taken off
 * @param background whether it is left running when the line goes on
 * @param input what its standard input is known to be
 * @param cwd the working directory where the text itself tells it
 */
public record Invocation(
        String name,
        List<Word> arguments,
        List<Word> assignments,
        List<Redirect> redirects,
        Set<String> wrappers,
        boolean background,
        Input input,
        @Nullable String cwd) {

    /**
     * Where standard input comes from.
     *
     * @param remote fetched from somewhere else earlier in the pipeline
     * @param decoded the danger of running it when an earlier stage decodes or rewrites it
     * @param text the text itself, where it stands in the command
     */
    public record Input(boolean remote, @Nullable Danger decoded, @Nullable String text) {
        public static final Input NONE = new Input(false, null, null);
    }

    /** Whether a short flag occurs, alone or in a cluster such as {@code -rf}. */
    public boolean flag(char flag) {
        for (Word word : arguments) {
            String text = word.bare();
            if (text.equals("--")) {
                return false;
            }
            if (isCluster(text) && text.indexOf(flag) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a long flag occurs, in full or cut to a prefix of at least the given length ({@code --} included). */
    public boolean longFlag(String full, int shortest) {
        for (Word word : arguments) {
            String text = word.bare();
            if (text.equals("--")) {
                return false;
            }
            if (isLong(text, full, shortest)) {
                return true;
            }
        }
        return false;
    }

    public static boolean isLong(String text, String full, int shortest) {
        if (!text.startsWith("--") || text.length() < shortest) {
            return false;
        }
        int equals = text.indexOf('=');
        int length = equals < 0 ? text.length() : equals;
        return length >= shortest && full.regionMatches(true, 0, text, 0, length) && length <= full.length();
    }

    public static boolean isCluster(String text) {
        return text.length() > 1 && text.charAt(0) == '-' && text.charAt(1) != '-';
    }

    /** The arguments that are no options; which options take a value is not known here. */
    public List<Word> operands() {
        List<Word> operands = new ArrayList<>();
        boolean options = true;
        for (Word word : arguments) {
            boolean option = options && word.bare().length() > 1 && word.bare().charAt(0) == '-';
            if (options && word.bare().equals("--")) {
                options = false;
            } else if (!option) {
                operands.add(word);
            }
        }
        return operands;
    }

    /** The value of an option spelled {@code -o value}, {@code -ovalue}, {@code --long value} or {@code --long=value}. */
    public List<Word> values(char flag, String... names) {
        List<Word> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String text = arguments.get(i).text();
            boolean exact = text.equals("-" + flag) || List.of(names).contains(text);
            if (exact && i + 1 < arguments.size()) {
                values.add(arguments.get(i + 1));
            } else if (isCluster(text) && text.charAt(1) == flag && text.length() > 2) {
                values.add(Word.literal(text.substring(2)));
            } else {
                for (String name : names) {
                    if (text.startsWith(name + "=")) {
                        values.add(Word.literal(text.substring(name.length() + 1)));
                    }
                }
            }
        }
        return values;
    }

    /** The argument at this index, or empty. */
    public String argument(int index) {
        return index < arguments.size() ? arguments.get(index).text() : "";
    }

    public boolean has(String... texts) {
        for (Word word : arguments) {
            for (String text : texts) {
                if (word.text().equalsIgnoreCase(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
