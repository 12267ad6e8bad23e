package io.hermesgateway.spi.tool;

import java.util.List;

/**
 * The tools of one turn, as its agent sees them. Calls are remembered by id in the journal: asking again with the same
 * id after a suspension or a crash returns what happened and never runs the tool twice.
 */
public interface Tools {
    /** What may be called in this turn. */
    List<ToolSpec> specs();

    /** Makes a call, or learns what became of it. Blocks while the tool works. */
    ToolOutcome call(ToolCall call);

    /** What an agent learns. */
    sealed interface ToolOutcome {
        /** The call has ended, in whichever way; tell the model the truth about it. */
        record Ended(ToolCall call, ToolResult result) implements ToolOutcome {}

        /**
         * A person was asked. The agent finishes what else it can do, then ends its run with
         * {@code TurnOutcome.Waiting}; it is run again from its steps when the answer is there.
         */
        record Waiting(ToolCall call, String approvalId) implements ToolOutcome {}
    }
}
