package io.hermesgateway.weixin.outbound;

import java.util.Locale;

/** What the far side means when it refuses a message: one code stands for many things, and only its text tells. */
enum Refusal {
    /** The window of the person is used up or too old. */
    WINDOW,
    /** Too many at once. */
    RATE,
    /** The bot's session is over; the message itself is all right. */
    SESSION,
    /** It says no and not why. */
    UNKNOWN,
    /** For good. */
    FINAL;

    private static final int OVERLOADED = -2;
    private static final int RATE_LIMIT = -12;
    private static final int STALE = -14;

    static Refusal of(long code, String message) {
        if (code == STALE) {
            return SESSION;
        }
        if (code == RATE_LIMIT) {
            return RATE;
        }
        return code == OVERLOADED ? overloaded(message.strip().toLowerCase(Locale.ROOT)) : FINAL;
    }

    private static Refusal overloaded(String message) {
        if (message.contains("rate limit") || message.contains("freq limit") || message.contains("frequency")) {
            return RATE;
        }
        boolean window = message.isEmpty() || message.contains("prepare failed") || message.contains("unknown error");
        return window ? WINDOW : UNKNOWN;
    }
}
