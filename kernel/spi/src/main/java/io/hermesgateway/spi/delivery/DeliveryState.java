package io.hermesgateway.spi.delivery;

import java.util.Locale;

/**
 * Where a delivery stands.
 *
 * <pre>
 * QUEUED → SENDING → SENT | IN_AUDIT | FAILED | UNCERTAIN | RETRYING | PARKED
 * RETRYING, PARKED → SENDING        IN_AUDIT → SENT | FAILED
 * UNCERTAIN, FAILED → QUEUED (a person)        any open state → CANCELLED
 * </pre>
 */
public enum DeliveryState {
    QUEUED,
    SENDING,
    SENT,
    RETRYING,
    /** Waits for the far side's next opening, for example a new window of QQ or WeChat. */
    PARKED,
    /** Written, no answer: sent again only where the far side recognises repeats, or when a person says so. */
    UNCERTAIN,
    IN_AUDIT,
    /** A dead letter. */
    FAILED,
    CANCELLED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the kernel still has something to do. */
    public boolean open() {
        return this == QUEUED || this == SENDING || this == RETRYING || this == PARKED || this == IN_AUDIT;
    }
}
