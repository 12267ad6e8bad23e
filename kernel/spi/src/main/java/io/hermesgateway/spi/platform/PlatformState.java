package io.hermesgateway.spi.platform;

import java.util.Locale;

/** What a platform account is observed to be. */
public enum PlatformState {
    CONNECTING,
    ONLINE,
    /** Works in part, or somebody else consumes the same account. */
    DEGRADED,
    OFFLINE,
    NEEDS_LOGIN,
    /** Will not try again by itself. */
    FAILED,
    /** Has stopped as wanted. */
    PAUSED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
