package io.hermesgateway.itest.world;

import java.time.Duration;

/**
 * What the far side does with a message that the gateway sends.
 *
 * @param shows whether people see the message
 * @param answer what is answered, or nothing
 * @param after how long the answer takes
 * @param cuts whether the connection is closed instead of answering
 * @param words the reason of a {@code later} or {@code refused}
 */
public record Reaction(boolean shows, Answer answer, Duration after, boolean cuts, String words) {
    /** The far side's word. */
    public enum Answer {
        SENT,
        LATER,
        REFUSED,
        NONE
    }

    public static Reaction show() {
        return showAfter(Duration.ZERO);
    }

    public static Reaction showAfter(Duration delay) {
        return new Reaction(true, Answer.SENT, delay, false, "");
    }

    /** Shown, but the sender never hears of it. */
    public static Reaction silence() {
        return new Reaction(true, Answer.NONE, Duration.ZERO, false, "");
    }

    public static Reaction later(Duration seconds, String why) {
        return new Reaction(false, Answer.LATER, seconds, false, why);
    }

    public static Reaction refuse(String why) {
        return new Reaction(false, Answer.REFUSED, Duration.ZERO, false, why);
    }

    /** The connection breaks; the message is shown or is lost with it. */
    public static Reaction cut(boolean shown) {
        return new Reaction(shown, Answer.NONE, Duration.ZERO, true, "");
    }
}
