package io.hermesgateway.core.inbox;

import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.inbox.Intake.Write;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.Plan;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.turn.Conductor;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what platforms bring. Everything a message leads to is in one append with the fact that it was seen: the turn it
 * becomes, the reply of a command, the cursor behind it. So a message that comes again, in the same second or after a
 * crash, changes nothing, and what is acknowledged is never lost.
 */
public final class Inbox {
    private static final Accepted FRESH = new Accepted.Fresh();
    private static final Accepted KNOWN = new Accepted.Known();
    private static final Accepted TURNED = new Accepted.Turned("the sender may not talk to the agent");

    private final Ledger ledger;
    private final InboxRules rules;
    private final AccessPolicy policy;
    private final Pairing pairing;
    private final Desk desk;
    private final Conductor conductor;
    private final Intake intake;
    private final Commands commands;

    public Inbox(InboxParts parts) {
        ledger = parts.ledger();
        rules = parts.rules();
        policy = new AccessPolicy(rules, parts.pairing());
        pairing = parts.pairing();
        desk = parts.desk();
        conductor = parts.conductor();
        intake = new Intake(ledger, rules, parts.mail(), parts.ids(), parts.sessions(), parts.conductor());
        commands = new Commands(parts, intake);
    }

    /**
     * Accepts messages in order and, when all are durable, moves the cursor with them.
     *
     * @throws IllegalArgumentException when a message claims to come from another account
     */
    public List<Accepted> acceptAll(
            Account account, List<InboundMessage> messages, @Nullable String cursor, @Nullable String value) {
        Offer offer = new Offer(account);
        for (InboundMessage message : messages) {
            String platform = message.key().platform();
            if (!platform.equals(account.id())
                    || !platform.equals(message.conversation().platform())) {
                throw new IllegalArgumentException("a message of " + platform + " came through " + account.id());
            }
        }
        messages.forEach(offer::take);
        offer.write(
                cursor == null || value == null
                        ? List.of()
                        : List.of(new Fact.CursorMoved(account.id(), cursor, value)));
        return offer.results;
    }

    /**
     * What a command did for somebody who is told at once.
     *
     * @param turnId the turn that it began
     */
    public record Said(String words, Optional<String> turnId) {}

    /** A command typed by an operator on a surface of our own; empty when the text is none. */
    public Optional<Said> command(InboundMessage message) {
        return commands.find(message.text()).map(found -> {
            Conversation lane = intake.lane(message);
            Write write = commands.run(found, new OperatorAccount(message), message, lane);
            Optional<List<Fact>> written = ledger.decide(state -> {
                List<Fact> facts = new ArrayList<>();
                write.add(state, facts);
                return new Plan<>(List.copyOf(facts), facts);
            });
            intake.written(lane);
            return written.map(facts -> new Said(write.words(), begun(facts)))
                    .orElseGet(() -> new Said(trouble(), Optional.empty()));
        });
    }

    private static Optional<String> begun(List<Fact> facts) {
        return facts.stream()
                .filter(Fact.MessageAccepted.class::isInstance)
                .map(fact -> ((Fact.MessageAccepted) fact).turnId())
                .findFirst();
    }

    private record OperatorAccount(InboundMessage message) implements Account {
        @Override
        public String id() {
            return message.conversation().platform();
        }

        @Override
        public Access access() {
            Set<String> operator = Set.of(message.sender().userId());
            return new Access(operator, false, Set.of(), operator, false, true, false);
        }
    }

    private record Arrival(MessageKey key, Conversation lane, Accepted result, Write write) {}

    /** One call: messages are collected, and written before anything that must find them there. */
    private final class Offer {
        private final Account account;
        private final List<Accepted> results = new ArrayList<>();
        private final List<Arrival> collected = new ArrayList<>();
        private @Nullable Accepted refused;

        Offer(Account account) {
            this.account = account;
        }

        void take(InboundMessage message) {
            if (Commands.looksLikeOne(message.text())) {
                write(List.of());
            }
            collected.add(refused == null ? arrival(message) : ignored(message, refused));
        }

        private Arrival arrival(InboundMessage message) {
            if (ledger.read(state -> state.seen(message.key()))) {
                return ignored(message, KNOWN);
            }
            return switch (policy.judge(account, message)) {
                case ADMITTED -> admitted(message);
                case PAIRS -> stranger(message);
                case IGNORED -> ignored(message, TURNED);
            };
        }

        private Arrival ignored(InboundMessage message, Accepted result) {
            return new Arrival(message.key(), message.conversation(), result, Write.NOTHING);
        }

        private Arrival stranger(InboundMessage message) {
            Conversation lane = intake.lane(message);
            Words words =
                    Words.of(Inbox.class, message.text() + message.sender().name());
            Write reply = pairing.request(account.id(), message.sender())
                    .map(code -> intake.say(lane, message, words.say("pairing", code, account.id())))
                    .orElse(Write.NOTHING);
            return new Arrival(message.key(), lane, TURNED, reply);
        }

        private Arrival admitted(InboundMessage message) {
            Conversation lane = intake.lane(message);
            Write write = commands.find(message.text())
                    .map(found -> commands.run(found, account, message, lane))
                    .orElseGet(() -> plain(lane, message));
            return new Arrival(message.key(), lane, FRESH, write);
        }

        void write(List<Fact> more) {
            if (refused != null) {
                collected.forEach(arrival -> results.add(refused));
            } else if (!collected.isEmpty() || !more.isEmpty()) {
                List<Accepted> outcome = new ArrayList<>();
                if (ledger.commit(state -> decide(state, outcome, more)) == Ledger.Commit.UNAVAILABLE) {
                    refused = new Accepted.NotNow(trouble());
                    outcome.clear();
                    collected.forEach(arrival -> outcome.add(refused));
                }
                results.addAll(outcome);
                collected.forEach(arrival -> intake.written(arrival.lane()));
            }
            collected.clear();
        }

        private List<Fact> decide(State state, List<Accepted> outcome, List<Fact> more) {
            List<Fact> facts = new ArrayList<>();
            Set<MessageKey> here = new HashSet<>();
            outcome.clear();
            for (Arrival arrival : collected) {
                boolean known = state.seen(arrival.key()) || !here.add(arrival.key());
                outcome.add(known ? KNOWN : arrival.result());
                if (!known) {
                    facts.add(new Fact.MessageSeen(arrival.key()));
                    arrival.write().add(state, facts);
                }
            }
            facts.addAll(more);
            return facts;
        }
    }

    private Write plain(Conversation lane, InboundMessage message) {
        Optional<Approval> asked = desk.pendingIn(lane).stream()
                .filter(approval -> approval.conversation().equals(lane))
                .findFirst();
        Write queue = intake.queue(lane, message);
        if (asked.isPresent()) {
            Words words = Words.of(Inbox.class, message.text());
            String first = Commands.firstLine(asked.get().question().command());
            return queue.and(
                    intake.say(lane, message, words.say("pending", asked.get().code(), first)));
        }
        return switch (rules.busy()) {
            case QUEUE -> queue;
            case INTERRUPT -> {
                conductor.interrupt(lane, "a newer message came");
                yield queue;
            }
            case STEER -> message.attachments().isEmpty() ? intake.steer(lane, message, queue) : queue;
        };
    }

    private String trouble() {
        String trouble = ledger.journal().health().trouble();
        return trouble == null ? "the journal takes nothing at the moment" : trouble;
    }
}
