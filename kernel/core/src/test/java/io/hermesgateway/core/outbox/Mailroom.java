package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.FactCodec;
import io.hermesgateway.core.ledger.KnownApproval;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.ManualTasks;
import io.hermesgateway.testkit.MemoryJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An outbox with everything around it; a restart is a second one over the same journal. */
final class Mailroom implements OutboxRules {
    static final Conversation ANN = Conversation.dm("chat", "ann");
    static final Conversation BOB = Conversation.dm("chat", "bob");
    static final Conversation HOME = Conversation.dm("chat", "home");
    static final Duration TIMEOUT = Duration.ofHours(1);

    final ManualClock clock;
    final ManualTasks time;
    final HeldTasks tasks;
    final FakeCarrier carrier = new FakeCarrier();
    final Map<String, Carriers.Carrier> carriers = new HashMap<>(Map.of("chat", carrier));
    final List<String> undeliverable = new ArrayList<>();
    final Ledger ledger;
    final Outbox outbox;
    private final RandomIds ids;

    @Nullable
    Conversation home;

    Mailroom() {
        this(new MemoryJournal(), new ManualClock(), 1);
    }

    Mailroom(JournalStore journal, ManualClock clock, long seed) {
        this(journal, clock, seed, new FactCodec());
    }

    Mailroom(JournalStore journal, ManualClock clock, long seed, FactCodec codec) {
        this.clock = clock;
        time = new ManualTasks(clock);
        tasks = new HeldTasks(time);
        ids = new RandomIds(new Random(seed));
        ledger = new Ledger(journal, clock, codec);
        Carriers lookUp = platform -> Optional.ofNullable(carriers.get(platform));
        outbox = new Outbox(ledger, lookUp, this, ids, clock, tasks, new Random(seed));
    }

    Mailroom started() {
        outbox.start();
        time.runPending();
        return this;
    }

    String say(Conversation to, String text) {
        return say(to, new Body.Text(text)).get(0);
    }

    /** Queues and lets everything happen that can happen now. */
    List<String> say(Conversation to, Body... bodies) {
        List<Fact.DeliveryQueued> queued = ledger.read(s -> outbox.compose(s, to, List.of(bodies), "t1", null));
        ledger.commit(state -> queued);
        time.runPending();
        return queued.stream().map(f -> f.delivery().id()).toList();
    }

    /** A message of a person comes in, with what is needed to answer it. */
    void inbound(Conversation from, String route) {
        MessageKey key = new MessageKey(from.platform(), from.chatId(), ids.next());
        Sender sender = Sender.of(from.platform(), from.chatId(), null);
        InboundMessage message =
                new InboundMessage(key, from, sender, "hi", List.of(), null, clock.instant(), Map.of("r", route));
        ledger.commit(state -> List.of(new Fact.MessageAccepted(message, from, "s", ids.next())));
        time.runPending();
    }

    /** Asks for an approval the way the desk does; the ids of the deliveries. */
    List<String> ask(String approvalId, String text) {
        Question question =
                new Question("terminal", "rm x hunter2", "digest", List.of(), List.of(Choice.ONCE, Choice.DENY));
        Sender ann = Sender.of("chat", "ann", "Ann");
        Approval approval = new Approval(
                approvalId,
                "code" + approvalId,
                ANN,
                ann,
                question,
                "s",
                "t1",
                List.of("k"),
                clock.instant(),
                null,
                null);
        List<Fact.DeliveryQueued> prompt =
                ledger.read(s -> outbox.compose(s, ANN, List.of(new Body.Prompt(approval, text)), "t1", null));
        List<Fact> facts = new ArrayList<>(List.of(new Fact.ApprovalAsked(approval, true)));
        facts.addAll(prompt);
        ledger.commit(state -> facts);
        time.runPending();
        return prompt.stream().map(f -> f.delivery().id()).toList();
    }

    /** Decides an approval the way the desk does: with an edit for each place where the prompt stands. */
    void decide(String approvalId) {
        Decision decision = new Decision(ApprovalState.APPROVED, Choice.ONCE, null, "console", null, clock.instant());
        ledger.commit(state -> {
            KnownApproval known = Objects.requireNonNull(state.approval(approvalId));
            Approval a = known.approval();
            Approval after = new Approval(
                    a.id(),
                    a.code(),
                    a.conversation(),
                    a.requester(),
                    a.question(),
                    a.sessionId(),
                    a.turnId(),
                    a.callIds(),
                    a.createdAt(),
                    a.expiresAt(),
                    decision);
            List<Fact> facts = new ArrayList<>(List.of(new Fact.ApprovalDecided(approvalId, decision)));
            for (KnownApproval.Shown shown : known.shown()) {
                Body edit = new Body.Edit(shown.messageId(), prompt(after));
                facts.addAll(outbox.compose(state, shown.where(), List.of(edit), "t1", null));
            }
            return facts;
        });
        time.runPending();
    }

    @Nullable
    OpenDelivery find(String id) {
        return ledger.read(state -> state.delivery(id));
    }

    /** The state of a delivery; what is forgotten counts as sent. */
    DeliveryState state(String id) {
        OpenDelivery d = find(id);
        return d == null ? DeliveryState.SENT : d.state();
    }

    KnownApproval approval(String id) {
        return Objects.requireNonNull(ledger.read(state -> state.approval(id)));
    }

    void pass(Duration time) {
        this.time.advance(time);
    }

    @Override
    public boolean outbound(String platformId) {
        return platformId.equals("chat") || platformId.equals("other");
    }

    @Override
    public Optional<Conversation> home(String platformId) {
        return Optional.ofNullable(home);
    }

    @Override
    public Duration approvalTimeout() {
        return TIMEOUT;
    }

    @Override
    public Body.Prompt prompt(Approval approval) {
        return new Body.Prompt(approval, approval.state().word());
    }

    @Override
    public String redact(String text) {
        return text.replace("hunter2", "••••");
    }

    @Override
    public void undeliverable(String approvalId, String why) {
        undeliverable.add(approvalId);
    }
}
