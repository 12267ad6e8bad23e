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

    /**
     * Remembers a step that says that words which were to steer the turn were heard. Both are durable on return, or
     * neither: words that were not heard are given again.
     */
    void step(Step step, List<String> heard);

    /** The last lines of the session's transcript before this turn, oldest first, always current. */
    List<TranscriptLine> history(int atMost);

    /** The tools of this turn. */
    Tools tools();

    /** Shows something to whoever watches: not kept, may be missed, never blocks. */
    void emit(TurnEvent event);

    /** Words a person sent to steer the turn and that no step has heard yet, oldest first. */
    List<String> steering();

    boolean cancelled();
}
