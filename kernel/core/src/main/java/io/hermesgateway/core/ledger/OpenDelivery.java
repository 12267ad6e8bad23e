package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that a person or the outbox still has to deal with.
 *
 * @param delivery as it was handed over last; the route is that of its newest attempt
 * @param nextAt when the outbox tries again by itself, for RETRYING, and for UNCERTAIN where repeats are recognised
 * @param triedSince the first attempt since it was queued or parked: what is given up after a time is counted from here
 * @param doubtSince the first attempt that may have arrived without our knowing; from then on a repeat must be the same
 *     to the letter, so the route stays as it was
 */
public record OpenDelivery(
        Delivery delivery,
        DeliveryState state,
        int attempts,
        String messageId,
        String why,
        @Nullable Instant nextAt,
        Instant changedAt,
        @Nullable Instant triedSince,
        @Nullable Instant doubtSince) {

    static OpenDelivery queued(Delivery delivery, Instant at) {
        return new OpenDelivery(delivery, DeliveryState.QUEUED, 0, "", "", null, at, null, null);
    }

    OpenDelivery attempted(int attempt, Map<String, String> newestRoute, Instant at) {
        boolean same = doubtSince != null || newestRoute.isEmpty();
        Delivery d = delivery;
        Map<String, String> route = same ? d.route() : newestRoute;
        Delivery now = new Delivery(d.id(), d.to(), d.body(), d.turnId(), d.replyTo(), route, attempt, d.createdAt());
        Instant since = triedSince == null ? at : triedSince;
        return new OpenDelivery(now, DeliveryState.SENDING, attempt, messageId, why, null, at, since, doubtSince);
    }

    OpenDelivery settled(DeliveryState now, String id, String reason, @Nullable Instant next, Instant at) {
        boolean anew = now == DeliveryState.QUEUED;
        Instant since = anew || now == DeliveryState.PARKED ? null : triedSince;
        Instant doubt = doubtSince;
        if (now == DeliveryState.UNCERTAIN && doubt == null) {
            doubt = state == DeliveryState.SENDING ? changedAt : at;
        }
        return new OpenDelivery(delivery, now, anew ? 0 : attempts, id, reason, next, at, since, anew ? null : doubt);
    }
}
