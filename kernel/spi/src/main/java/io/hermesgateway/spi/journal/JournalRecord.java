package io.hermesgateway.spi.journal;

import java.time.Instant;
import java.util.Objects;

/**
 * One fact as it is stored: opaque to the journal except for its subject and effect, so that an older journal keeps
 * kinds of facts it has never heard of.
 *
 * @param kind the name of the fact, for example {@code turn-started}
 * @param subject what the fact is about, for example {@code turn/…}; compare-and-set works per subject
 * @param effect whether the subject is still open afterwards
 * @param payload JSON text; bodies over 64 KiB are blobs that the payload names
 */
public record JournalRecord(String kind, String subject, Effect effect, Instant at, String payload) {
    public JournalRecord {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(payload, "payload");
    }

    /** What a record does to its subject; retention keeps every record of an open subject. */
    public enum Effect {
        /** The subject is open: all its records are kept until one closes it. */
        OPEN,
        /** The subject is open and this record stands for all earlier ones (a cursor, a grant, a preference). */
        REPLACE,
        /** The subject is finished: none of its records is needed by the kernel any more. */
        CLOSE
    }
}
