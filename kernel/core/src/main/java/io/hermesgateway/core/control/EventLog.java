package io.hermesgateway.core.control;

import io.hermesgateway.core.ledger.KnownApproval;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.GatewayControl.Watcher;
import io.hermesgateway.spi.service.Rows;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened lately, for those who watch. Ids go on growing over restarts, because they begin at the time of the
 * start: whoever comes back with an id of before gets everything there is.
 */
public final class EventLog {
    private static final int KEPT_MOST = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final InstantSource clock;
    private final ArrayDeque<Rows.Event> kept = new ArrayDeque<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private long last;

    public EventLog(InstantSource clock) {
        this.clock = clock;
        last = clock.millis();
    }

    /** Tells the watchers in order; one that throws is not told again. */
    public synchronized void publish(String type, Object data) {
        Rows.Event event = new Rows.Event(++last, type, clock.instant().toString(), data);
        kept.addLast(event);
        if (kept.size() > KEPT_MOST) {
            kept.removeFirst();
        }
        watchers.forEach(watcher -> tell(watcher, event));
    }

    /** Everything after the id that is still kept, then what comes; a negative id means only what comes. */
    public synchronized Registration watch(long afterId, Watcher watcher) {
        watchers.add(watcher);
        if (afterId >= 0) {
            kept.stream().filter(event -> event.id() > afterId).forEach(event -> tell(watcher, event));
        }
        return () -> watchers.remove(watcher);
    }

    private void tell(Watcher watcher, Rows.Event event) {
        try {
            watcher.onEvent(event);
        } catch (RuntimeException broken) {
            LOG.warn("somebody who watches events failed and is not told any more", broken);
            watchers.remove(watcher);
        }
    }

    /** From now on what the ledger applies is told too, with its row. */
    public void follow(Ledger ledger) {
        ledger.listen(fed -> applied(ledger, fed.fact()));
    }

    private void applied(Ledger ledger, Fact fact) {
        if (fact instanceof Fact.MessageAccepted f) {
            message(f.turnId(), f.conversation(), "accepted", f.message().text());
        } else if (fact instanceof Fact.TurnRequested f) {
            message(f.turnId(), f.conversation(), "accepted", f.request().text());
        } else if (fact instanceof Fact.TurnEnded f && !f.outcome().equals("imported")) {
            message(f.turnId(), f.conversation(), f.outcome(), f.text());
        } else if (fact instanceof Fact.ApprovalAsked f) {
            approval(ledger, f.approval().id());
        } else if (fact instanceof Fact.ApprovalShown f) {
            approval(ledger, f.approvalId());
        } else if (fact instanceof Fact.ApprovalDecided f) {
            approval(ledger, f.approvalId());
        } else if (fact instanceof Fact.DeliveryQueued f) {
            delivery(ledger, f.delivery().id(), Map.of());
        } else if (fact instanceof Fact.DeliverySettled f) {
            String state = f.state().word();
            delivery(ledger, f.deliveryId(), Map.of("id", f.deliveryId(), "state", state, "message_id", f.messageId()));
        }
    }

    private void message(String turnId, Conversation where, String state, String text) {
        Rows.Place place = RowsOf.place(where);
        publish("message", Map.of("turn_id", turnId, "conversation", place, "state", state, "text", text));
    }

    private void approval(Ledger ledger, String id) {
        KnownApproval known = ledger.read(state -> state.approval(id));
        if (known != null) {
            publish("approval", RowsOf.approval(known.approval()));
        }
    }

    /** One that was sent is not in the ledger any more. */
    private void delivery(Ledger ledger, String id, Map<String, String> otherwise) {
        OpenDelivery open = ledger.read(s -> s.delivery(id));
        publish("delivery", open != null ? RowsOf.delivery(open) : otherwise);
    }
}
