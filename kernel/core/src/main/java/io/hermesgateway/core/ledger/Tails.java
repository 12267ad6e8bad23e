package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.agent.TranscriptLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest transcript lines of the sessions that were active last. A store has the rest; what is newer than the
 * store's applied position is surely here unless the bounds below were passed, and then the answer is marked partial.
 */
public final class Tails {
    private static final int LINES_MOST = 200;
    private static final int SESSIONS_MOST = 2_000;

    private final LinkedHashMap<String, Deque<TranscriptLine>> bySession = new LinkedHashMap<>(64, 0.75f, true);

    void add(String sessionId, List<TranscriptLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        Deque<TranscriptLine> tail = bySession.computeIfAbsent(sessionId, id -> new ArrayDeque<>(4));
        tail.addAll(lines);
        while (tail.size() > LINES_MOST) {
            tail.removeFirst();
        }
        if (bySession.size() > SESSIONS_MOST) {
            Map.Entry<String, ?> eldest = bySession.entrySet().iterator().next();
            bySession.remove(eldest.getKey());
        }
    }

    void cut(String sessionId, String fromTurnId) {
        Deque<TranscriptLine> tail = bySession.get(sessionId);
        if (tail != null && tail.stream().anyMatch(line -> fromTurnId.equals(line.turnId()))) {
            while (!tail.isEmpty() && !fromTurnId.equals(tail.getLast().turnId())) {
                tail.removeLast();
            }
            tail.removeIf(line -> fromTurnId.equals(line.turnId()));
        }
    }

    /** The lines that are known, oldest first. */
    public List<TranscriptLine> of(String sessionId) {
        Deque<TranscriptLine> tail = bySession.get(sessionId);
        return tail == null ? List.of() : List.copyOf(tail);
    }
}
