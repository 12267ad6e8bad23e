package io.hermesgateway.tools.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a pipeline: a simple command (words), a group or other compound command (a body), or the definition of a
 * function (a body and the function's name).
 */
public record Command(
        List<Word> assignments,
        List<Word> words,
        List<Redirect> redirects,
        @Nullable Script body,
        @Nullable String function) {
    public Command {
        assignments = List.copyOf(assignments);
        words = List.copyOf(words);
        redirects = List.copyOf(redirects);
    }

    static Command group(List<Word> words, Script body, List<Redirect> redirects) {
        return new Command(List.of(), words, redirects, body, null);
    }

    static Command definition(String name, Script body) {
        return new Command(List.of(), List.of(), List.of(), body, name);
    }
}
