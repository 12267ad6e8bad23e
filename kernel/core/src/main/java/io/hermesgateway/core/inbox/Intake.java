package io.hermesgateway.core.inbox;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.core.turn.Conductor;
import io.hermesgateway.core.turn.Sessions;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Ids;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How a message becomes a turn, words for a running turn, or a reply of the gateway. */
final class Intake {
    /** What a message adds to the journal beside the fact that it was seen. Free of side effects, like every decision. */
    interface Write {
        Write NOTHING = (state, facts) -> {};

        void add(State state, List<Fact> facts);

        /** What the person is told by it; empty for nothing. */
        default String words() {
            return "";
        }

        default Write and(Write more) {
            Write first = this;
            return new Write() {
                @Override
                public void add(State state, List<Fact> facts) {
                    first.add(state, facts);
                    more.add(state, facts);
                }

                @Override
                public String words() {
                    return (first.words() + "\n" + more.words()).strip();
                }
            };
        }
    }

    private final Ledger ledger;
    private final InboxRules rules;
    private final Mail mail;
    private final Ids ids;
    private final Sessions sessions;
    private final Conductor conductor;
    /** Two first messages that arrive at once open one session, not two. */
    private final Map<String, String> opening = new ConcurrentHashMap<>();

    Intake(Ledger ledger, InboxRules rules, Mail mail, Ids ids, Sessions sessions, Conductor conductor) {
        this.ledger = ledger;
        this.rules = rules;
        this.mail = mail;
        this.ids = ids;
        this.sessions = sessions;
        this.conductor = conductor;
    }

    /** The conversation that a message of this place belongs to. */
    Conversation lane(InboundMessage message) {
        Conversation place = message.conversation();
        boolean thread = place.threadId() != null || place.kind() == Conversation.Kind.THREAD;
        boolean own = thread ? rules.threadSessionsPerUser() : rules.groupSessionsPerUser();
        if (place.kind() == Conversation.Kind.DM || !own) {
            return place.shared();
        }
        Sender sender = message.sender();
        String member = sender.altId() == null ? sender.userId() : sender.altId();
        return new Conversation(place.platform(), place.kind(), place.chatId(), place.threadId(), member);
    }

    /** The message becomes a turn of its own, behind those that are there. */
    Write queue(Conversation lane, InboundMessage message) {
        return (state, facts) -> {
            String session = state.session(lane);
            if (session == null) {
                session = opening.computeIfAbsent(lane.key(), key -> sessions.freshId());
                Fact opened = new Fact.SessionOpened(session, lane, null, "first message");
                if (!facts.contains(opened)) {
                    facts.add(opened);
                }
            }
            boolean first = facts.stream().noneMatch(fact -> isBefore(lane, fact));
            String turnId = ids.next();
            facts.add(new Fact.MessageAccepted(message, lane, session, turnId));
            if (first) {
                conductor.beginning(state, lane.key(), turnId).ifPresent(facts::add);
            }
        };
    }

    private static boolean isBefore(Conversation lane, Fact fact) {
        return fact instanceof Fact.MessageAccepted accepted
                && accepted.conversation().equals(lane);
    }

    /** The running turn hears of the message; without one something else happens. */
    Write steer(Conversation lane, InboundMessage message, Write otherwise) {
        return (state, facts) -> state.turns().stream()
                .filter(turn ->
                        turn.phase() == OpenTurn.Phase.RUNNING && turn.lane().equals(lane.key()))
                .findFirst()
                .ifPresentOrElse(
                        turn -> facts.add(new Fact.TurnSteered(turn.id, message.text(), false)),
                        () -> otherwise.add(state, facts));
    }

    /** The gateway answers the message itself. */
    Write say(Conversation lane, InboundMessage message, String words) {
        return new Write() {
            @Override
            public void add(State state, List<Fact> facts) {
                if (words.isBlank()) {
                    return;
                }
                if (!message.route().isEmpty()) {
                    facts.add(new Fact.RouteLearned(lane, message.route(), message.key()));
                }
                String replyTo = message.key().messageId();
                facts.addAll(mail.compose(state, lane, List.of(new Body.Text(words)), null, replyTo));
            }

            @Override
            public String words() {
                return words;
            }
        };
    }

    /** To be called when the messages of these conversations were written, or were not. */
    void written(Conversation lane) {
        opening.remove(lane.key());
    }

    /** The words for somebody who typed a command: in the language of what they said before. */
    Words words(Conversation lane, String typed) {
        return Words.of(Intake.class, typed + ledger.read(state -> lastSaid(state, lane)));
    }

    private static String lastSaid(State state, Conversation lane) {
        String session = state.session(lane);
        String said = "";
        for (TranscriptLine line :
                session == null ? List.<TranscriptLine>of() : state.tails().of(session)) {
            said = line.role().equals("user") ? line.text() : said;
        }
        for (OpenTurn turn : state.lane(lane.key())) {
            said = turn.text();
        }
        return said;
    }
}
