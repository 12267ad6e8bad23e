package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Position;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How facts about approvals change the state. PENDING is left once; what comes later changes nothing. */
final class ApprovalFacts {
    private ApprovalFacts() {}

    /** False when the fact is not about an approval. */
    static boolean apply(State state, Position position, Fact fact) {
        if (fact instanceof Fact.ApprovalAsked f) {
            asked(state, position, f);
        } else if (fact instanceof Fact.ApprovalJoined f) {
            joined(state, state.approval(f.approvalId()), f);
        } else if (fact instanceof Fact.ApprovalShown f) {
            shown(state, state.approval(f.approvalId()), f);
        } else if (fact instanceof Fact.ApprovalDecided f) {
            decided(state, state.approval(f.approvalId()), f.decision());
        } else {
            return false;
        }
        return true;
    }

    private static void asked(State state, Position position, Fact.ApprovalAsked f) {
        Approval a = f.approval();
        state.approval(new KnownApproval(a, f.attended(), List.of(), List.of(a.turnId()), position));
        OpenTurn turn = state.turn(a.turnId());
        if (turn != null) {
            a.callIds()
                    .forEach(call -> turn.asked(
                            call, new OpenTurn.Asked(a.id(), a.question().digest(), true, null)));
        }
    }

    private static void decided(State state, @Nullable KnownApproval known, Decision decision) {
        if (known == null || known.approval().decision() != null) {
            return;
        }
        Approval a = known.approval();
        state.approvalDecided(known.with(a.with(a.callIds(), a.expiresAt(), decision)));
        for (String turnId : known.turnIds()) {
            OpenTurn turn = state.turn(turnId);
            if (turn != null) {
                turn.decided(a.id(), decision);
            }
        }
    }

    private static void joined(State state, @Nullable KnownApproval known, Fact.ApprovalJoined f) {
        if (known != null && known.approval().decision() == null) {
            Approval a = known.approval();
            List<String> calls = Stream.concat(a.callIds().stream(), Stream.of(f.callId()))
                    .distinct()
                    .toList();
            state.approval(known.with(a.with(calls, a.expiresAt(), null)).joinedBy(f.turnId()));
            OpenTurn turn = state.turn(f.turnId());
            if (turn != null) {
                turn.asked(f.callId(), new OpenTurn.Asked(a.id(), a.question().digest(), false, null));
            }
        }
    }

    private static void shown(State state, @Nullable KnownApproval known, Fact.ApprovalShown f) {
        if (known == null) {
            return;
        }
        Approval a = known.approval();
        KnownApproval more = known.plus(new KnownApproval.Shown(f.where(), f.deliveryId(), f.messageId()));
        if (a.decision() != null) {
            state.shownLate(more);
        } else {
            Instant expiresAt = a.expiresAt() == null ? f.expiresAt() : a.expiresAt();
            state.approval(more.with(a.with(a.callIds(), expiresAt, null)));
        }
    }
}
