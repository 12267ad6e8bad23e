package io.hermesgateway.spi.approval;

import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One approval. It belongs to a conversation and a requester, never to a socket, a session or an adapter object.
 *
 * @param id 128 random bits; all that a button carries beside the choice
 * @param code a short spoken code for {@code /approve CODE}
 * @param expiresAt null until the prompt was delivered: the clock starts there
 * @param decision null while pending
 * @param turnId the turn that waits
 * @param callIds the tool calls that wait; identical calls share one approval
 */
public record Approval(
        String id,
        String code,
        Conversation conversation,
        Sender requester,
        Question question,
        String sessionId,
        String turnId,
        List<String> callIds,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Decision decision) {
    public Approval {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(code, "code");
        callIds = List.copyOf(callIds);
    }

    /** The same approval with what changes during its life. */
    public Approval with(List<String> calls, @Nullable Instant expires, @Nullable Decision end) {
        return new Approval(
                id, code, conversation, requester, question, sessionId, turnId, calls, createdAt, expires, end);
    }

    /** The same approval with the question in other words, for those who may not see all of it. */
    public Approval with(Question words) {
        return new Approval(
                id, code, conversation, requester, words, sessionId, turnId, callIds, createdAt, expiresAt, decision);
    }

    public ApprovalState state() {
        return decision == null ? ApprovalState.PENDING : decision.state();
    }
}
