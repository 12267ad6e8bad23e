package io.hermesgateway.core.turn;

import io.hermesgateway.core.approval.ApprovalDesk;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.core.ledger.Plan;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs turns: one at a time per lane, lanes in parallel. What is to be run is always read from the state: the first turn
 * of the lane, if it is not waiting for an answer. So the same look finds new messages, answered approvals, and turns that
 * a crash or a plugin swap interrupted. A waiting turn holds no thread and no object here.
 */
final class Lanes implements Ledger.Listener {
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /**
     * A turn that began this often without getting anywhere is given up, before it takes the host down for ever. Others
     * die with the host too and are begun again; so it is many times, and never a turn whose call has begun or was decided.
     */
    private static final int FRUITLESS_RUNS_MOST = 12;

    private final Ledger ledger;
    private final Brain brain;
    private final ApprovalDesk approvals;
    private final CallDesk calls;
    private final Histories histories;
    private final Watchers watchers;
    private final Endings endings;
    private final Executor threads;
    private final Tasks tasks;
    private final Map<String, RunningTurn> active = new ConcurrentHashMap<>();
    /** Begun in one append with what asked for them, and not run yet. */
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    private volatile boolean accepting;

    Lanes(
            Ledger ledger,
            Brain brain,
            ApprovalDesk approvals,
            CallDesk calls,
            Histories histories,
            Watchers watchers,
            Mail mail,
            Executor threads,
            Tasks tasks,
            Ids ids,
            Sessions sessions) {
        this.ledger = ledger;
        this.brain = brain;
        this.approvals = approvals;
        this.calls = calls;
        this.histories = histories;
        this.watchers = watchers;
        this.endings = new Endings(mail, ids, sessions);
        this.threads = threads;
        this.tasks = tasks;
    }

    @Override
    public void applied(Fed fed) {
        Fact fact = fed.fact();
        if (fact instanceof Fact.MessageAccepted f) {
            accepted(f.turnId());
        } else if (fact instanceof Fact.TurnRequested f) {
            accepted(f.turnId());
        } else if (fact instanceof Fact.TurnStarted f) {
            if (f.run() == 1 && !active.containsKey(f.turnId())) {
                begun.add(f.turnId());
                pumpLater(f.turnId());
            }
        } else if (fact instanceof Fact.TurnEnded f) {
            begun.remove(f.turnId());
        } else if (fact instanceof Fact.ApprovalDecided f) {
            decided(f.approvalId());
        }
    }

    /** What begins it may stand in the same append, and comes next. */
    private void accepted(String turnId) {
        if (ledger.read(state -> !isStarted(state.turn(turnId)))) {
            pumpLater(turnId);
        }
    }

    private static boolean isStarted(@Nullable OpenTurn turn) {
        return turn != null && turn.runs() > 0;
    }

    private void decided(String approvalId) {
        Optional.ofNullable(ledger.read(state -> state.approval(approvalId))).ifPresent(known -> {
            TurnEvent event = new TurnEvent.ApprovalDecided(known.approval().turnId(), known.approval());
            execute(() -> watchers.emit(known.approval().conversation(), event));
            known.turnIds().forEach(this::pumpLater);
        });
    }

    private void pumpLater(String turnId) {
        execute(() ->
                Optional.ofNullable(ledger.read(state -> laneOf(state, turnId))).ifPresent(this::pump));
    }

    private static @Nullable String laneOf(State state, String turnId) {
        OpenTurn turn = state.turn(turnId);
        return turn == null ? null : turn.lane();
    }

    /**
     * What begins a turn in one append with what asks for it, when nothing is before it in its lane: one append less for
     * most turns. Whether it is so is seen again when the lane is looked at.
     */
    Optional<Fact> beginning(State state, String lane, String turnId) {
        return accepting && brain.present() && state.head(lane) == null
                ? Optional.of(new Fact.TurnStarted(turnId, 1))
                : Optional.empty();
    }

    /** From now on turns may begin, those first that the journal says are open. */
    void open() {
        accepting = true;
        pumpAll();
    }

    /** Looks at every lane: after the start, and when an agent came. */
    void pumpAll() {
        ledger.read(State::lanes).forEach(lane -> execute(() -> pump(lane)));
    }

    void pumpSoon(String lane) {
        execute(() -> pump(lane));
    }

    /** Runs what is ready in the lane until nothing is. Several threads may pump; one of them runs. */
    void pump(String lane) {
        while (accepting && brain.present()) {
            Optional<RunningTurn> next = ledger.read(state -> Optional.ofNullable(state.head(lane))
                    .filter(OpenTurn::ready)
                    .map(open -> runOf(state, open)));
            if (next.isEmpty() || active.putIfAbsent(next.get().turn.id(), next.get()) != null) {
                return;
            }
            if (!run(next.get(), lane)) {
                return;
            }
        }
    }

    private RunningTurn runOf(State state, OpenTurn open) {
        Turn turn = new Turn(
                open.id,
                Sessions.tip(state, open.sessionId),
                open.conversation,
                open.requester(),
                open.text(),
                open.attachments(),
                open.acceptedAt,
                isBegun(open) ? open.runs() : open.runs() + 1,
                open.request == null ? null : open.request.history(),
                open.request == null ? null : open.request.instructions(),
                wishes(state, open));
        return new RunningTurn(turn, open, ledger, histories, watchers, calls);
    }

