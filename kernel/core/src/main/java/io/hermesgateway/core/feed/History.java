package io.hermesgateway.core.feed;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads of what was said: always current for transcripts, the store's own word for everything else. */
public final class History {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final PrimaryStore store;

    public History(Ledger ledger, PrimaryStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    /**
     * The last lines of a session, oldest first.
     *
     * @param partial whether older lines may be missing
     */
    public record Transcript(List<TranscriptLine> lines, boolean partial) {}

    private record Kept(Position applied, List<TranscriptLine> lines) {}

    /** The store's lines and the kernel's newer ones; without the store, or when it is far behind, the latter alone. */
    public Transcript transcript(String sessionId, int atMost) {
        return kept(sessionId, atMost)
                .flatMap(kept -> ledger.read(state -> state.tails().continued(sessionId, kept.applied(), kept.lines())))
                .map(lines -> new Transcript(last(lines, atMost), false))
                .orElseGet(() -> tail(sessionId, atMost));
    }

    private Optional<Kept> kept(String sessionId, int atMost) {
        try {
            return Optional.of(store.call(DEADLINE, s -> new Kept(s.applied(), s.transcript(sessionId, atMost))));
        } catch (GatewayException unavailable) {
            return Optional.empty();
        }
    }

    private Transcript tail(String sessionId, int atMost) {
        List<TranscriptLine> lines = ledger.read(state -> state.tails().of(sessionId));
        return new Transcript(last(lines, atMost), lines.size() < atMost);
    }

    private static List<TranscriptLine> last(List<TranscriptLine> lines, int atMost) {
        return lines.subList(Math.max(0, lines.size() - atMost), lines.size());
    }

    /** Throws {@code store_unavailable} when there is no store to ask. */
    public List<Store.SessionRow> sessions(Store.Query query) {
        return store.call(DEADLINE, s -> s.sessions(query));
    }

    /** Throws {@code store_unavailable} when there is no store to ask. */
    public List<Store.SearchHit> search(String text, Store.Query query) {
        return store.call(DEADLINE, s -> s.search(text, query));
    }
}
