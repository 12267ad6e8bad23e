package io.hermesgateway.core.turn;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Registration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who watches which turn. Watching is a courtesy: a watcher that throws is dropped and the turn goes on. */
public final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final Map<String, List<Turns.Listener>> byTurn = new ConcurrentHashMap<>();
    private final List<Everywhere> everywhere = new CopyOnWriteArrayList<>();

    /** Watches all turns: the platform of the conversation, the event log. */
    public interface Everywhere {
        void onEvent(Conversation conversation, TurnEvent event);
    }

    public void watchAll(Everywhere watcher) {
        everywhere.add(watcher);
    }

    Registration watch(String turnId, Turns.Listener listener) {
        byTurn.computeIfAbsent(turnId, id -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> drop(turnId, listener);
    }

    void emit(Conversation conversation, TurnEvent event) {
        for (Turns.Listener listener : byTurn.getOrDefault(event.turnId(), List.of())) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException broken) {
                LOG.warn("A watcher of turn {} failed and was dropped: {}", event.turnId(), broken.toString());
                drop(event.turnId(), listener);
            }
        }
        everywhere.forEach(watcher -> watcher.onEvent(conversation, event));
        if (event instanceof TurnEvent.Ended) {
            byTurn.remove(event.turnId());
        }
    }

    private void drop(String turnId, Turns.Listener listener) {
        byTurn.computeIfPresent(turnId, (id, listeners) -> {
            listeners.remove(listener);
            return listeners.isEmpty() ? null : listeners;
        });
    }
}
