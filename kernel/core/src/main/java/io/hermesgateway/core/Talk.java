package io.hermesgateway.core;

import io.hermesgateway.core.approval.ApprovalDesk;
import io.hermesgateway.core.inbox.Inbox;
import io.hermesgateway.core.inbox.InboxParts;
import io.hermesgateway.core.inbox.Pairing;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.outbox.Carriers;
import io.hermesgateway.core.outbox.Outbox;
import io.hermesgateway.core.outbox.OutboxRules;
import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.core.turn.Brain;
import io.hermesgateway.core.turn.Folders;
import io.hermesgateway.core.turn.Histories;
import io.hermesgateway.core.turn.Sessions;
import io.hermesgateway.core.turn.Toolbox;
import io.hermesgateway.core.turn.TurnDesk;
import io.hermesgateway.core.turn.Watchers;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.SecondOpinion;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The parts that a conversation goes through, wired to each other. */
final class Talk {
    final Watchers watchers = new Watchers();
    final RandomIds ids = new RandomIds();
    final Pairing pairing;
    final Outbox outbox;
    final ApprovalDesk desk;
    final TurnDesk turns;
    final Inbox inbox;

    /**
     * What they need.
     *
     * @param outbound whether messages to a platform leave the gateway
     * @param home where notices of a platform go
     * @param redact masks credentials in what people get to read
     */
    record Parts(
            Path home,
            InstantSource clock,
            Ledger ledger,
            Rules rules,
            Brain brain,
            Toolbox toolbox,
            Histories histories,
            Carriers carriers,
            Predicate<String> outbound,
            Function<String, Optional<Conversation>> homes,
            UnaryOperator<String> redact,
            Registry registry,
            InboxParts.Restart restart,
            Executor threads,
            Tasks tasks,
            RandomGenerator random) {}

    Talk(Parts parts) {
        Ledger ledger = parts.ledger();
        outbox = new Outbox(
                ledger, parts.carriers(), new PromptRules(parts), ids, parts.clock(), parts.tasks(), parts.random());
        desk = new ApprovalDesk(
                ledger, outbox, parts.rules(), opinion(parts.registry()), ids, parts.clock(), parts.tasks());
        pairing = new Pairing(parts.home(), parts.clock(), ids);
        Sessions sessions = new Sessions(ids, parts.clock());
        turns = new TurnDesk(
                new TurnDesk.Parts(
                        ledger,
                        parts.brain(),
                        parts.toolbox(),
                        desk,
                        parts.histories(),
                        outbox,
                        new Folders(parts.home()),
                        parts.threads(),
                        parts.tasks()),
                watchers,
                sessions,
                ids);
        inbox = new Inbox(new InboxParts(
                ledger, parts.rules(), pairing, desk, turns, outbox, ids, sessions, parts.registry(), parts.restart()));
    }

    /** That of whoever gives one at the moment. */
    private static SecondOpinion opinion(Registry registry) {
        return question -> registry.any(SecondOpinion.class)
                .map(judge -> judge.on(question))
                .orElseGet(() -> new SecondOpinion.Verdict(SecondOpinion.Kind.ESCALATE, ""));
    }

    /** Begins to deliver what the journal says is open, as each platform comes. */
    void open() {
        outbox.start();
    }

    /** Begins to answer, once the plugins are there. */
    void begin() {
        turns.open();
    }

    /** The outbox asks the desk about prompts, the desk speaks through the outbox: this breaks the circle. */
    private final class PromptRules implements OutboxRules {
        private final Parts parts;

        PromptRules(Parts parts) {
            this.parts = parts;
        }

        @Override
        public boolean outbound(String platformId) {
            return parts.outbound().test(platformId);
        }

        @Override
        public Optional<Conversation> home(String platformId) {
            return parts.homes().apply(platformId);
        }

        @Override
        public Duration approvalTimeout() {
            return parts.rules().timeout();
        }

        @Override
        public Body.Prompt prompt(Approval approval) {
            return desk.prompt(approval);
        }

        @Override
        public String redact(String text) {
            return parts.redact().apply(text);
        }

        @Override
        public void undeliverable(String approvalId, String why) {
            desk.undeliverable(approvalId, why);
        }
    }
}
