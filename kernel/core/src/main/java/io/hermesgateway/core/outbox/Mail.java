package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rest of the kernel says something: it puts the facts of new deliveries into the same append as whatever they
 * belong to.
 */
public interface Mail {
    /**
     * Deliveries of the bodies in order, long texts cut to the platform's limit; to be called inside a decision. Empty
     * for conversations whose surface has no outbox (API, command line, console).
     */
    List<Fact.DeliveryQueued> compose(
            State state, Conversation to, List<Body> bodies, @Nullable String turnId, @Nullable String replyTo);
}
