package io.hermesgateway.core.turn;

import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnOutcome;
import java.util.function.Consumer;

/** The agent that serves now, behind guarded calls. */
public interface Brain {
    /** Whether a turn can be run at all; turns wait until it can. */
    boolean present();

    /**
     * Runs the turn on a thread of the agent's plugin and waits for it. Never throws.
     *
     * @param interruptBy is given the action that interrupts the run
     */
    Run run(Turn turn, TurnContext context, Consumer<Runnable> interruptBy);

    /** How a run came back. */
    sealed interface Run {
        /** The agent returned, or threw and was turned into a failure. */
        record Ended(TurnOutcome outcome) implements Run {}

        /** The agent's plugin went away under the run: the turn is run again when there is one. */
        record Gone() implements Run {}
    }
}
