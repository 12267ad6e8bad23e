package io.hermesgateway.spi.store;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Long-lived history, fed from the journal.
 *
 * <p><b>Feed.</b> {@link #apply} is called by one thread with facts in order. It stores the batch and the last position
 * in one transaction; facts at or before {@link #applied} are skipped, so that a batch may come again. A Throwable means
 * "not applied": the feed waits, keeps everything, and tries again.
 *
 * <p><b>Reads</b> may be called from many threads and see whole batches. The kernel adds what is newer than
 * {@link #applied} from its own tail, so a store never has to wait for the feed.
 *
 * <p><b>Healing.</b> A store repairs itself while running; it never asks for a restart of the gateway. What it did stands
 * in {@link #health}.
 */
public interface Store extends AutoCloseable {
    /** The position of the last applied fact; NONE for an empty store. */
    Position applied();

    void apply(List<Fed> facts);

    /**
     * Applies the batch only if the store has everything up to this position and nothing more; false when it is somewhere
     * else. A store that may go back while it runs, because it was repaired, must judge this in the transaction that
     * applies the batch: what lies between would be missing for good.
     */
    default boolean applyAfter(Position last, List<Fed> facts) {
        if (!applied().equals(last)) {
            return false;
        }
        apply(facts);
        return true;
    }

    /** The last lines of a session's transcript, oldest first, without those that were taken back. */
    List<TranscriptLine> transcript(String sessionId, int atMost);

    /** Sessions, newest activity first; the filter is a platform. */
    List<SessionRow> sessions(Query query);

    Optional<SessionRow> session(String sessionId);

    /**
     * Full-text search over transcripts, newest first; the filter is a session. A line is found that has all words of
     * the text, whatever their case; what is written without spaces, as Chinese is, counts where it stands together.
     */
    List<SearchHit> search(String text, Query query);

    /** Decided approvals, newest decision first; the filter is a state. */
    List<Approval> approvals(Query query);

    /** Deliveries that are settled and no longer open, newest first; the filter is a state. */
    List<DeliveryRow> deliveries(Query query);

    /** What people did to the gateway, newest first; the filter is a person. */
    List<AuditRow> audit(Query query);

    /** Writes a complete, verified copy to a file that does not exist yet and says up to which position it is complete. */
    Position backup(Path target);

    /** The position up to which a verified backup exists. */
    Position backedUp();

    StoreHealth health();

    @Override
    void close();

    /**
     * Which rows.
     *
     * @param before only rows older than this, for paging
     * @param filter what the call says; null for all
     */
    record Query(int atMost, @Nullable Instant before, @Nullable String filter) {
        public Query {
            if (atMost < 1 || atMost > 10_000) {
                throw new IllegalArgumentException("between 1 and 10000 rows can be asked for");
            }
        }

        public static Query newest(int atMost) {
            return new Query(atMost, null, null);
        }
    }

    /**
     * A session in a listing.
     *
     * @param messages the lines of its transcript
     * @param toolCalls those that have ended
     */
    record SessionRow(
            String id,
            String conversationKey,
            String platform,
            @Nullable String title,
            @Nullable String parentId,
            Instant startedAt,
            Instant lastActivityAt,
            int messages,
            int toolCalls,
            @Nullable String model,
            long inputTokens,
            long outputTokens) {}

    /** A place where the text was found. */
    record SearchHit(String sessionId, @Nullable String turnId, String role, String excerpt, Instant at) {}

    /** A settled delivery. */
    record DeliveryRow(
            String id, String platform, String conversationKey, String state, String excerpt, String why, Instant at) {}

    /** A line of the audit. */
    record AuditRow(String who, String via, String what, String about, Instant at) {}

    /** How the store is; trouble is null when it is well. */
    record StoreHealth(String kind, String where, long bytes, @Nullable String trouble, @Nullable String lastRepair) {}
}
