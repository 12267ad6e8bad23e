package io.hermesgateway.spi.journal;

import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts the kernel writes, and the feed that stores read. Each is stored as one {@link JournalRecord}; its time is
 * the record's. A store keeps or ignores kinds it does not know.
 */
public sealed interface Fact {
    /** A message was seen; it is recognised when it comes again. Every message that is acknowledged has one. */
    record MessageSeen(MessageKey key) implements Fact {}

    /** A message is ours now and will be answered by the turn. */
    record MessageAccepted(InboundMessage message, Conversation conversation, String sessionId, String turnId)
            implements Fact {}

    /** A surface of our own asked for a turn. */
    record TurnRequested(
            String turnId,
            String sessionId,
            Conversation conversation,
            io.hermesgateway.spi.agent.Turns.Request request)
            implements Fact {}

    /** A platform's durable value. */
    record CursorMoved(String platform, String name, String value) implements Fact {}

    /** A conversation got a session; the earlier one, if any, is ended by it. */
    record SessionOpened(String sessionId, Conversation conversation, @Nullable String parentId, String why)
            implements Fact {}

    /**
     * A session of another gateway was brought here. Its lines come as ended turns with the outcome {@code imported}, in
     * the same append; a session that has grown since is brought again with what is new.
     *
     * @param lines how many of its lines are here with this
     */
    record SessionImported(
            String sessionId,
            Conversation conversation,
            @Nullable String parentId,
            @Nullable String title,
            @Nullable String model,
            Instant startedAt,
            int lines)
            implements Fact {}

    /** An agent found a title for a session. */
    record SessionTitled(String sessionId, Conversation conversation, String title) implements Fact {}

    /** A run of a turn begins. */
    record TurnStarted(String turnId, int run) implements Fact {}

    /** An agent's step. */
    record StepTaken(String turnId, Step step) implements Fact {}

    /** Words to steer a turn with; {@code taken} once the agent has them. */
    record TurnSteered(String turnId, String text, boolean taken) implements Fact {}

    /** A tool is about to run. */
    record ToolStarted(String turnId, ToolCall call) implements Fact {}

    /** What a tool must know to find its work again. */
    record ToolNoted(String turnId, String callId, String note) implements Fact {}

    /** A tool call has ended. */
    record ToolFinished(String turnId, ToolCall call, ToolResult result) implements Fact {}

    /** A run ended at approvals. */
    record TurnSuspended(String turnId, List<String> approvalIds) implements Fact {
        public TurnSuspended {
            approvalIds = List.copyOf(approvalIds);
        }
    }

    /**
     * A turn has ended.
     *
     * @param outcome {@code answered}, {@code failed}, {@code cancelled}, {@code imported}
     * @param transcript what it adds to the session: the person's message first, then the agent's lines
     */
    record TurnEnded(
            String turnId,
            String sessionId,
            Conversation conversation,
            String outcome,
            String text,
            List<TranscriptLine> transcript,
            TurnOutcome.Usage usage)
            implements Fact {
        public TurnEnded {
            transcript = List.copyOf(transcript);
        }
    }

    /** Lines of a session were taken back ({@code /undo}): every turn from this one on. */
    record TranscriptCut(String sessionId, String fromTurnId) implements Fact {}

    /** A person is to be asked. */
    record ApprovalAsked(Approval approval, boolean attended) implements Fact {}

    /** Another tool call waits for the same answer. */
    record ApprovalJoined(String approvalId, String turnId, String callId) implements Fact {}

    /** The prompt stands somewhere; with the first one the clock starts. */
    record ApprovalShown(String approvalId, Conversation where, String deliveryId, String messageId, Instant expiresAt)
            implements Fact {}

    /** An approval left PENDING. */
    record ApprovalDecided(String approvalId, Decision decision) implements Fact {}

    /** A grant was given or taken back; {@code sessionId} null means for always. */
    record GrantChanged(String key, @Nullable String sessionId, boolean granted, String by) implements Fact {}

    /** A delivery is ours now. */
    record DeliveryQueued(Delivery delivery) implements Fact {}

    /** A delivery is about to be handed to the platform. */
    record DeliveryAttempted(String deliveryId, int attempt) implements Fact {}

    /** Where a delivery stands; {@code nextAt} for RETRYING. */
    record DeliverySettled(
            String deliveryId, DeliveryState state, String messageId, String why, @Nullable Instant nextAt)
            implements Fact {}

    /** A wish of a conversation or of the gateway: model, home channel, route … An empty value takes it back. */
    record PreferenceSet(String scope, String name, String value) implements Fact {}

    /** What a platform needs to answer in this conversation, as of its newest message. */
    record RouteLearned(Conversation conversation, Map<String, String> route, MessageKey from) implements Fact {
        public RouteLearned {
            route = Map.copyOf(route);
        }
    }

    /** Something a person did to the gateway. */
    record Audited(String who, String via, String what, String about) implements Fact {}

    /** A kind this version does not know, kept as it is. */
    record Other(String kind, String payload) implements Fact {}
}
