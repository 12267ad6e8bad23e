package io.hermesgateway.core.feed;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store in memory that can be frozen, fail, and keep its callers waiting. */
final class FakeStore implements Store {
    final List<Fed> facts = new ArrayList<>();
    List<SessionRow> sessions = List.of();
    Position backedUp = Position.NONE;
    /** Runs before it says what it has applied, and after. */
    Runnable whenAsked = () -> {};

    Runnable whenTold = () -> {};
    private Position applied = Position.NONE;

    /** It was repaired, and what came after this is lost. */
    synchronized void healed(Position upTo) {
        facts.removeIf(fed -> fed.position().isAfter(upTo));
        applied = upTo;
    }

    volatile @Nullable String lastRepair;

    @Override
    public synchronized Position applied() {
        whenAsked.run();
        Position told = applied;
        whenTold.run();
        return told;
    }

    @Override
    public synchronized void apply(List<Fed> batch) {
        for (Fed fed : batch) {
            if (fed.position().isAfter(applied)) {
                facts.add(fed);
                applied = fed.position();
            }
        }
    }

    @Override
    public synchronized List<TranscriptLine> transcript(String sessionId, int atMost) {
        List<TranscriptLine> lines = new ArrayList<>();
        for (Fed fed : facts) {
            if (fed.fact() instanceof Fact.TurnEnded f && f.sessionId().equals(sessionId)) {
                lines.addAll(f.transcript());
            } else if (fed.fact() instanceof Fact.TranscriptCut f
                    && f.sessionId().equals(sessionId)) {
                lines.removeIf(line -> f.fromTurnId().equals(line.turnId()));
            }
        }
        return lines.subList(Math.max(0, lines.size() - atMost), lines.size());
    }

    @Override
    public List<SessionRow> sessions(Query query) {
        return sessions;
    }

    @Override
    public Optional<SessionRow> session(String sessionId) {
        return sessions.stream().filter(row -> row.id().equals(sessionId)).findFirst();
    }

    @Override
    public List<SearchHit> search(String text, Query query) {
        return List.of();
    }

    @Override
    public List<Approval> approvals(Query query) {
        return List.of();
    }

    @Override
    public List<DeliveryRow> deliveries(Query query) {
        return List.of();
    }

    @Override
    public List<AuditRow> audit(Query query) {
        return List.of();
    }

    @Override
    public synchronized Position backup(Path target) {
        try {
            Files.writeString(target, "everything up to " + applied);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        backedUp = applied;
        return applied;
    }

    @Override
    public Position backedUp() {
        return backedUp;
    }

    @Override
    public StoreHealth health() {
        return new StoreHealth("fake", "memory", 0, null, lastRepair);
    }

    @Override
    public void close() {}
}
