package io.hermesgateway.core.turn;

import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.plugin.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the end of a run writes and says. */
final class Endings {
    private final Mail mail;
    private final Ids ids;
    private final Sessions sessions;

    Endings(Mail mail, Ids ids, Sessions sessions) {
        this.mail = mail;
        this.ids = ids;
        this.sessions = sessions;
    }

    /** The facts of the end; a turn that waits is suspended, every other one is over. */
    List<Fact> facts(State state, OpenTurn turn, TurnOutcome outcome, List<Fact> withdrawals) {
        if (outcome instanceof TurnOutcome.Waiting waiting) {
            return List.of(new Fact.TurnSuspended(turn.id, waiting.approvalIds()));
        }
        TurnOutcome.Usage usage =
                outcome instanceof TurnOutcome.Answered answered ? answered.usage() : TurnOutcome.Usage.NONE;
        List<Fact> facts = new ArrayList<>(withdrawals);
        List<TranscriptLine> lines = transcript(turn, outcome);
        String session = Sessions.tip(state, turn.sessionId);
        List<TranscriptLine> carried = outcome instanceof TurnOutcome.Answered answered ? answered.carried() : null;
        if (carried != null) {
            session = sessions.carryOn(state, turn, facts);
            lines.addAll(0, carried);
        }
        facts.add(new Fact.TurnEnded(turn.id, session, turn.conversation, word(outcome), text(outcome), lines, usage));
        facts.addAll(mail.compose(state, turn.conversation, bodies(outcome), turn.id, replyTo(turn)));
        if (outcome instanceof TurnOutcome.Answered && !turn.steering().isEmpty()) {
            facts.add(unheard(turn));
        }
        return facts;
    }

    /** Words that were to steer a turn and came too late for it become the next one. */
    private Fact unheard(OpenTurn turn) {
        Turns.Request request = new Turns.Request(
                turn.conversation,
                turn.requester(),
                String.join("\n\n", turn.steering()),
                List.of(),
                turn.request == null ? null : turn.request.sessionId(),
                null,
                null,
                Map.of(),
                turn.attended() ? Turns.Asking.ATTENDED : Turns.Asking.UNATTENDED,
                null);
        return new Fact.TurnRequested(ids.next(), turn.sessionId, turn.conversation, request);
    }

    /** Something the gateway itself says in the conversation of a turn. */
    List<Fact.DeliveryQueued> say(State state, OpenTurn turn, Body body) {
        return mail.compose(state, turn.conversation, List.of(body), turn.id, null);
    }

    static TurnEvent event(String turnId, TurnOutcome outcome) {
        if (outcome instanceof TurnOutcome.Waiting waiting) {
            return new TurnEvent.Suspended(turnId, waiting.approvalIds());
        }
        TurnOutcome.Usage usage =
                outcome instanceof TurnOutcome.Answered answered ? answered.usage() : TurnOutcome.Usage.NONE;
        TurnOutcome.Failed failed = outcome instanceof TurnOutcome.Failed f ? f : null;
        String code = failed == null ? null : failed.code().code();
        String partial = failed == null ? null : failed.partial();
        return new TurnEvent.Ended(turnId, word(outcome), text(outcome), usage, code, partial);
    }

    private static String word(TurnOutcome outcome) {
        if (outcome instanceof TurnOutcome.Answered) {
            return "answered";
        }
        return outcome instanceof TurnOutcome.Failed ? "failed" : "cancelled";
    }

    private static String text(TurnOutcome outcome) {
        if (outcome instanceof TurnOutcome.Failed failed) {
            return failed.partial() == null ? failed.words() : failed.partial() + "\n\n" + failed.words();
        }
        return bodies(outcome).stream()
                .filter(Body.Text.class::isInstance)
                .map(body -> ((Body.Text) body).text())
                .collect(Collectors.joining("\n\n"));
    }

    private static List<Body> bodies(TurnOutcome outcome) {
        if (outcome instanceof TurnOutcome.Answered answered) {
            return answered.answer();
        }
        return outcome instanceof TurnOutcome.Failed ? List.of(new Body.Text(text(outcome))) : List.of();
    }

    private static List<TranscriptLine> transcript(OpenTurn turn, TurnOutcome outcome) {
        List<TranscriptLine> lines = new ArrayList<>();
        lines.add(new TranscriptLine("user", turn.text(), Attached.details(turn), turn.id, turn.acceptedAt));
        if (outcome instanceof TurnOutcome.Answered answered
                && !answered.transcript().isEmpty()) {
            lines.addAll(answered.transcript());
            return lines;
        }
        if (!(outcome instanceof TurnOutcome.Answered)) {
            boolean told = outcome instanceof TurnOutcome.Failed f && lines.addAll(f.transcript());
            lines.addAll(told ? List.of() : WorkDone.of(turn));
        }
        if (!text(outcome).isEmpty()) {
            lines.add(new TranscriptLine("assistant", text(outcome), null, turn.id, turn.acceptedAt));
        } else if (outcome instanceof TurnOutcome.Cancelled) {
            lines.add(new TranscriptLine("notice", "The person stopped this turn.", null, turn.id, turn.acceptedAt));
        }
        return lines;
    }

    private static @Nullable String replyTo(OpenTurn turn) {
        return turn.message == null ? null : turn.message.key().messageId();
    }
}
