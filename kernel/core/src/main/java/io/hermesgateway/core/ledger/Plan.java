package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.journal.Fact;
import java.util.List;

/**
 * A decision that also has something to say to its caller.
 *
 * @param answer what the caller gets when the facts are durable (or when there are none)
 */
public record Plan<T>(T answer, List<? extends Fact> facts) {
    public Plan {
        facts = List.copyOf(facts);
    }

    /** Nothing is to be written. */
    public static <T> Plan<T> nothing(T answer) {
        return new Plan<>(answer, List.of());
    }
}