    private boolean isBegun(OpenTurn open) {
        return open.runs() == 1 && begun.contains(open.id);
    }

    /** What a person chose for the conversation goes before what its surface wishes. */
    private static Map<String, String> wishes(State state, OpenTurn open) {
        Map<String, String> wishes = open.request == null ? Map.of() : open.request.options();
        String model = state.preference(open.conversation.key(), "model");
        if (model == null) {
            return wishes;
        }
        Map<String, String> chosen = new HashMap<>(wishes);
        chosen.put("model", model);
        return chosen;
    }

    private enum Beginning {
        BEGUN,
        OVER,
        FRUITLESS
    }

    /** True when the lane may be looked at again at once. */
    private boolean run(RunningTurn run, String lane) {
        Turn turn = run.turn;
        Optional<Beginning> beginning = turn.run() == 1 && begun.remove(turn.id())
                ? Optional.of(ledger.read(state -> state.turn(turn.id()) == null ? Beginning.OVER : Beginning.BEGUN))
                : ledger.decide(state -> begin(state.turn(turn.id()), turn.run()));
        if (beginning.isEmpty()) {
            active.remove(turn.id());
            tasks.after(AGAIN, "lane", () -> execute(() -> pump(lane)));
            return false;
        }
        if (beginning.get() == Beginning.OVER) {
            active.remove(turn.id());
            return true;
        }
        if (beginning.get() == Beginning.FRUITLESS) {
            return conclude(run, lane, failure(turn, "gave-up"));
        }
        watchers.emit(turn.conversation(), new TurnEvent.Started(turn.id(), turn.run()));
        Brain.Run end = brain.run(turn, run, run::interruptBy);
        if (run.parting() || end instanceof Brain.Run.Gone) {
            active.remove(turn.id());
            return true;
        }
        return conclude(run, lane, ((Brain.Run.Ended) end).outcome());
    }

    private static Plan<Beginning> begin(@Nullable OpenTurn turn, int run) {
        if (turn == null || !turn.ready() || turn.runs() + 1 != run) {
            return Plan.nothing(Beginning.OVER);
        }
        return turn.runsSinceProgress() >= FRUITLESS_RUNS_MOST && turn.owesNothing()
                ? Plan.nothing(Beginning.FRUITLESS)
                : new Plan<>(Beginning.BEGUN, List.of(new Fact.TurnStarted(turn.id, run)));
    }

    private static TurnOutcome failure(Turn turn, String key) {
        return new TurnOutcome.Failed(
                KernelError.PLUGIN_FAILED, Words.of(Lanes.class, turn.text()).say(key), null);
    }

    /** One append ends the run and queues what is to be said; it is tried until the journal takes it. */
    private boolean conclude(RunningTurn run, String lane, TurnOutcome outcome) {
        Optional<Boolean> written = ledger.decide(state -> {
            OpenTurn open = state.turn(run.turn.id());
            return open == null
                    ? Plan.nothing(false)
                    : new Plan<>(true, endings.facts(state, open, outcome, approvals.withdrawal(state, open, "ended")));
        });
        if (written.isEmpty()) {
            tasks.after(
                    AGAIN,
                    "turn end",
                    () -> execute(() -> {
                        if (conclude(run, lane, outcome)) {
                            pump(lane);
                        }
                    }));
            return false;
        }
        active.remove(run.turn.id());
        if (written.get()) {
            watchers.emit(run.turn.conversation(), Endings.event(run.turn.id(), outcome));
        }
        return true;
    }

    /** Ends a turn from outside, with all it started. False when it had ended. */
    boolean stop(String turnId, String why) {
        TurnOutcome outcome = new TurnOutcome.Cancelled();
        Optional<Optional<RunningTurn>> stopped = ledger.decide(state -> {
            OpenTurn open = state.turn(turnId);
            return open == null
                    ? Plan.nothing(Optional.empty())
                    : new Plan<>(
                            Optional.of(runOf(state, open)),
                            endings.facts(state, open, outcome, approvals.withdrawal(state, open, why)));
        });
        Optional<RunningTurn> idle = stopped.orElse(Optional.empty());
        if (idle.isEmpty()) {
            return false;
        }
        RunningTurn running = active.get(turnId);
        if (running != null) {
            running.cancel();
        } else {
            idle.get().cancel();
            execute(() -> calls.abandon(idle.get()));
        }
        watchers.emit(idle.get().turn.conversation(), Endings.event(turnId, outcome));
        return true;
    }

    int running() {
        return active.size();
    }

    /** From now on nothing begins; what still runs at the end of {@link #part} goes on after the restart. */
    void drain() {
        accepting = false;
    }

    void part() {
        active.values().forEach(RunningTurn::part);
    }

    /** Tells the people whose turns a crash interrupted. To be called once, before anything runs. */
    void tellOfRestart() {
        ledger.commit(state -> state.turns().stream()
                .filter(turn -> turn.phase() == OpenTurn.Phase.RUNNING && turn.runsSinceProgress() <= 1)
                .flatMap(turn -> endings.say(state, turn, restarted(turn)).stream())
                .toList());
    }

    private static Body restarted(OpenTurn turn) {
        return new Body.Text(Words.of(Lanes.class, turn.text()).say("restarted"));
    }

    private void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            // The gateway is stopping: everything stands in the journal and goes on at the next start.
            accepting = false;
        }
    }
}
