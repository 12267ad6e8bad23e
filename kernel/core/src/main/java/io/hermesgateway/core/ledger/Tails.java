package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was last said, and taken back, in the sessions that were active last. A store has the rest; what is newer than
 * the store's applied position is surely here unless the bounds below were passed, and then this is known too.
 */
public final class Tails {
    private static final int LINES_MOST = 200;
    private static final int SESSIONS_MOST = 2_000;

    private final LinkedHashMap<String, Tail> bySession = new LinkedHashMap<>(64, 0.75f, true);
    /** Sessions that are not here may have had changes up to this one. */
    private Position forgotten = Position.NONE;

    private interface Change {
        void apply(List<TranscriptLine> transcript);
    }

    private record Placed(Position at, int lines, Change change) {}

    private static final class Tail {
        private final Deque<Placed> changes = new ArrayDeque<>(4);
        private int lines;
        private @Nullable Conversation conversation;
        /** Complete after this one. */
        private Position completeAfter;

        Tail(Position completeAfter) {
            this.completeAfter = completeAfter;
        }
    }

    void add(Position at, String sessionId, Conversation conversation, List<TranscriptLine> lines) {
        if (!lines.isEmpty()) {
            Tail tail = put(sessionId, new Placed(at, lines.size(), transcript -> transcript.addAll(lines)));
            tail.conversation = conversation;
        }
    }

    void cut(Position at, String sessionId, String fromTurnId) {
        put(sessionId, new Placed(at, 1, transcript -> cut(transcript, fromTurnId)));
    }

    private static void cut(List<TranscriptLine> transcript, String fromTurnId) {
        for (int i = 0; i < transcript.size(); i++) {
            if (fromTurnId.equals(transcript.get(i).turnId())) {
                transcript.subList(i, transcript.size()).clear();
            }
        }
    }

    private Tail put(String sessionId, Placed placed) {
        Tail tail = bySession.computeIfAbsent(sessionId, id -> new Tail(forgotten));
        tail.changes.addLast(placed);
        tail.lines += placed.lines();
        while (tail.lines > LINES_MOST && tail.changes.size() > 1) {
            Placed oldest = tail.changes.removeFirst();
            tail.lines -= oldest.lines();
            tail.completeAfter = oldest.at();
        }
        if (bySession.size() > SESSIONS_MOST) {
            Map.Entry<String, Tail> eldest = bySession.entrySet().iterator().next();
            Position last = eldest.getValue().changes.getLast().at();
            forgotten = last.isAfter(forgotten) ? last : forgotten;
            bySession.remove(eldest.getKey());
        }
        return tail;
    }

    /** What was said in a session after a position. */
    public record Recent(String sessionId, Conversation conversation, List<TranscriptLine> lines) {
        public Instant last() {
            return lines.get(lines.size() - 1).at();
        }
    }

    /** The sessions in which something was said after the position. */
    public List<Recent> after(Position position) {
        List<Recent> recent = new ArrayList<>();
        bySession.forEach((id, tail) -> {
            List<TranscriptLine> lines = new ArrayList<>();
            tail.changes.stream()
                    .filter(placed -> placed.at().isAfter(position))
                    .forEach(placed -> placed.change().apply(lines));
            if (tail.conversation != null && !lines.isEmpty()) {
                recent.add(new Recent(id, tail.conversation, List.copyOf(lines)));
            }
        });
        return recent;
    }

    /** The lines that are known, oldest first. */
    public List<TranscriptLine> of(String sessionId) {
        List<TranscriptLine> lines = new ArrayList<>();
        Optional.ofNullable(bySession.get(sessionId))
                .ifPresent(
                        tail -> tail.changes.forEach(placed -> placed.change().apply(lines)));
        return List.copyOf(lines);
    }

    /**
     * Brings a transcript up to date that has everything up to a position; empty when too much has happened since. What
     * it has already of what is newer is not put in again.
     */
    public Optional<List<TranscriptLine>> continued(String sessionId, Position upTo, List<TranscriptLine> transcript) {
        Tail tail = bySession.get(sessionId);
        if ((tail == null ? forgotten : tail.completeAfter).isAfter(upTo)) {
            return Optional.empty();
        }
        List<TranscriptLine> lines = new ArrayList<>(transcript);
        Set<TranscriptLine> there = new HashSet<>(transcript);
        for (Placed placed : tail == null ? List.<Placed>of() : tail.changes) {
            if (placed.at().isAfter(upTo)) {
                List<TranscriptLine> next = new ArrayList<>(lines);
                placed.change().apply(next);
                boolean known = next.size() > lines.size() && there.contains(next.get(lines.size()));
                lines = known ? lines : next;
            }
        }
        return Optional.of(List.copyOf(lines));
    }
}
