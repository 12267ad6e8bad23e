package io.hermesgateway.api.turn;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.Turns;

/** Listens to a turn and tells each kind of event apart; remembers only what the end needs. */
public abstract class TurnWatch implements Turns.Listener {
    private final Story story = new Story();
    private final StringBuilder reasoning = new StringBuilder();
    private boolean ended;

    @Override
    public final synchronized void onEvent(TurnEvent event) {
        if (ended) {
            return;
        }
        if (event instanceof TurnEvent.TextDelta e) {
            story.said(e.text());
            text(e.turnId(), e.text());
        } else if (event instanceof TurnEvent.ReasoningDelta e) {
            reasoning.append(e.text());
            reasoning(e.turnId(), e.text());
        } else if (event instanceof TurnEvent.ToolStarted e) {
            if (story.started(e.call())) {
                toolStarted(e);
            }
        } else if (event instanceof TurnEvent.ToolEnded e) {
            if (story.ended(e.call(), e.result())) {
                toolEnded(e);
            }
        } else if (event instanceof TurnEvent.Ended e) {
            ended = true;
            ended(e.turnId(), TurnResult.of(e, story, reasoning.toString()));
        } else if (event instanceof TurnEvent.Started e) {
            begun(e.turnId());
        } else {
            other(event);
        }
    }

    /** What happened so far; to be used where the events are heard. */
    protected final Story story() {
        return story;
    }

    protected final String reasoned() {
        return reasoning.toString();
    }

    /** More of the answer. */
    protected void text(String turnId, String delta) {}

    protected void reasoning(String turnId, String delta) {}

    /** A run of the turn begins. */
    protected void begun(String turnId) {}

    /** A call begins; once per call. */
    protected void toolStarted(TurnEvent.ToolStarted event) {}

    /** A call that had begun has ended; once per call. */
    protected void toolEnded(TurnEvent.ToolEnded event) {}

    /** Suspensions, approvals, progress. */
    protected void other(TurnEvent event) {}

    protected abstract void ended(String turnId, TurnResult result);
}
