package io.hermesgateway.api.runs;

import java.util.Locale;
import java.util.Set;

/** Where a run stands. */
enum RunState {
    QUEUED,
    RUNNING,
    WAITING_FOR_APPROVAL,
    STOPPING,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** Its end is not known: the gateway was killed in the middle of it. */
    INTERRUPTED;

    private static final Set<RunState> OVER = Set.of(COMPLETED, FAILED, CANCELLED, INTERRUPTED);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    boolean over() {
        return OVER.contains(this);
    }
}
