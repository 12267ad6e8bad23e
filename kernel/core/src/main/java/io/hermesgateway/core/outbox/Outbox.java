package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Every message on its way out is a delivery in the journal until the far side's evidence is there too. What is said
 * here is that of {@link DeliveryState}; {@link Verdicts} has the meaning of results, {@link Pump} the order.
 */
public final class Outbox implements Mail {
    private static final Duration LOOK_AROUND = Duration.ofMinutes(1);
    private static final Set<DeliveryState> RETRIABLE =
            Set.of(DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.PARKED, DeliveryState.RETRYING);

    private final Ledger ledger;
    private final Drafts drafts;
    private final Pump pump;
    private final Targets targets;
    private final Tasks tasks;
    private final Map<String, CompletableFuture<Rows.SendRow>> watched = new ConcurrentHashMap<>();

    public Outbox(
            Ledger ledger,
            Carriers carriers,
            OutboxRules rules,
            Ids ids,
            InstantSource clock,
            Tasks tasks,
            RandomGenerator random) {
        this.ledger = ledger;
        this.targets = new Targets(ledger, rules);
        this.tasks = tasks;
        this.drafts = new Drafts(carriers, rules, ids, clock);
        Verdicts verdicts = new Verdicts(new Prompts(drafts, rules), clock, random);
        this.pump = new Pump(ledger, carriers, verdicts, rules, tasks, clock);
    }

    /** Begins to deliver, first of all what an earlier life of the gateway left. */
    public void start() {
        ledger.listen(this::applied);
        pump.start();
        tasks.every(LOOK_AROUND, "outbox", pump::lookAround);
    }

    @Override
    public List<Fact.DeliveryQueued> compose(
            State state, Conversation to, List<Body> bodies, @Nullable String turnId, @Nullable String replyTo) {
        return drafts.compose(state, to, bodies, turnId, replyTo);
    }

    /** The far side takes messages in this conversation again. */
    public void opened(Conversation conversation) {
        pump.opened(conversation);
    }

    /** The platform has become able to send. */
    public void carrierReady(String platformId) {
        pump.carrierReady(platformId);
    }

    /** The end of an audit, or late evidence for an uncertain delivery. */
    public void settled(String deliveryId, SendResult result) {
        pump.settled(deliveryId, result);
    }

    /**
     * Puts a delivery into the queue again, at its old place and with its old id, so that a far side that recognises
     * repeats can still do so.
     */
    public Rows.DeliveryRow retry(Caller caller, String deliveryId) {
        Ledger.Commit commit = ledger.commit(state -> {
            OpenDelivery d = state.delivery(deliveryId);
            return d == null || !RETRIABLE.contains(d.state())
                    ? List.of()
                    : List.of(
                            new Fact.DeliverySettled(deliveryId, DeliveryState.QUEUED, "", "", null),
                            new Fact.Audited(caller.name(), caller.via(), "delivery.retry", deliveryId));
        });
        OpenDelivery d = ledger.read(state -> state.delivery(deliveryId));
        if (commit == Ledger.Commit.UNAVAILABLE) {
            throw unavailable();
        }
        if (d == null) {
            throw new GatewayException(KernelError.NOT_FOUND, "No open delivery has the id " + deliveryId + ".");
        }
        return row(d);
    }

    /** Where {@code platform[:kind][:chat[:thread]]} points; throws when it points nowhere. */
    public Conversation target(String target) {
        return targets.parse(target);
    }

    /**
     * Says something and waits for the evidence, or until it is clear that the wait would be long. Of a long text it is
     * the first piece that has not arrived, or the last one, that is told of.
     */
    public Rows.SendRow send(Conversation to, String text, Duration wait) {
        List<Fact.DeliveryQueued> queued =
                ledger.read(state -> compose(state, to, List.of(new Body.Text(text)), null, null));
        if (queued.isEmpty()) {
            throw new GatewayException(KernelError.BAD_REQUEST, "There is nothing to send, or no such platform.");
        }
        List<CompletableFuture<Rows.SendRow>> rows =
                queued.stream().map(f -> watch(f.delivery().id(), wait)).toList();
        try {
            if (ledger.commit(state -> queued) != Ledger.Commit.DONE) {
                throw unavailable();
            }
            Rows.SendRow first = rows.stream()
                    .map(CompletableFuture::join)
                    .filter(row -> !row.state().equals(DeliveryState.SENT.word()))
                    .findFirst()
                    .orElseGet(() -> rows.get(rows.size() - 1).join());
            OpenDelivery waits = ledger.read(state -> state.delivery(first.deliveryId()));
            return waits == null
                    ? first
                    : new Rows.SendRow(first.deliveryId(), waits.state().word(), null, waits.why());
        } finally {
            queued.forEach(f -> watched.remove(f.delivery().id()));
        }
    }

    private CompletableFuture<Rows.SendRow> watch(String id, Duration wait) {
        Rows.SendRow late = new Rows.SendRow(id, DeliveryState.SENDING.word(), null, "");
        CompletableFuture<Rows.SendRow> row = new CompletableFuture<>();
        watched.put(id, row);
        return row.completeOnTimeout(late, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** On the journal's thread. */
    private void applied(Fed fed) {
        pump.applied(fed.fact());
        if (fed.fact() instanceof Fact.DeliverySettled f) {
            CompletableFuture<Rows.SendRow> waiting = watched.get(f.deliveryId());
            if (waiting != null && f.nextAt() == null && f.state() != DeliveryState.IN_AUDIT) {
                waiting.complete(
                        new Rows.SendRow(f.deliveryId(), f.state().word(), blankToNull(f.messageId()), f.why()));
            }
        }
    }

    /** What is not finished, oldest first; null for all states. */
    public List<Rows.DeliveryRow> rows(@Nullable String state) {
        return ledger.read(known -> known.deliveries().stream()
                .filter(d -> state == null || d.state().word().equals(state))
                .map(Outbox::row)
                .toList());
    }

    /** How much is open for each platform. */
    public int pending(String platformId) {
        return ledger.read(state -> (int) state.deliveries().stream()
                .filter(d -> d.state().open() && d.delivery().to().platform().equals(platformId))
                .count());
    }

    private static Rows.DeliveryRow row(OpenDelivery d) {
        Delivery delivery = d.delivery();
        Conversation to = delivery.to();
        Instant nextAt = d.nextAt();
        return new Rows.DeliveryRow(
                delivery.id(),
                to.platform(),
                new Rows.Place(to.key(), to.platform(), to.kind().word(), to.chatId(), to.threadId()),
                d.state().word(),
                d.attempts(),
                excerpt(delivery.body()),
                blankToNull(d.messageId()),
                d.why(),
                delivery.createdAt().toString(),
                nextAt == null ? null : nextAt.toString());
    }

    private static String excerpt(Body body) {
        String text = body.fold(
                Body.Text::text,
                media -> media.attachment().name(),
                Body.Prompt::text,
                edit -> excerpt(edit.replacement()));
        return TextCutter.cut(text, Capabilities.plain(120)).stream()
                .findFirst()
                .orElse("");
    }

    private static @Nullable String blankToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static GatewayException unavailable() {
        return new GatewayException(
                KernelError.JOURNAL_UNAVAILABLE, "It could not be written down just now; please try again.");
    }
}
