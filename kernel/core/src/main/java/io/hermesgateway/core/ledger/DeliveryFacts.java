package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.journal.Fact;
import java.time.Instant;
import java.util.Map;

/** How facts about deliveries change the state. */
final class DeliveryFacts {
    private DeliveryFacts() {}

    static void apply(State state, Instant at, Fact fact) {
        if (fact instanceof Fact.DeliveryQueued f) {
            OpenDelivery known = state.delivery(f.delivery().id());
            if (known == null) {
                state.delivery(f.delivery().id(), OpenDelivery.queued(f.delivery(), at));
            }
        } else if (fact instanceof Fact.DeliveryAttempted f) {
            OpenDelivery known = state.delivery(f.deliveryId());
            if (known != null) {
                Map<String, String> route = state.route(known.delivery().to());
                state.delivery(f.deliveryId(), known.attempted(f.attempt(), route, at));
            }
        } else if (fact instanceof Fact.DeliverySettled f) {
            settled(state, at, f);
        }
    }

    private static void settled(State state, Instant at, Fact.DeliverySettled f) {
        OpenDelivery known = state.delivery(f.deliveryId());
        if (known == null) {
            return;
        }
        boolean finished = f.state() == DeliveryState.SENT || f.state() == DeliveryState.CANCELLED;
        state.delivery(
                f.deliveryId(), finished ? null : known.settled(f.state(), f.messageId(), f.why(), f.nextAt(), at));
    }
}
