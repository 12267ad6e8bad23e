package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.message.MessageKey;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What each kind of fact is about, and whether its subject is still open afterwards. */
final class Subjects {
    static final String APPROVAL = "approval/";

    private static final Map<Class<? extends Fact>, Kind<?>> KINDS = Map.ofEntries(
            kind(Fact.MessageSeen.class, "message-seen", f -> message(f.key()), Effect.CLOSE, true),
            kind(Fact.MessageAccepted.class, "message-accepted", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.TurnRequested.class, "turn-requested", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.CursorMoved.class, "cursor-moved", f -> "cursor/" + f.platform() + "/" + f.name()),
            kind(
                    Fact.SessionOpened.class,
                    "session-opened",
                    f -> "session/" + f.conversation().key()),
            kind(
                    Fact.SessionImported.class,
                    "session-imported",
                    f -> "imported/" + f.sessionId(),
                    Effect.REPLACE,
                    true),
            kind(Fact.SessionTitled.class, "session-titled", f -> "title/" + f.sessionId(), Effect.CLOSE, false),
            kind(Fact.TurnStarted.class, "turn-started", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.StepTaken.class, "step-taken", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.TurnSteered.class, "turn-steered", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.ToolStarted.class, "tool-started", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.ToolNoted.class, "tool-noted", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.ToolFinished.class, "tool-finished", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.TurnSuspended.class, "turn-suspended", f -> turn(f.turnId()), Effect.OPEN, true),
            kind(Fact.TurnEnded.class, "turn-ended", f -> turn(f.turnId()), Effect.CLOSE, true),
            kind(Fact.TranscriptCut.class, "transcript-cut", f -> "cut/" + f.sessionId(), Effect.CLOSE, false),
            kind(
                    Fact.ApprovalAsked.class,
                    "approval-asked",
                    f -> approval(f.approval().id()),
                    Effect.OPEN,
                    true),
            kind(Fact.ApprovalJoined.class, "approval-joined", f -> approval(f.approvalId()), Effect.OPEN, true),
            kind(Fact.ApprovalShown.class, "approval-shown", f -> approval(f.approvalId()), Effect.OPEN, true),
            kind(Fact.ApprovalDecided.class, "approval-decided", f -> approval(f.approvalId()), Effect.CLOSE, true),
            kind(Fact.GrantChanged.class, "grant-changed", f -> "grant/" + f.sessionId() + "/" + f.key()),
            kind(
                    Fact.DeliveryQueued.class,
                    "delivery-queued",
                    f -> delivery(f.delivery().id()),
                    Effect.OPEN,
                    true),
            kind(Fact.DeliveryAttempted.class, "delivery-attempted", f -> delivery(f.deliveryId()), Effect.OPEN, true),
            Map.entry(
                    Fact.DeliverySettled.class,
                    new Kind<>(
                            "delivery-settled",
                            (Fact.DeliverySettled f) -> delivery(f.deliveryId()),
                            f -> forgotten(f.state()) ? Effect.CLOSE : Effect.OPEN,
                            true)),
            kind(Fact.PreferenceSet.class, "preference-set", f -> "preference/" + f.scope() + "/" + f.name()),
            kind(
                    Fact.RouteLearned.class,
                    "route-learned",
                    f -> "route/" + f.conversation().key()),
            kind(Fact.Audited.class, "audited", f -> "audit", Effect.CLOSE, false),
            kind(Fact.Other.class, "other", f -> "other/" + f.kind(), Effect.CLOSE, false));

    private Subjects() {}

    /** One kind of fact. */
    record Kind<F extends Fact>(
            String name, Function<F, String> subject, Function<F, Effect> effect, boolean compareAndSet) {}

    @SuppressWarnings("unchecked")
    static <F extends Fact> Kind<F> of(F fact) {
        return (Kind<F>) Objects.requireNonNull(KINDS.get(fact.getClass()), "every fact has a kind");
    }

    static Map<Class<? extends Fact>, Kind<?>> all() {
        return KINDS;
    }

    static String turn(String id) {
        return "turn/" + id;
    }

    static String message(MessageKey key) {
        return "message/" + key.platform() + "/" + key.chatId() + "/" + key.messageId();
    }

    static String approval(String id) {
        return APPROVAL + id;
    }

    static String delivery(String id) {
        return "delivery/" + id;
    }

    /** Dead letters and uncertain deliveries stay until a person has dealt with them. */
    private static boolean forgotten(DeliveryState state) {
        return state == DeliveryState.SENT || state == DeliveryState.CANCELLED;
    }

    private static <F extends Fact> Map.Entry<Class<F>, Kind<?>> kind(
            Class<F> type, String name, Function<F, String> subject) {
        return kind(type, name, subject, Effect.REPLACE, false);
    }

    private static <F extends Fact> Map.Entry<Class<F>, Kind<?>> kind(
            Class<F> type, String name, Function<F, String> subject, Effect effect, boolean compareAndSet) {
        return Map.entry(type, new Kind<>(name, subject, f -> effect, compareAndSet));
    }
}
