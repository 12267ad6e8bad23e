package io.hermesgateway.testkit;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Turns that a test plays by hand: it is told of each request and says what happens. */
public final class FakeTurns implements Turns {
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final Map<String, Snapshot> known = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private volatile Play play = (turns, turnId, request) -> turns.end(turnId, "you said: " + request.text());

    /** What happens to a request, on the thread of the one who asks. */
    public interface Play {
        void begin(FakeTurns turns, String turnId, Request request);
    }

    public void play(Play next) {
        play = next;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Turns that somebody stopped, as {@code id why}. */
    public List<String> stopped() {
        return List.copyOf(stopped);
    }

    /** Tells whoever watches the turn. */
    public void tell(TurnEvent event) {
        listeners.getOrDefault(event.turnId(), List.of()).forEach(listener -> listener.onEvent(event));
    }

    /** A turn that an earlier life began. */
    public void known(String turnId, String sessionId, Conversation conversation, String state) {
        known.put(turnId, new Snapshot(turnId, sessionId, conversation, state, null));
    }

    /** Ends the turn with an answer. */
    public void end(String turnId, String text) {
        known.computeIfPresent(
                turnId, (id, old) -> new Snapshot(id, old.sessionId(), old.conversation(), "answered", text));
        tell(new TurnEvent.Ended(turnId, "answered", text, TurnOutcome.Usage.NONE, null));
    }

    @Override
    public Started start(Request request, @Nullable Listener listener) {
        requests.add(request);
        String turnId = "turn-" + requests.size();
        known.put(turnId, new Snapshot(turnId, "session-1", request.conversation(), "running", null));
        listeners.put(turnId, new CopyOnWriteArrayList<>(listener == null ? List.of() : List.of(listener)));
        play.begin(this, turnId, request);
        return new Started.Accepted(turnId, "session-1");
    }

    @Override
    public Registration watch(String turnId, Listener listener) {
        List<Listener> watching =
                listeners.computeIfAbsent(turnId, id -> new CopyOnWriteArrayList<>(new ArrayList<>()));
        watching.add(listener);
        return () -> watching.remove(listener);
    }

    @Override
    public Optional<Snapshot> find(String turnId) {
        return Optional.ofNullable(known.get(turnId));
    }

    @Override
    public boolean stop(String turnId, String why) {
        stopped.add(turnId + " " + why);
        return known.containsKey(turnId);
    }

    /** Sessions that somebody had forgotten. */
    public List<String> forgotten() {
        return List.copyOf(forgotten);
    }

    @Override
    public boolean forget(String sessionId) {
        return forgotten.add(sessionId);
    }

    @Override
    public boolean steer(String turnId, String text) {
        return known.containsKey(turnId);
    }
}
