package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.message.Conversation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one chat. Messages go in order, so the first holds up the others; edits concern something that stands
 * already, so they neither wait nor hold up.
 */
final class Line {
    final Conversation place;
    private final Deque<String> messages = new ArrayDeque<>();
    private final List<String> edits = new ArrayList<>();
    /** One is under way. */
    boolean busy;
    /** The far side may take what it had parked. */
    boolean opened;
    /** When a timer will look at this line again. */
    @Nullable
    Instant alarm;

    Line(Conversation place) {
        this.place = place;
    }

    static String key(Conversation conversation) {
        return conversation.shared().key();
    }

    void addLast(Delivery delivery) {
        if (delivery.body() instanceof Body.Edit) {
            edits.add(delivery.id());
        } else {
            messages.addLast(delivery.id());
        }
    }

    /** What was out of the line for a while, such as a dead letter, is older than the rest. */
    void addFirst(Delivery delivery) {
        if (delivery.body() instanceof Body.Edit) {
            edits.add(0, delivery.id());
        } else {
            messages.addFirst(delivery.id());
        }
    }

    void remove(String id) {
        messages.remove(id);
        edits.remove(id);
    }

    boolean idle() {
        return !busy && messages.isEmpty() && edits.isEmpty();
    }

    /** The one to be dealt with now. */
    Optional<OpenDelivery> next(State state, Instant now) {
        return candidates(state).stream().filter(d -> due(d, now)).findFirst();
    }

    /** When the earliest of those that wait for a time is due. */
    Optional<Instant> nextAt(State state) {
        return candidates(state).stream()
                .flatMap(d -> Optional.ofNullable(d.nextAt()).stream())
                .min(Instant::compareTo);
    }

    private List<OpenDelivery> candidates(State state) {
        List<OpenDelivery> candidates = new ArrayList<>();
        for (String id : edits) {
            Optional.ofNullable(state.delivery(id)).ifPresent(candidates::add);
        }
        if (!messages.isEmpty()) {
            Optional.ofNullable(state.delivery(messages.getFirst())).ifPresent(candidates::add);
        }
        return candidates;
    }

    private boolean due(OpenDelivery d, Instant now) {
        Instant nextAt = d.nextAt();
        return switch (d.state()) {
            case QUEUED, SENDING -> true;
            case RETRYING, UNCERTAIN -> nextAt != null && !nextAt.isAfter(now);
            case PARKED -> opened;
            case SENT, IN_AUDIT, FAILED, CANCELLED -> false;
        };
    }

    /** Whether a delivery in this state has a place in the line. */
    static boolean waits(DeliveryState state, @Nullable Instant nextAt) {
        return switch (state) {
            case QUEUED, SENDING, RETRYING, PARKED -> true;
            case UNCERTAIN -> nextAt != null;
            case SENT, IN_AUDIT, FAILED, CANCELLED -> false;
        };
    }
}
