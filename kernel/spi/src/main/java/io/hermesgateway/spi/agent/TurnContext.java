package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.tool.Tools;
import java.util.List;

/** What an agent may do during one run of one turn. Invalid when the run has ended. */
public interface TurnContext {
    /** The steps of earlier runs and of this one, in order. */
    List<Step> steps();

    /**
     * Remembers a step; durable on return.
     *
     * @throws io.hermesgateway.spi.error.GatewayException when the journal takes nothing
     */
    void step(Step step);

    /** The last lines of the session's transcript before this turn, oldest first, always current. */
    List<TranscriptLine> history(int atMost);

    /** The tools of this turn. */
    Tools tools();

    /** Shows something to whoever watches: not kept, may be missed, never blocks. */
    void emit(TurnEvent event);

    /** Words a person sent to steer the turn since the last call, oldest first. They are journalled; the agent adds them. */
    List<String> steering();

    boolean cancelled();
}
