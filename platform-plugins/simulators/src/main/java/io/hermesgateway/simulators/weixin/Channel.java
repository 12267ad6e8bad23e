package io.hermesgateway.simulators.weixin;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether the server still keeps a bot's channel open for polls. It goes stale when nothing happens for long; notifyStart
 * opens it again, sometimes not the first, sometimes none.
 */
final class Channel {
    /** Only a new login helps. */
    static final int NEVER = -1;

    private Instant active;
    private boolean stale;
    private int startsLeft;

    Channel(Instant now) {
        active = now;
    }

    /** A poll came or goes on, or a person wrote. */
    void active(Instant now) {
        active = now;
    }

    void expire(int starts) {
        stale = true;
        startsLeft = starts;
    }

    /** Looks at the time, and says whether polls are refused. */
    boolean stale(Duration idle, int starts, Instant now) {
        if (!stale && !idle.isZero() && !now.isBefore(active.plus(idle))) {
            expire(starts);
        }
        return stale;
    }

    void notifyStart(Instant now) {
        if (stale && startsLeft != NEVER) {
            startsLeft--;
            stale = startsLeft > 0;
        }
        if (!stale) {
            active = now;
        }
    }
}
