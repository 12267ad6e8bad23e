package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Carriers.Carrier;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands deliveries to the platforms: one at a time for each chat, several at once for each platform, every attempt in
 * the journal before the hand-over. All its own memory is touched by one task at a time, see {@link Desktop}; it can be
 * lost at any moment, for the truth is in the ledger.
 */
final class Pump {
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final Carriers carriers;
    private final Verdicts verdicts;
    private final OutboxRules rules;
    private final Tasks tasks;
    private final InstantSource clock;
    private final Desktop desktop;

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<String, Line> lineOf = new HashMap<>();
    private final Set<Line> due = new LinkedHashSet<>();
    private final Map<String, Set<Line>> waiting = new HashMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private boolean promptsChanged = true;

    Pump(Ledger ledger, Carriers carriers, Verdicts verdicts, OutboxRules rules, Tasks tasks, InstantSource clock) {
        this.ledger = ledger;
        this.carriers = carriers;
        this.verdicts = verdicts;
        this.rules = rules;
        this.tasks = tasks;
        this.clock = clock;
        this.desktop = new Desktop(tasks, this::work);
    }

    /** A fact about the delivery whose turn it is; with a carrier it is an attempt. */
    private record Move(Line line, OpenDelivery seen, Fact fact, @Nullable Carrier carrier) {
        String id() {
            return seen.delivery().id();
        }
    }

    /** Takes over what an earlier life of the gateway left. */
    void start() {
        desktop.put(() -> {
            ledger.commit(state -> state.deliveries().stream()
                    .filter(d -> d.state() == DeliveryState.SENDING)
                    .map(verdicts::orphaned)
                    .toList());
            List<OpenDelivery> open = ledger.read(state -> state.deliveries().stream()
                    .filter(d -> Line.waits(d.state(), d.nextAt()))
                    .toList());
            open.forEach(d -> enter(d.delivery(), false).opened = true);
        });
    }

    /** On the journal's thread: only notes what happened. */
    void applied(Fact fact) {
        if (fact instanceof Fact.DeliveryQueued f) {
            desktop.put(() -> enter(f.delivery(), false));
        } else if (fact instanceof Fact.DeliverySettled f) {
            desktop.put(() -> settled(f));
        } else if (fact instanceof Fact.ApprovalDecided) {
            desktop.put(() -> promptsChanged = true);
        } else if (fact instanceof Fact.MessageAccepted f) {
            opened(f.conversation());
        } else if (fact instanceof Fact.RouteLearned f) {
            opened(f.conversation());
        }
    }

    void opened(Conversation conversation) {
        String key = Line.key(conversation);
        if (lines.containsKey(key)) {
            desktop.put(() -> lookAt(line -> line == lines.get(key), true));
        }
    }

    void carrierReady(String platformId) {
        desktop.put(() -> lookAt(line -> line.place.platform().equals(platformId), true));
    }

    /** Finds what no event told of, such as a platform that became ready in silence. */
    void lookAround() {
        desktop.put(() -> {
            promptsChanged = true;
            lookAt(line -> true, false);
        });
    }

    private void lookAt(Predicate<Line> which, boolean opened) {
        lines.values().stream().filter(which).forEach(line -> {
            line.opened |= opened;
            due.add(line);
        });
    }

    private Line enter(Delivery delivery, boolean first) {
        Line line = lineOf.get(delivery.id());
        if (line == null) {
            line = lines.computeIfAbsent(Line.key(delivery.to()), key -> new Line(delivery.to()));
            lineOf.put(delivery.id(), line);
            if (first) {
                line.addFirst(delivery);
            } else {
                line.addLast(delivery);
            }
        }
        due.add(line);
        return line;
    }

    private void settled(Fact.DeliverySettled f) {
        promptsChanged |= f.state() == DeliveryState.FAILED || f.state() == DeliveryState.QUEUED;
        OpenDelivery d = ledger.read(state -> state.delivery(f.deliveryId()));
        if (d != null && Line.waits(d.state(), d.nextAt())) {
            enter(d.delivery(), true);
            return;
        }
        Line line = lineOf.remove(f.deliveryId());
        if (line != null) {
            line.remove(f.deliveryId());
            due.add(line);
        }
    }

    private void work() {
        if (promptsChanged) {
            promptsChanged = ledger.commit(Prompts::obsolete) == Ledger.Commit.UNAVAILABLE;
            ledger.read(Prompts::hopeless).forEach(rules::undeliverable);
        }
        List<Line> looked = List.copyOf(due);
        due.clear();
        List<Move> moves = ledger.read(state ->
                looked.stream().flatMap(line -> choose(state, line).stream()).toList());
        looked.stream().filter(Line::idle).forEach(line -> lines.remove(Line.key(line.place)));
        if (!moves.isEmpty()) {
            make(moves);
        }
    }

