package io.hermesgateway.core.approval;

import io.hermesgateway.core.ledger.KnownApproval;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.core.ledger.Plan;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.approval.SecondOpinion;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.tool.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps approvals. An approval is a record in the journal that belongs to a conversation and a requester; nobody waits
 * for it here. Whoever answers goes through {@link #decide}, where the one transition away from PENDING happens, together
 * with the grant and the edits of every shown prompt, in one append.
 */
public final class ApprovalDesk implements Desk {
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int CODE_LENGTH = 4;

    private final Ledger ledger;
    private final Mail mail;
    private final ApprovalRules rules;
    private final Ids ids;
    private final InstantSource clock;
    private final Judge judge;

    /** @param opinion judges where the rules want it; it may block and it may fail */
    public ApprovalDesk(
            Ledger ledger,
            Mail mail,
            ApprovalRules rules,
            SecondOpinion opinion,
            Ids ids,
            InstantSource clock,
            Tasks tasks) {
        this.ledger = ledger;
        this.mail = mail;
        this.rules = rules;
        this.ids = ids;
        this.clock = clock;
        this.judge = new Judge(opinion);
        tasks.every(SWEEP, "approvals", this::sweep);
    }

    /** What a call learns when it asks. */
    public sealed interface Asked {
        /** It may run: granted before, or approvals are off. */
        record Granted() implements Asked {}

        /** It was decided before, for this very call or for all like it. */
        record Decided(Decision decision) implements Asked {}

        /** A person is being asked. */
        record Pending(Approval approval) implements Asked {}

        /** Nobody can be asked here, and the policy says no. */
        record Unattended() implements Asked {}

        /** The turn has ended meanwhile, or the journal takes nothing. */
        record NotNow() implements Asked {}
    }

    /** Asks for a tool call of a turn. Asking again for the same call returns the same approval. */
    public Asked ask(String turnId, String callId, String tool, Assessment.Ask what) {
        Question asked =
                new Question(tool, what.command(), Digest.of(tool, what.command()), what.reasons(), what.choices());
        Optional<Locale> judged = ledger.read(state -> toJudge(state, state.turn(turnId), callId, asked));
        Optional<Question> left = judged.isEmpty() ? Optional.of(asked) : judge.leaves(asked, judged.get());
        if (left.isEmpty()) {
            Fact approved = new Fact.Audited("second opinion", "policy", "approval.approved", asked.command());
            return ledger.commit(state -> List.of(approved)) == Ledger.Commit.DONE
                    ? new Asked.Granted()
                    : new Asked.NotNow();
        }
        return ledger.decide(state -> ask(state, state.turn(turnId), callId, left.get()))
                .orElseGet(Asked.NotNow::new);
    }

    /** The language of the conversation, when a person would be asked now whom a second opinion may spare the question. */
    private Optional<Locale> toJudge(State state, @Nullable OpenTurn turn, String callId, Question question) {
        boolean spared = turn == null
                || rules.mode(turn.conversation.platform()) != ApprovalRules.Mode.SMART
                || knownAnswer(state, turn, callId, question).isPresent()
                || sameAs(state, turn, question).isPresent();
        return turn == null || spared ? Optional.empty() : Optional.of(Words.languageOf(turn.text()));
    }

    private Plan<Asked> ask(State state, @Nullable OpenTurn turn, String callId, Question command) {
        if (turn == null) {
            return Plan.nothing(new Asked.NotNow());
        }
        Optional<Asked> known = knownAnswer(state, turn, callId, command);
        return known.isPresent() ? Plan.nothing(known.get()) : askOrJoin(state, turn, callId, command);
    }

    /** What the state says at the moment of asking: an answer may have come since the caller looked. */
    private Optional<Asked> knownAnswer(State state, OpenTurn turn, String callId, Question command) {
        Optional<OpenTurn.Asked> before =
                Optional.ofNullable(turn.asked(callId)).filter(a -> a.digest().equals(command.digest()));
        Optional<Decision> decision = before.flatMap(ApprovalDesk::decisionFor);
        if (decision.isPresent()) {
            return decision.map(Asked.Decided::new);
        }
        ApprovalRules.Mode mode = rules.mode(turn.conversation.platform());
        if (mode == ApprovalRules.Mode.OFF
                || command.reasons().stream().allMatch(reason -> granted(state, turn.sessionId, reason))) {
            return Optional.of(new Asked.Granted());
        }
        if (before.isPresent() && before.get().decision() == null) {
            KnownApproval pending = state.approval(before.get().approvalId());
            return pending == null ? Optional.empty() : Optional.of(new Asked.Pending(pending.approval()));
        }
        if (!turn.attended()) {
            boolean allowed = rules.allowUnattended(turn.conversation.platform());
            return Optional.of(allowed ? new Asked.Granted() : new Asked.Unattended());
        }
        if (mode == ApprovalRules.Mode.DENY) {
            return Optional.of(new Asked.Unattended());
        }
        return Optional.empty();
    }

    /** A "once" holds only for the call it was asked for. */
    private static Optional<Decision> decisionFor(OpenTurn.Asked asked) {
        return Optional.ofNullable(asked.decision())
                .filter(decision -> asked.leader() || decision.choice() != Choice.ONCE);
    }

    private Plan<Asked> askOrJoin(State state, OpenTurn turn, String callId, Question command) {
        Optional<Approval> same = sameAs(state, turn, command);
        if (same.isPresent()) {
            return new Plan<>(
                    new Asked.Pending(same.get()),
                    List.of(new Fact.ApprovalJoined(same.get().id(), turn.id, callId)));
        }
        Approval approval = draft(state, turn, callId, command);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact.ApprovalAsked(approval, turn.attended()));
        String text = new ApprovalWords(Words.languageOf(turn.text())).prompt(approval, rules.timeout());
        List<Fact.DeliveryQueued> prompt =
                mail.compose(state, turn.conversation, List.of(new Body.Prompt(approval, text)), turn.id, null);
        facts.addAll(prompt);
        if (prompt.isEmpty()) {
            Instant expiresAt = clock.instant().plus(rules.timeout());
            facts.add(new Fact.ApprovalShown(approval.id(), turn.conversation, "", "", expiresAt));
        }
        return new Plan<>(new Asked.Pending(approval), facts);
    }

    /** A pending question of the conversation that is the same one. */
    private static Optional<Approval> sameAs(State state, OpenTurn turn, Question command) {
        return state.pendingIn(turn.conversation).stream()
                .map(KnownApproval::approval)
                .filter(a -> a.question().digest().equals(command.digest())
                        && a.conversation().equals(turn.conversation))
                .findFirst();
    }

    private Approval draft(State state, OpenTurn turn, String callId, Question command) {
        String code = ids.spoken(CODE_LENGTH);
        while (state.approvalByCode(code) != null) {
            code = ids.spoken(CODE_LENGTH + 1);
        }
        boolean always = command.reasons().stream().allMatch(Reason::grantable);
        List<Choice> choices = command.choices().stream()
                .filter(c -> always || c != Choice.ALWAYS)
                .toList();
        return new Approval(
                ids.next(),
                code,
                turn.conversation,
                turn.requester(),
                new Question(command.tool(), command.command(), command.digest(), command.reasons(), choices),
                turn.sessionId,
                turn.id,
                List.of(callId),
                clock.instant(),
                null,
                null);
    }

    private boolean granted(State state, String sessionId, Reason reason) {
        return state.granted(reason.key(), sessionId) || rules.alwaysGranted(reason);
    }

    @Override
    public AnswerResult answer(Answer answer) {
        return answer(answer, false);
    }

    @Override
    public AnswerResult answerAsOperator(Answer answer) {
        return answer(answer, true);
    }

    private AnswerResult answer(Answer answer, boolean operator) {
        Optional<Optional<AnswerResult>> refused = ledger.decide(state -> {
            KnownApproval known = state.approval(answer.approvalId());
            Optional<AnswerResult> refusal = refusal(state, known, answer, operator);
            return known == null || refusal.isPresent()
                    ? Plan.nothing(refusal)
                    : new Plan<>(refusal, decide(state, known, decision(answer)));
        });
        return refused.map(refusal -> refusal.orElseGet(() -> decided(answer)))
                .orElseGet(() -> new AnswerResult.NotNow(words(answer).say("not-now")));
    }

    private AnswerResult decided(Answer answer) {
        Approval approval = find(answer.approvalId()).orElseThrow();
        if (answer.choice() == Choice.ALWAYS) {
            rules.grantAlways(approval.question().reasons());
        }
        return new AnswerResult.Decided(approval, wordsFor(approval).sentence(approval));
    }

    private Optional<AnswerResult> refusal(
            State state, @Nullable KnownApproval known, Answer answer, boolean operator) {
        if (known == null) {
            return Optional.of(new AnswerResult.Unknown(words(answer).say("unknown")));
        }
        Approval approval = known.approval();
        ApprovalWords words = new ApprovalWords(language(state, approval));
        if (!operator && !mayAnswer(approval, answer.by())) {
            return Optional.of(new AnswerResult.NotAllowed(words.say("not-yours")));
        }
        if (approval.decision() != null) {
            return Optional.of(new AnswerResult.Already(approval, words.already(approval)));
        }
        if (!approval.question().choices().contains(answer.choice())) {
            return Optional.of(new AnswerResult.NotAllowed(words.say("not-offered")));
        }
        return Optional.empty();
    }

    private boolean mayAnswer(Approval approval, Sender by) {
        if (!by.platform().equals(approval.requester().platform())) {
            return false;
        }
        ApprovalRules.Approvers approvers = rules.approvers(by.platform());
        boolean requester = approvers.requester() && by.is(approval.requester().userId());
        return approvers.anyone()
                || requester
                || approvers.admins().stream().anyMatch(by::is)
                || approvers.userIds().stream().anyMatch(by::is);
    }

    private Decision decision(Answer answer) {
        ApprovalState state = answer.choice() == Choice.DENY ? ApprovalState.DENIED : ApprovalState.APPROVED;
        return new Decision(state, answer.choice(), answer.by(), answer.via(), answer.reason(), clock.instant());
    }

    /** The one transition away from PENDING, with everything that belongs to it. */
    private List<Fact> decide(State state, KnownApproval known, Decision decision) {
        Approval approval = known.approval();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact.ApprovalDecided(approval.id(), decision));
        String by = decision.by() == null ? decision.via() : decision.by().userId();
        if (decision.choice() == Choice.SESSION || decision.choice() == Choice.ALWAYS) {
            for (Reason reason : approval.question().reasons()) {
                facts.add(new Fact.GrantChanged(reason.key(), approval.sessionId(), true, by));
            }
        }
        Approval after = approval.with(approval.callIds(), approval.expiresAt(), decision);
        String text = new ApprovalWords(language(state, approval)).outcome(after);
        for (KnownApproval.Shown shown : known.shown()) {
            if (!shown.messageId().isEmpty()) {
                Body edit = new Body.Edit(shown.messageId(), new Body.Prompt(after, text));
                facts.addAll(mail.compose(state, shown.where(), List.of(edit), approval.turnId(), null));
            }
        }
        facts.add(new Fact.Audited(
                by, decision.via(), "approval." + decision.state().word(), approval.id()));
        return facts;
    }

    /** The prompt as it is now: the question while it is pending, the outcome afterwards. */
    public Body.Prompt prompt(Approval approval) {
        ApprovalWords words = wordsFor(approval);
        String text = approval.decision() == null ? words.prompt(approval, rules.timeout()) : words.outcome(approval);
        return new Body.Prompt(approval, text);
    }

    /** Facts that take back whatever the turn waits for; goes into the append that ends the turn. */
    public List<Fact> withdrawal(State state, OpenTurn turn, String why) {
        List<Fact> facts = new ArrayList<>();
        for (KnownApproval known : state.pendingIn(turn.conversation)) {
            if (known.turnIds().equals(List.of(turn.id))) {
                facts.addAll(decide(state, known, ended(ApprovalState.WITHDRAWN, why)));
            }
        }
        return facts;
    }

    @Override
    public void withdraw(Conversation conversation, @Nullable String turnId, String why) {
        ledger.commit(state -> state.pendingIn(conversation).stream()
                .filter(known -> known.approval().conversation().equals(conversation)
                        && (turnId == null || known.turnIds().contains(turnId)))
                .flatMap(known -> decide(state, known, ended(ApprovalState.WITHDRAWN, why)).stream())
                .toList());
    }

    @Override
    public void undeliverable(String approvalId, String why) {
        end(approvalId, ended(ApprovalState.UNDELIVERABLE, why));
    }

    private void end(String approvalId, Decision decision) {
        ledger.commit(state -> {
            KnownApproval known = state.approval(approvalId);
            return known == null || known.approval().decision() != null ? List.of() : decide(state, known, decision);
        });
    }

    private Decision ended(ApprovalState state, String why) {
        return new Decision(state, null, null, "gateway", why, clock.instant());
    }

    /** Ends what nobody answered in time and what could not be shown for too long. */
    private void sweep() {
        Instant now = clock.instant();
        Instant tooLong = now.minus(rules.undeliveredAfter());
        List<Approval> pending = ledger.read(state ->
                state.pendingApprovals().stream().map(KnownApproval::approval).toList());
        for (Approval approval : pending) {
            Instant expiresAt = approval.expiresAt();
            if (expiresAt != null && !expiresAt.isAfter(now)) {
                end(approval.id(), ended(ApprovalState.EXPIRED, ""));
            } else if (expiresAt == null && approval.createdAt().isBefore(tooLong)) {
                end(approval.id(), ended(ApprovalState.UNDELIVERABLE, ""));
            }
        }
    }

    @Override
    public List<Approval> pendingIn(Conversation conversation) {
        return ledger.read(state -> state.pendingIn(conversation).stream()
                .map(KnownApproval::approval)
                .toList());
    }

    @Override
    public Optional<Approval> byCode(String code) {
        String spoken = code.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(ledger.read(state -> state.approvalByCode(spoken)))
                .map(KnownApproval::approval);
    }

    @Override
    public Optional<Approval> find(String id) {
        return Optional.ofNullable(ledger.read(state -> state.approval(id))).map(KnownApproval::approval);
    }

    private ApprovalWords words(Answer answer) {
        return new ApprovalWords(Words.languageOf(answer.reason() == null ? "" : answer.reason()));
    }

    private ApprovalWords wordsFor(Approval approval) {
        return new ApprovalWords(ledger.read(state -> language(state, approval)));
    }

    private static Locale language(State state, Approval approval) {
        OpenTurn turn = state.turn(approval.turnId());
        return Words.languageOf(turn == null ? "" : turn.text());
    }
}
