package io.hermesgateway.spi.approval;

import java.util.List;
import java.util.Objects;

/**
 * What is to be decided.
 *
 * @param command the whole text that will run, shown as it is
 * @param digest a hash of tool and command: the same digest in the same conversation is the same question
 */
public record Question(String tool, String command, String digest, List<Reason> reasons, List<Choice> choices) {
    /** What most questions offer; all of them hold the same list. */
    private static final List<Choice> EVERY_CHOICE = List.of(Choice.values());

    public Question {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(digest, "digest");
        reasons = List.copyOf(reasons);
        choices = choices.equals(EVERY_CHOICE) ? EVERY_CHOICE : List.copyOf(choices);
    }
}
