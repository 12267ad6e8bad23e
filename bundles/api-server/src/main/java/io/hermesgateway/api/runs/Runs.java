package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.rows.KeptRows;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.turn.Ask;
import io.hermesgateway.api.turn.Slots;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of this gateway. A run belongs to nobody's connection: it is a row that is kept, and a turn of the kernel. After
 * a crash the rows are read, the turns that are still open are watched again, and their open questions are asked anew.
 */
public final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final Duration SWEEP = Duration.ofSeconds(60);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration KEPT_FOR_REPEATS = Duration.ofHours(24);

    private final ApiParts parts;
    private final ApiTurns turns;
    private final KeptRows rows;
    private final Map<String, Run> known = new ConcurrentHashMap<>();
    private final List<Registration> watching = new ArrayList<>();

    public Runs(ApiParts parts, ApiTurns turns, KeptRows rows) {
        this.parts = parts;
        this.turns = turns;
        this.rows = rows;
    }

    /**
     * What a run begins with.
     *
     * @param key the name of the key of the one who asks
     * @param id the run's id, which is also its conversation: so its approvals are its own
     * @param repeat the key under which the same request is the same run; null for none
     */
    public record Order(
            String id,
            String key,
            Ask ask,
            String model,
            @Nullable String repeat,
            @Nullable String fingerprint,
            Slots.@Nullable Slot slot) {}

    /** Takes up what an earlier life left open, and begins to forget what is old. */
    public void start() {
        rows.all().values().forEach(this::recover);
        watching.add(parts.tasks().every(SWEEP, "runs", this::sweep));
    }

    private void recover(ObjectNode row) {
        row.put("life", row.path("life").asLong() + 1);
        Run run = new Run(row, parts.clock(), this::keep);
        if (run.id().isEmpty()) {
            return;
        }
        known.put(run.id(), run);
        if (run.state().over()) {
            run.events().close();
            return;
        }
        keep(run);
        Turns.Listener listener = turns.masked(new RunWatch(run, parts.clock(), () -> {}));
        watching.add(parts.context().turns().watch(run.turnId(), listener));
        Optional<Turns.Snapshot> turn = parts.context().turns().find(run.turnId());
        if (turn.isEmpty()) {
            lost(run);
        } else {
            resume(run, turn.get(), listener);
        }
    }

    /** Events are not kept, so a turn that ended between two lives is told from what the kernel remembers. */
    private void resume(Run run, Turns.Snapshot turn, Turns.Listener watch) {
        String text = turn.text() == null ? "" : turn.text();
        switch (turn.state()) {
            case "answered", "failed", "cancelled" ->
                watch.onEvent(new TurnEvent.Ended(run.turnId(), turn.state(), text, TurnOutcome.Usage.NONE, null));
            case "queued" -> run.become(RunState.QUEUED);
            default -> {
                run.become(RunState.RUNNING);
                questionsOf(run).forEach(question -> run.ask(parts.masks().tree(Questions.of(question))));
            }
        }
    }

    private void lost(Run run) {
        ObjectNode fields = Json.object()
                .put("error", "The gateway was stopped in the middle of this run, and how it ended is not known");
        run.end(RunState.INTERRUPTED, "run.interrupted", fields);
    }

    /** What the kernel says is open for this run. */
    List<Rows.ApprovalRow> questionsOf(Run run) {
        return parts.context().control().approvals("pending").stream()
                .filter(row -> isOf(run, row))
                .toList();
    }

    static boolean isOf(Run run, Rows.ApprovalRow row) {
        return row.platform().equals(ApiTurns.PLATFORM)
                && row.conversation().chatId().equals(run.id());
    }

    /** Starts a run; its turn is durable on return. */
    public Run begin(Order order, Turns.@Nullable Listener beside) {
        double now = Run.seconds(parts.clock().instant());
        ObjectNode row = Json.object()
                .put("run_id", order.id())
                .put("status", RunState.QUEUED.word())
                .put("created_at", now)
                .put("updated_at", now)
                .put("session_id", order.ask().sessionId())
                .put("model", order.model())
                .put("owner", Run.owner(order.key()))
                .put("idempotency_key", order.repeat())
                .put("fingerprint", order.fingerprint());
        Run run = new Run(row, parts.clock(), this::keep);
        Slots.Slot slot = order.slot();
        RunWatch watch = new RunWatch(run, parts.clock(), () -> {
            if (slot != null) {
                slot.close();
            }
        });
        known.put(run.id(), run);
        try {
            Turns.Started.Accepted accepted =
                    turns.start(order.key(), order.ask(), order.id(), order.repeat(), both(watch, beside));
            run.turnId(accepted.turnId());
            keep(run);
            return run;
        } catch (RuntimeException refused) {
            known.remove(run.id());
            throw refused;
        }
    }

    private static Turns.Listener both(RunWatch watch, Turns.@Nullable Listener beside) {
        return beside == null
                ? watch
                : event -> {
                    watch.onEvent(event);
                    beside.onEvent(event);
                };
    }

    private void keep(Run run) {
        try {
            rows.put(run.id(), run.row());
        } catch (java.io.UncheckedIOException refused) {
            LOG.warn("The run {} could not be written down: {}", run.id(), refused.toString());
        }
    }

    /** A run of this caller; those of others do not exist. */
    public Optional<Run> find(String key, String id) {
        return Optional.ofNullable(known.get(id)).filter(run -> run.belongsTo(key));
    }

    /** The run that was started under this key of the caller. */
    Optional<Run> repeated(String key, String repeat) {
        return known.values().stream()
                .filter(run ->
                        run.belongsTo(key) && run.field("idempotency_key").equals(repeat))
                .findFirst();
    }

    /** Whether a run goes on in this session. */
    public boolean isActiveIn(String sessionId) {
        return known.values().stream()
                .anyMatch(run -> !run.state().over() && run.sessionId().equals(sessionId));
    }

    /** Runs that go on. */
    public long active() {
        return known.values().stream().filter(run -> !run.state().over()).count();
    }

    private void sweep() {
        Instant now = parts.clock().instant();
        for (Run run : List.copyOf(known.values())) {
            if (run.state().over() && run.updatedAt().plus(patience(run)).isBefore(now)) {
                known.remove(run.id());
                rows.remove(run.id());
            }
        }
    }

    private static Duration patience(Run run) {
        return run.field("idempotency_key").isEmpty() ? KEPT : KEPT_FOR_REPEATS;
    }

    /** Readers come back to the next instance; the turns go on meanwhile. */
    @Override
    public void close() {
        watching.forEach(Registration::close);
        known.values().forEach(run -> run.events().close());
        rows.close();
    }
}
