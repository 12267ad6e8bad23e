package io.hermesgateway.jsonl;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.store.Store;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of the files; the names of their components are the names in the files. */
interface Lines {
    String OPENED = "opened";
    String TURN = "turn";
    String CUT = "cut";

    /**
     * What happened in a session, and what the session came to by it.
     *
     * @param from of a cut: the position from which on lines were taken back
     */
    record Event(
            long p,
            String k,
            Instant at,
            @Nullable String turn,
            @Nullable String outcome,
            @Nullable Long from,
            @Nullable List<TranscriptLine> lines,
            Store.SessionRow row) {}

    /** A session in the index: the last line about it counts. */
    record Listed(long p, Store.SessionRow row) {}

    /** A decided approval. */
    record Decided(long p, Instant at, Approval approval) {}

    /** A delivery that left the open ones; {@code again} when it had done so before, then this line counts. */
    record Settled(long p, boolean again, Store.DeliveryRow row) {}

    /** Somebody did something. */
    record Did(long p, Store.AuditRow row) {}

    /** The newest state of something open; gone when there is none in it. */
    record Open(long p, String id, @Nullable Approval approval, @Nullable Sending sending, @Nullable Integer tools) {
        boolean gone() {
            return approval == null && sending == null && tools == null;
        }
    }

    /** A delivery on its way. */
    record Sending(String platform, String key, String excerpt, boolean settled) {}

    /**
     * How far the files are.
     *
     * @param boot when this holds: until the machine starts anew; empty for ever
     */
    record State(int version, long applied, long backedUp, long sessions, String epoch, String boot) {}
}
