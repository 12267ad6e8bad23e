package io.hermesgateway.weixin.outbound;

import java.time.Duration;
import java.time.Instant;

/**
 * What we may still say to one person: ten messages within a day of the last word from them. Only a new word opens
 * another window.
 *
 * @param token the right to answer, as the last message brought it; empty when there was none
 * @param written when the far side says that message was written; tells older ones apart
 * @param heard when it arrived here; the day is counted by our own clock
 * @param sent what went out since, uncertain ones included
 */
public record Window(String token, long written, Instant heard, int sent) {
    public static final int MOST = 10;
    /** Kept back while a turn works: one for its answer, one for the word that something went wrong. */
    public static final int RESERVED = 2;

    private static final Duration OPEN = Duration.ofHours(24);

    static final Window NEVER = new Window("", 0, Instant.EPOCH, 0);

    /** The window after a message; a message from before changes nothing, nor does the same one again. */
    Window after(String newToken, long newWritten, Instant now) {
        boolean same = newToken.equals(token);
        boolean older = newWritten != 0 && newWritten < written;
        return same || older || newToken.isEmpty() ? this : new Window(newToken, newWritten, now, 0);
    }

    public boolean known() {
        return !token.isEmpty();
    }

    public int left(Instant now) {
        return known() && heard.plus(OPEN).isAfter(now) ? Math.max(0, MOST - sent) : 0;
    }

    Window sent(int more) {
        return new Window(token, written, heard, Math.max(0, sent + more));
    }
}
