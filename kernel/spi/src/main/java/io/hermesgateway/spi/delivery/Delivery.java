package io.hermesgateway.spi.delivery;

import io.hermesgateway.spi.message.Conversation;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One outbound message. The same delivery may be offered to a platform again after {@code Later} or {@code Parked},
 * with the same id; a platform whose far side recognises repeats uses the id for that.
 *
 * @param turnId the turn it answers, when there is one
 * @param route what the platform said it needs to answer in this conversation, newest first
 * @param replyTo the platform's id of the message that it answers
 * @param attempt one for the first
 */
public record Delivery(
        String id,
        Conversation to,
        Body body,
        @Nullable String turnId,
        @Nullable String replyTo,
        Map<String, String> route,
        int attempt,
        Instant createdAt) {
    public Delivery {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(createdAt, "createdAt");
        route = Map.copyOf(route);
    }
}
