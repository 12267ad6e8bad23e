package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.Turns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One run: a row that is kept, what happened in it, and the questions that are open. */
public final class Run {
    /** Parts of the row that are nobody's business. */
    private static final Set<String> PRIVATE = Set.of("turn_id", "owner", "idempotency_key", "fingerprint", "life");
    /** A life of the gateway numbers its events from here, so that numbers rise whatever happens in between. */
    private static final long EVENTS_OF_A_LIFE = 1_000_000;

    private final InstantSource clock;
    private final Consumer<Run> kept;
    private final ObjectNode row;
    private final RunEvents events;
    private final Map<String, ObjectNode> questions = new LinkedHashMap<>();
    private final List<BiConsumer<String, ObjectNode>> listeners = new CopyOnWriteArrayList<>();

    Run(ObjectNode row, InstantSource clock, Consumer<Run> kept) {
        this.row = row;
        this.clock = clock;
        this.kept = kept;
        this.events = new RunEvents(row.path("life").asLong() * EVENTS_OF_A_LIFE);
    }

    public String id() {
        return row.path("run_id").asText();
    }

    public String sessionId() {
        return row.path("session_id").asText();
    }

    synchronized String turnId() {
        return row.path("turn_id").asText();
    }

    synchronized void turnId(String id) {
        row.put("turn_id", id);
    }

    boolean belongsTo(String key) {
        return row.path("owner").asText().equals(owner(key));
    }

    /** Whoever comes without a key is the one with the only key. */
    static String owner(String key) {
        return key.isEmpty() ? Call.DEFAULT_KEY : key;
    }

    synchronized RunState state() {
        return RunState.of(row.path("status").asText());
    }

    synchronized Instant updatedAt() {
        return Instant.ofEpochMilli(Math.round(row.path("updated_at").asDouble() * 1_000));
    }

    RunEvents events() {
        return events;
    }

    synchronized ObjectNode row() {
        return row.deepCopy();
    }

    synchronized String field(String name) {
        return Json.textOf(row, name);
    }

    /** What the client may know. */
    synchronized ObjectNode status() {
        ObjectNode status = Json.object().put("object", "hermes.run");
        row.properties().forEach(field -> {
            if (!PRIVATE.contains(field.getKey())) {
                status.set(field.getKey(), field.getValue());
            }
        });
        if (!questions.isEmpty() && !state().over()) {
            status.set("approval", questions.values().iterator().next().deepCopy());
            questions.values().forEach(question -> status.withArray("approvals").add(question.deepCopy()));
        }
        return status.deepCopy();
    }

    /** Moves on, unless it is over; false when it is. */
    synchronized boolean become(RunState next) {
        if (state().over()) {
            return false;
        }
        row.put("status", next.word());
        touch();
        return true;
    }

    /** The turn has begun, or goes on. */
    synchronized void goesOn() {
        if (state() == RunState.QUEUED || (state() == RunState.WAITING_FOR_APPROVAL && questions.isEmpty())) {
            become(RunState.RUNNING);
        }
    }

    private void touch() {
        row.put("updated_at", seconds(clock.instant()));
    }

    static double seconds(Instant at) {
        return at.toEpochMilli() / 1_000.0;
    }

    /** Who also hears what readers are told, from now on. */
    public synchronized void whenAsked(BiConsumer<String, ObjectNode> listener) {
        listeners.add(listener);
        questions.values().forEach(question -> listener.accept("approval.request", question));
    }

    /** Ends it; false when it had ended. */
    public boolean stop(Turns turns, String why) {
        return become(RunState.STOPPING) && turns.stop(turnId(), why);
    }

    /** Tells whoever reads. */
    synchronized void tell(String event, ObjectNode fields) {
        Instant now = clock.instant();
        ObjectNode all = Json.object().put("event", event).put("run_id", id()).put("timestamp", seconds(now));
        all.setAll(fields);
        row.put("last_event", event);
        touch();
        events.add(all);
        listeners.forEach(listener -> listener.accept(event, fields));
    }

    /** Somebody is to be asked; asking the same twice changes nothing. */
    synchronized void ask(ObjectNode question) {
        if (state().over() || questions.putIfAbsent(question.path("request_id").asText(), question) != null) {
            return;
        }
        if (state() != RunState.STOPPING) {
            become(RunState.WAITING_FOR_APPROVAL);
        }
        tell("approval.request", question);
        kept.accept(this);
    }

    /** A question was answered, or taken back; false when it was not open here. */
    synchronized boolean answered(String requestId, String choice, String outcome) {
        if (questions.remove(requestId) == null) {
            return false;
        }
        goesOn();
        tell(
                "approval.responded",
                Json.object()
                        .put("request_id", requestId)
                        .put("choice", choice)
                        .put("state", outcome)
                        .put("resolved", 1));
        return true;
    }

    /** The open questions, oldest first. */
    synchronized List<String> questions() {
        return List.copyOf(questions.keySet());
    }

    /** The end; whoever comes later changes nothing. */
    synchronized boolean end(RunState state, String event, ObjectNode fields) {
        if (!become(state)) {
            return false;
        }
        questions.clear();
        fields.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
        tell(event, fields);
        events.close();
        kept.accept(this);
        return true;
    }
}
