package io.hermesgateway.spi.approval;

import java.util.Locale;
import java.util.Optional;

/** What a person may answer. */
public enum Choice {
    ONCE,
    SESSION,
    ALWAYS,
    DENY;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Choice> of(String word) {
        for (Choice choice : values()) {
            if (choice.word().equals(word.trim().toLowerCase(Locale.ROOT))) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }
}
