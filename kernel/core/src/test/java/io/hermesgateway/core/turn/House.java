package io.hermesgateway.core.turn;

import io.hermesgateway.core.approval.ApprovalDesk;
import io.hermesgateway.core.approval.ApprovalRules;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.approval.SecondOpinion;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.ManualTasks;
import io.hermesgateway.testkit.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gateway without plugins around one journal: a test says what the agent and the tool do, and when work goes on. A
 * second house on the same journal is the gateway after a crash.
 */
final class House implements Toolbox, Mail, ApprovalRules {
    static final Conversation HERE = Conversation.dm("test", "c1");
    static final Sender ANN = Sender.of("test", "ann", "Ann");
    static final Sender BOB = Sender.of("test", "bob", "Bob");

    final ManualClock clock;
    final MemoryJournal journal;
    final ManualTasks tasks;
    final Ledger ledger;
    final ApprovalDesk approvals;
    final TurnDesk turns;
    final Watchers watchers = new Watchers();
    final List<TurnEvent> events = new ArrayList<>();
    final List<String> ran = new ArrayList<>();
    final List<String> recovered = new ArrayList<>();
    final Set<String> always = new HashSet<>();
    Mode mode = Mode.MANUAL;
    boolean allowUnattended;
    Approvers approvers = Approvers.REQUESTER;
    SecondOpinion opinion = question -> {
        throw new IllegalStateException("nobody can judge");
    };

    @Nullable
    Agent agent;

    @Nullable
    Runnable whileToolRuns;

    @Nullable
    Runnable whileItIsJudged;

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final RandomIds ids = new RandomIds(new Random(7));

    House(Path home) {
        this(home, new ManualClock(), new MemoryJournal());
    }

    House(Path home, ManualClock clock, MemoryJournal journal) {
        this.clock = clock;
        this.journal = journal;
        this.tasks = new ManualTasks(clock);
        this.ledger = new Ledger(journal, clock);
        this.approvals =
                new ApprovalDesk(ledger, this, this, question -> opinion.on(question), new RandomIds(), clock, tasks);
        watchers.watchAll((conversation, event) -> events.add(event));
        TurnDesk.Parts parts = new TurnDesk.Parts(
                ledger,
                new AgentBrain(),
                this,
                approvals,
                (session, atMost) -> ledger.read(state -> state.tails().of(session)),
                this,
                new Folders(home),
                work::add,
                tasks);
        this.turns = new TurnDesk(parts, watchers, new Sessions(ids, clock), new RandomIds());
    }

    /** Begins to work with this agent. */
    House open(Agent withAgent) {
        agent = withAgent;
        turns.open();
        work();
        return this;
    }

    /** The machine is switched off and on again. */
    House crash(Path home) {
        ledger.close();
        journal.failWith(null);
        return new House(home, clock, journal);
    }

    /** Lets everything run that can. */
    void work() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    void say(String id, String text) {
        InboundMessage message =
                InboundMessage.text(new MessageKey("test", "c1", id), HERE, ANN, text, clock.instant());
        ledger.commit(state -> List.of(
                new Fact.MessageSeen(message.key()), new Fact.MessageAccepted(message, HERE, "s1", "turn-" + id)));
        work();
    }

    List<String> said() {
        return journal.records().stream()
                .filter(stored -> stored.record().kind().equals("delivery-queued"))
                .map(stored -> new io.hermesgateway.core.ledger.FactCodec().decode(stored.record()))
                .map(fact -> ((Fact.DeliveryQueued) fact).delivery().body())
                .filter(Body.Text.class::isInstance)
                .map(body -> ((Body.Text) body).text())
                .toList();
    }

    Approval pending() {
        return approvals.pendingIn(HERE).get(0);
    }

    private final class AgentBrain implements Brain {
        @Override
        public boolean present() {
            return agent != null;
        }

        @Override
        public Run run(
                io.hermesgateway.spi.agent.Turn turn,
                io.hermesgateway.spi.agent.TurnContext context,
                java.util.function.Consumer<Runnable> interruptBy) {
            Agent now = agent;
            return now == null ? new Run.Gone() : new Run.Ended(now.run(turn, context));
        }
    }

    @Override
    public List<ToolSpec> specs() {
        return List.of(new ToolSpec("terminal", "runs a command", "{}"));
    }

    @Override
    public Optional<Seat> tool(String name) {
        return name.equals("terminal") ? Optional.of(new Terminal()) : Optional.empty();
    }

    /** Commands with {@code rm} are asked about, those with {@code mkfs} never run. */
    private final class Terminal implements Seat {
        @Override
        public Assessment assess(ToolCall call, ToolScope scope) {
            Runnable meanwhile = whileItIsJudged;
            if (meanwhile != null) {
                meanwhile.run();
            }
            if (call.arguments().contains("mkfs")) {
                return new Assessment.Forbidden("never");
            }
            return call.arguments().contains("rm")
                    ? new Assessment.Ask(call.arguments(), List.of(Reason.of("recursive delete", "it deletes")))
                    : new Assessment.Allowed();
        }

        @Override
        public ToolResult run(ToolCall call, ToolRun run) {
            run.note("pid 1");
            ran.add(call.arguments());
            Runnable meanwhile = whileToolRuns;
            if (meanwhile != null) {
                meanwhile.run();
            }
            return ToolResult.done("did " + call.arguments());
        }

        @Override
        public ToolResult recover(ToolCall call, ToolRun run) {
            recovered.add(call.arguments() + " " + run.notes());
            return run.cancelled() ? ToolResult.failed("killed") : ToolResult.done("recovered " + call.arguments());
        }
    }

    @Override
    public List<Fact.DeliveryQueued> compose(
            State state, Conversation to, List<Body> bodies, @Nullable String turnId, @Nullable String replyTo) {
        return to.platform().equals("api")
                ? List.of()
                : bodies.stream()
                        .map(body -> new Fact.DeliveryQueued(new Delivery(
                                ids.next(), to, body, turnId, replyTo, state.route(to), 1, clock.instant())))
                        .toList();
    }

    @Override
    public Duration timeout() {
        return Duration.ofHours(1);
    }

    @Override
    public Duration undeliveredAfter() {
        return Duration.ofHours(24);
    }

    @Override
    public Mode mode(String platformId) {
        return mode;
    }

    @Override
    public boolean allowUnattended(String platformId) {
        return allowUnattended;
    }

    @Override
    public Approvers approvers(String platformId) {
        return approvers;
    }

    @Override
    public boolean alwaysGranted(Reason reason) {
        return always.contains(reason.key());
    }

    @Override
    public void grantAlways(List<Reason> reasons) {
        reasons.forEach(reason -> always.add(reason.key()));
    }
}
