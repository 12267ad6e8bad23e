package io.hermesgateway.core.turn;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.tool.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One run of one turn: what its agent may do, and the means to end it from outside. */
final class RunningTurn implements TurnContext {
    final Turn turn;
    /** Calls that were under way when this run began. */
    final List<OpenTurn.Call> unfinished;

    private final Ledger ledger;
    private final Histories histories;
    private final Watchers watchers;
    private final CallDesk calls;
    private final List<Step> steps;
    private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();
    private volatile Runnable interrupter = () -> {};
    private volatile boolean cancelled;
    private volatile boolean parting;

    RunningTurn(Turn turn, OpenTurn open, Ledger ledger, Histories histories, Watchers watchers, CallDesk calls) {
        this.turn = turn;
        this.ledger = ledger;
        this.histories = histories;
        this.watchers = watchers;
        this.calls = calls;
        this.unfinished = open.unfinished();
        this.steps = new CopyOnWriteArrayList<>(open.steps());
    }

    @Override
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void step(Step step) {
        step(step, List.of());
    }

    @Override
    public void step(Step step, List<String> heard) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact.StepTaken(turn.id(), step));
        heard.forEach(text -> facts.add(new Fact.TurnSteered(turn.id(), text, true)));
        write(facts);
        steps.add(step);
    }

    @Override
    public List<TranscriptLine> history(int atMost) {
        List<TranscriptLine> own = turn.history();
        if (own == null) {
            return histories.transcript(turn.sessionId(), atMost);
        }
        return own.subList(Math.max(0, own.size() - atMost), own.size());
    }

    @Override
    public Tools tools() {
        return calls.toolsOf(this);
    }

    @Override
    public void emit(TurnEvent event) {
        watchers.emit(turn.conversation(), event);
    }

    @Override
    public List<String> steering() {
        return ledger.read(state -> {
            OpenTurn open = state.turn(turn.id());
            return open == null ? List.of() : open.steering();
        });
    }

    void write(Fact fact) {
        write(List.of(fact));
    }

    /** Writes facts about this turn. A turn that has ended is told so by an exception: its agent must stop. */
    private void write(List<Fact> facts) {
        if (parting) {
            throw new GatewayException(KernelError.DRAINING, "The gateway is stopping; the turn goes on after it.");
        }
        Ledger.Commit commit = ledger.commit(state -> state.turn(turn.id()) == null ? List.<Fact>of() : facts);
        if (commit == Ledger.Commit.UNAVAILABLE) {
            throw new GatewayException(KernelError.JOURNAL_UNAVAILABLE, "The journal takes nothing at the moment.");
        }
        if (commit == Ledger.Commit.NOTHING) {
            cancel();
            throw new GatewayException(KernelError.NOT_FOUND, "The turn has ended.");
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled || parting;
    }

    boolean parting() {
        return parting;
    }

    void onCancel(Runnable action) {
        onCancel.add(action);
        if (cancelled) {
            action.run();
        }
    }

    /** How the thread of the agent is woken when the run must end. */
    void interruptBy(Runnable action) {
        interrupter = action;
        if (cancelled()) {
            action.run();
        }
    }

    /** Ends the run and everything it started: the turn is over. */
    void cancel() {
        cancelled = true;
        List<Runnable> actions = List.copyOf(onCancel);
        onCancel.removeAll(actions);
        actions.forEach(Runnable::run);
        interrupter.run();
    }

    /** Ends the run only: the turn, and what its tools started, go on after the restart. */
    void part() {
        parting = true;
        interrupter.run();
    }
}
