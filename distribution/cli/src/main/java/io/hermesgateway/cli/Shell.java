package io.hermesgateway.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Where a command runs: its streams, its environment, and the language of the person.
 *
 * @param terminal whether a person reads what is printed
 * @param distribution the folder of the unpacked program, when there is one
 */
record Shell(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> env,
        Path home,
        @Nullable Path distribution,
        boolean terminal) {

    static final String DIM = "2";
    static final String BOLD = "1";
    private static final int NARROW = 80;

    /** The words of a message, in the language of the locale, as the launcher chooses it. */
    String say(String key, Object... arguments) {
        ResourceBundle words = ResourceBundle.getBundle(
                "io.hermesgateway.cli.words",
                chinese() ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT,
                Shell.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(words.getString(key), Locale.ROOT).format(arguments);
    }

    /** The language of the person. */
    Locale language() {
        return chinese() ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    private boolean chinese() {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String language = env.getOrDefault(name, "");
            if (!language.isEmpty() && !language.startsWith("C.") && !language.equals("POSIX")) {
                return language.startsWith("zh");
            }
        }
        return "zh".equals(System.getProperty("user.language"));
    }

    Failure failure(int exit, String key, Object... arguments) {
        return new Failure(exit, say(key, arguments));
    }

    /** The text in a style of the terminal, where there is one and colours are wanted. */
    String paint(String style, String text) {
        return terminal && !env.containsKey("NO_COLOR") ? "\033[" + style + "m" + text + "\033[0m" : text;
    }

    /** A state in its colour: green for well, yellow for not yet, red for trouble. */
    String state(String state) {
        return switch (state) {
            case "ok", "running", "online", "approved", "sent" -> paint("32", state);
            case "failed", "quarantined", "offline", "needs_login", "degraded", "denied" -> paint("31", state);
            default -> paint("33", state);
        };
    }

    /** How many columns a line may have; endless when nobody looks. */
    int width() {
        if (!terminal) {
            return Integer.MAX_VALUE;
        }
        try {
            return Math.max(40, Integer.parseInt(env.getOrDefault("COLUMNS", "")));
        } catch (NumberFormatException unknown) {
            return NARROW;
        }
    }

    Shell at(Path otherHome) {
        return new Shell(in, out, err, env, otherHome, distribution, terminal);
    }
}
