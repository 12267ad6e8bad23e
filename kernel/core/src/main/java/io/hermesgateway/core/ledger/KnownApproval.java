package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import java.util.List;
import java.util.stream.Stream;

/**
 * An approval and the places where its prompt stands.
 *
 * @param attended whether anybody can be shown it
 * @param turnIds the turns with calls that wait for it
 * @param asked where the question stands in the journal
 */
public record KnownApproval(
        Approval approval, boolean attended, List<Shown> shown, List<String> turnIds, Position asked) {
    public KnownApproval {
        shown = List.copyOf(shown);
        turnIds = List.copyOf(turnIds);
    }

    /** A prompt on a screen. */
    public record Shown(Conversation where, String deliveryId, String messageId) {}

    KnownApproval with(Approval changed) {
        return new KnownApproval(changed, attended, shown, turnIds, asked);
    }

    KnownApproval plus(Shown place) {
        List<Shown> places = Stream.concat(shown.stream(), Stream.of(place)).toList();
        return new KnownApproval(approval, attended, places, turnIds, asked);
    }

    KnownApproval joinedBy(String turnId) {
        List<String> turns =
                Stream.concat(turnIds.stream(), Stream.of(turnId)).distinct().toList();
        return new KnownApproval(approval, attended, shown, turns, asked);
    }
}
