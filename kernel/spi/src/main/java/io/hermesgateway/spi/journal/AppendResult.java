package io.hermesgateway.spi.journal;

import java.util.function.Function;

/** What became of an append. */
public sealed interface AppendResult {
    /** Durable; the records of one append have consecutive places in the order given. */
    record Appended(Position first, Position last) implements AppendResult {}

    /** Nothing was written: somebody else wrote about the subject first. Apply up to {@code actual} and decide anew. */
    record Conflict(String subject, Position actual) implements AppendResult {}

    /** Nothing was written, or it cannot be told whether it was; the journal recovers by itself. */
    record Unavailable(String why) implements AppendResult {}

    default <T> T fold(
            Function<Appended, T> appended, Function<Conflict, T> conflict, Function<Unavailable, T> unavailable) {
        if (this instanceof Appended a) {
            return appended.apply(a);
        }
        return this instanceof Conflict c ? conflict.apply(c) : unavailable.apply((Unavailable) this);
    }
}
