package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery that a person or the outbox still has to deal with. */
public record OpenDelivery(
        Delivery delivery,
        DeliveryState state,
        int attempts,
        String messageId,
        String why,
        @Nullable Instant nextAt,
        Instant changedAt) {

    static OpenDelivery queued(Delivery delivery, Instant at) {
        return new OpenDelivery(delivery, DeliveryState.QUEUED, 0, "", "", null, at);
    }

    OpenDelivery attempted(int attempt, Instant at) {
        return new OpenDelivery(delivery, DeliveryState.SENDING, attempt, messageId, why, null, at);
    }

    OpenDelivery settled(DeliveryState now, String id, String reason, @Nullable Instant next, Instant at) {
        return new OpenDelivery(delivery, now, attempts, id, reason, next, at);
    }
}
