package io.hermesgateway.spi.message;

/**
 * What the inbox did with a message. After {@code Fresh}, {@code Known} and {@code Turned} the platform acknowledges to
 * the far side; after {@code NotNow} it must not, and offers the message again later.
 */
public sealed interface Accepted {
    /** It is durable; a turn will take it, or a control command did. */
    record Fresh() implements Accepted {}

    /** It was accepted before; nothing was done. */
    record Known() implements Accepted {}

    /** The sender may not talk to the agent (a pairing code may be on its way). */
    record Turned(String why) implements Accepted {}

    /** The journal takes nothing at the moment. */
    record NotNow(String why) implements Accepted {}

    /** Whether the far side may be told that the message arrived. */
    default boolean acknowledge() {
        return !(this instanceof NotNow);
    }
}
