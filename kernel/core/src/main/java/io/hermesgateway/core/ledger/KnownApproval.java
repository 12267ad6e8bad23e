package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.message.Conversation;
import java.util.List;
import java.util.stream.Stream;

/**
 * An approval and the places where its prompt stands.
 *
 * @param attended whether anybody can be shown it
 */
public record KnownApproval(Approval approval, boolean attended, List<Shown> shown) {
    public KnownApproval {
        shown = List.copyOf(shown);
    }

    /** A prompt on a screen. */
    public record Shown(Conversation where, String deliveryId, String messageId) {}

    KnownApproval with(Approval changed) {
        return new KnownApproval(changed, attended, shown);
    }

    KnownApproval plus(Shown place) {
        return new KnownApproval(
                approval,
                attended,
                Stream.concat(shown.stream(), Stream.of(place)).toList());
    }
}