    private Optional<Move> choose(State state, Line line) {
        OpenDelivery d = line.busy ? null : line.next(state, clock.instant()).orElse(null);
        if (d == null) {
            line.nextAt(state).filter(at -> !line.busy).ifPresent(at -> wake(line, at));
            return Optional.empty();
        }
        String platform = line.place.platform();
        Carrier carrier = carriers.carrier(platform).filter(Carrier::ready).orElse(null);
        if (carrier == null) {
            return Optional.empty();
        }
        Fact instead = verdicts.insteadOfSending(d, carrier.capabilities()).orElse(null);
        if (instead == null && underWay.getOrDefault(platform, 0) >= carrier.parallelSends()) {
            waiting.computeIfAbsent(platform, p -> new LinkedHashSet<>()).add(line);
            return Optional.empty();
        }
        line.busy = true;
        line.opened &= Verdicts.isEdit(d);
        underWay.merge(platform, 1, Integer::sum);
        return Optional.of(
                instead != null
                        ? new Move(line, d, instead, null)
                        : new Move(
                                line, d, new Fact.DeliveryAttempted(d.delivery().id(), d.attempts() + 1), carrier));
    }

    /** What could not be written is tried again as it is, for it may be there in spite of all. */
    private void make(List<Move> moves) {
        Ledger.Commit commit = ledger.commit(state -> moves.stream()
                .filter(move -> move.seen().equals(state.delivery(move.id())))
                .map(Move::fact)
                .toList());
        if (commit == Ledger.Commit.UNAVAILABLE) {
            tasks.after(BREATH, "outbox", () -> desktop.put(() -> make(moves)));
            return;
        }
        for (Move move : moves) {
            OpenDelivery d = ledger.read(state -> state.delivery(move.id()));
            Carrier carrier = move.carrier();
            boolean ours = d != null
                    && d.state() == DeliveryState.SENDING
                    && d.attempts() == move.seen().attempts() + 1;
            if (carrier != null && d != null && ours) {
                tasks.run("send to " + move.line().place.platform(), () -> send(move.line(), d, carrier));
            } else {
                desktop.put(() -> release(move.line()));
            }
        }
    }

    private void send(Line line, OpenDelivery d, Carrier carrier) {
        SendResult result = new SendResult.Uncertain("the sender broke off");
        try {
            result = carrier.send(d.delivery());
        } finally {
            String id = d.delivery().id();
            keep(id, result, now -> now.attempts() == d.attempts() && now.state() != DeliveryState.IN_AUDIT, line);
        }
    }

    /** The end of an audit, or late evidence. */
    void settled(String deliveryId, SendResult result) {
        keep(deliveryId, result, now -> true, null);
    }

    /** Writes down what came of a delivery, however long the journal takes nothing. */
    private void keep(String id, SendResult result, Predicate<OpenDelivery> fits, @Nullable Line line) {
        Ledger.Commit commit = Ledger.Commit.NOTHING;
        try {
            commit = ledger.commit(state -> {
                OpenDelivery d = state.delivery(id);
                return d != null && Verdicts.awaited(d.state()) && fits.test(d)
                        ? verdicts.of(state, d, result, recognisesRepeats(d))
                        : List.of();
            });
        } finally {
            if (commit == Ledger.Commit.UNAVAILABLE) {
                tasks.after(BREATH, "outbox", () -> keep(id, result, fits, line));
            } else if (line != null) {
                desktop.put(() -> release(line));
            }
        }
    }

    private boolean recognisesRepeats(OpenDelivery d) {
        return carriers.carrier(d.delivery().to().platform())
                .map(carrier -> carrier.capabilities().recognisesRepeats())
                .orElse(true);
    }

    private void release(Line line) {
        String platform = line.place.platform();
        line.busy = false;
        due.add(line);
        underWay.merge(platform, -1, Integer::sum);
        due.addAll(Optional.ofNullable(waiting.remove(platform)).orElse(Set.of()));
    }

    private void wake(Line line, Instant at) {
        if (line.alarm == null || at.isBefore(line.alarm)) {
            line.alarm = at;
            tasks.after(
                    Duration.between(clock.instant(), at),
                    "outbox",
                    () -> desktop.put(() -> {
                        line.alarm = null;
                        due.add(line);
                    }));
        }
    }
}
