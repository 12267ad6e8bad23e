package io.hermesgateway.spi.approval;

import java.util.Locale;

/** PENDING is left exactly once, to one of the other five; they are different outcomes for agent and person. */
public enum ApprovalState {
    PENDING,
    APPROVED,
    DENIED,
    EXPIRED,
    /** The turn was stopped or ended before anybody answered. */
    WITHDRAWN,
    /** Nobody could be asked. */
    UNDELIVERABLE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
