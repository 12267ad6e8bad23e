package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens during a turn, for those who watch. Events are not kept; the truth is in the journal. */
public sealed interface TurnEvent {
    String turnId();

    /** A run of the turn begins. */
    record Started(String turnId, int run) implements TurnEvent {}

    /** More text of the answer. */
    record TextDelta(String turnId, String text) implements TurnEvent {}

    /** More of the model's reasoning. */
    record ReasoningDelta(String turnId, String text) implements TurnEvent {}

    /** A tool begins. */
    record ToolStarted(String turnId, ToolCall call) implements TurnEvent {}

    /** A line of progress of a tool. */
    record ToolProgress(String turnId, String callId, String line) implements TurnEvent {}

    /** A tool call ended. */
    record ToolEnded(String turnId, ToolCall call, ToolResult result) implements TurnEvent {}

    /** A person is being asked. */
    record ApprovalAsked(String turnId, Approval approval) implements TurnEvent {}

    /** An approval of this turn was decided. */
    record ApprovalDecided(String turnId, Approval approval) implements TurnEvent {}

    /** The run ended because the turn waits for answers. */
    record Suspended(String turnId, List<String> approvalIds) implements TurnEvent {
        public Suspended {
            approvalIds = List.copyOf(approvalIds);
        }
    }

    /**
     * The turn has ended.
     *
     * @param outcome {@code answered}, {@code failed}, {@code cancelled}
     * @param text the final text of the answer, or the words about the failure
     * @param partial what had been said before a failure, already part of {@code text}; null when there is nothing
     */
    record Ended(
            String turnId,
            String outcome,
            String text,
            TurnOutcome.Usage usage,
            @Nullable String errorCode,
            @Nullable String partial)
            implements TurnEvent {
        /** One without a partial answer. */
        public Ended(String turnId, String outcome, String text, TurnOutcome.Usage usage, @Nullable String errorCode) {
            this(turnId, outcome, text, usage, errorCode, null);
        }
    }
}
