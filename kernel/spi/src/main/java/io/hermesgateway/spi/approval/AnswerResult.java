package io.hermesgateway.spi.approval;

/** The truth for the one who answered. */
public sealed interface AnswerResult {
    /** The sentence to show the person, in the conversation's language. */
    String words();

    /** This answer decided it. */
    record Decided(Approval approval, String words) implements AnswerResult {}

    /** It was decided before; here is how. */
    record Already(Approval approval, String words) implements AnswerResult {}

    /** No such approval is known. */
    record Unknown(String words) implements AnswerResult {}

    /** This person may not answer it, or this choice is not offered. */
    record NotAllowed(String words) implements AnswerResult {}

    /** It could not be made durable; nothing changed, trying again is useful. */
    record NotNow(String words) implements AnswerResult {}
}
