package io.hermesgateway.core.outbox;

import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.platform.Capabilities;
import java.util.Optional;

/**
 * The platforms as the outbox sees them; looked up for each delivery, because they come and go. Everything but {@code
 * send} is asked under the ledger's lock and answers from memory, without a lock that anybody holds while he appends.
 */
public interface Carriers {
    Optional<Carrier> carrier(String platformId);

    /** One open platform account. */
    interface Carrier {
        Capabilities capabilities();

        /** Whether it is of use to hand it something now. */
        boolean ready();

        int parallelSends();

        /** A guarded call: never throws, never takes longer than its deadline. */
        SendResult send(Delivery delivery);
    }
}
