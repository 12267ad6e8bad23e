package io.hermesgateway.core.turn;

import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import java.util.List;
import java.util.Optional;

/** What control commands do with the turns of a conversation. */
public interface Conductor {
    /** What begins a turn at once, to be written with what asks for it; empty when it has to wait. */
    Optional<Fact> beginning(State state, String lane, String turnId);

    /** Turns of this conversation that have not ended, the oldest (running or waiting) one first. */
    List<Standing> standing(Conversation conversation);

    /** Stops the running turn and everything that was queued behind it; the number of turns that were stopped. */
    int stopAll(Conversation conversation, String why);

    /** Interrupts the running turn so that the next message is answered at once; what was queued stays. */
    boolean interrupt(Conversation conversation, String why);

    /** Adds words to the running turn; false when none is running. */
    boolean steer(Conversation conversation, String text);

    /** Ends the session of the conversation and begins another; returns the new id, empty when it could not be kept. */
    Optional<String> newSession(Conversation conversation, String why);

    /** The last finished turn of the session: its id and what the person said. */
    Optional<LastTurn> lastTurn(Conversation conversation);

    /** Takes the last turn back; what the person had said, empty when there was nothing. */
    Optional<LastTurn> undo(Conversation conversation);

    /** A turn that has not ended. */
    record Standing(String turnId, String phase, String text) {}

    /** A finished turn. */
    record LastTurn(String turnId, String text) {}
}
