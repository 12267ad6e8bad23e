package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Position;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How facts about turns change the state. A fact about a turn that has ended changes nothing. */
final class TurnFacts {
    private TurnFacts() {}

    /** False when the fact is not about a turn. */
    static boolean apply(State state, Position position, Instant at, Fact fact) {
        if (fact instanceof Fact.MessageAccepted f) {
            Map<String, String> route = f.message().route();
            OpenTurn turn = new OpenTurn(f.turnId(), f.sessionId(), f.conversation(), f.message(), null, at, position);
            state.turn(turn, route);
        } else if (fact instanceof Fact.TurnRequested f) {
            state.turn(
                    new OpenTurn(f.turnId(), f.sessionId(), f.conversation(), null, f.request(), at, position), null);
        } else if (fact instanceof Fact.TurnEnded f) {
            state.turnEnded(position, f);
        } else {
            return progress(state, fact);
        }
        return true;
    }

    private static boolean progress(State state, Fact fact) {
        if (fact instanceof Fact.TurnStarted f) {
            started(state.turn(f.turnId()), f.run());
        } else if (fact instanceof Fact.StepTaken f) {
            with(state.turn(f.turnId()), turn -> turn.step(f.step()));
        } else if (fact instanceof Fact.TurnSteered f) {
            with(state.turn(f.turnId()), turn -> steered(turn, f));
        } else if (fact instanceof Fact.ToolStarted f) {
            with(state.turn(f.turnId()), turn -> turn.started(f.call()));
        } else if (fact instanceof Fact.ToolNoted f) {
            with(state.turn(f.turnId()), turn -> turn.noted(f.callId(), f.note()));
        } else if (fact instanceof Fact.ToolFinished f) {
            with(state.turn(f.turnId()), turn -> turn.finished(f.call(), f.result()));
        } else if (fact instanceof Fact.TurnSuspended f) {
            with(state.turn(f.turnId()), turn -> turn.suspended(f.approvalIds()));
        } else {
            return false;
        }
        return true;
    }

    private static void started(@Nullable OpenTurn turn, int run) {
        if (turn != null) {
            turn.phase = OpenTurn.Phase.RUNNING;
            turn.runs = run;
            turn.runsSinceProgress++;
        }
    }

    private static void steered(OpenTurn turn, Fact.TurnSteered f) {
        if (f.taken()) {
            turn.steering.remove(f.text());
        } else {
            turn.steering.add(f.text());
        }
    }

    private static void with(@Nullable OpenTurn turn, java.util.function.Consumer<OpenTurn> change) {
        if (turn != null) {
            change.accept(turn);
        }
    }
}
