package io.hermesgateway.core.turn;

import io.hermesgateway.core.approval.ApprovalDesk;
import io.hermesgateway.core.approval.Digest;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.core.ledger.Plan;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where turns are asked for, watched and stopped: by our own surfaces and by control commands. */
public final class TurnDesk implements Turns, Conductor {
    private static final int ENDED_REMEMBERED = 1_000;
    private static final int ALL_LINES = 1_000_000;

    private final Ledger ledger;
    private final Ids ids;
    private final Sessions sessions;
    private final Histories histories;
    private final Watchers watchers;
    private final Lanes lanes;
    private final Map<String, Snapshot> ended = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Snapshot> eldest) {
            return size() > ENDED_REMEMBERED;
        }
    });
    private volatile boolean draining;

    /** What turns need from the rest of the kernel. */
    public record Parts(
            Ledger ledger,
            Brain brain,
            Toolbox toolbox,
            ApprovalDesk approvals,
            Histories histories,
            Mail mail,
            Folders folders,
            Executor threads,
            Tasks tasks) {}

    public TurnDesk(Parts parts, Watchers watchers, Sessions sessions, Ids ids) {
        this.ledger = parts.ledger();
        this.ids = ids;
        this.sessions = sessions;
        this.histories = parts.histories();
        this.watchers = watchers;
        CallDesk calls = new CallDesk(parts.ledger(), parts.approvals(), parts.toolbox(), parts.folders());
        this.lanes = new Lanes(
                parts.ledger(),
                parts.brain(),
                parts.approvals(),
                calls,
                parts.histories(),
                watchers,
                parts.mail(),
                parts.threads(),
                parts.tasks(),
                ids,
                sessions);
    }

    /**
     * Begins to work: first with what the journal says is open, then with what comes. Not before the plugins had their
     * chance to start: a command that was approved must not fail because its tool is a moment late.
     */
    public void open() {
        lanes.tellOfRestart();
        ledger.listen(lanes);
        ledger.listen(this::remember);
        lanes.open();
    }

    /** An agent came, or tools did: turns that waited for one can go on. */
    public void agentChanged() {
        lanes.pumpAll();
    }

    public int running() {
        return lanes.running();
    }

    /** Lets nothing new begin. True when everything that ran has ended; what has not after the patience goes on later. */
    public boolean drain(BooleanSupplier patience) {
        draining = true;
        lanes.drain();
        while (lanes.running() > 0) {
            if (!patience.getAsBoolean()) {
                lanes.part();
                return false;
            }
        }
        return true;
    }

    private void remember(Fed fed) {
        if (fed.fact() instanceof Fact.TurnEnded f) {
            ended.put(f.turnId(), new Snapshot(f.turnId(), f.sessionId(), f.conversation(), f.outcome(), f.text()));
        }
    }

    @Override
    public Started start(Request request, @Nullable Listener listener) {
        if (draining) {
            return new Started.Refused(KernelError.DRAINING, "The gateway is stopping. Please try again shortly.");
        }
        String key = request.idempotencyKey();
        String turnId = key == null
                ? ids.next()
                : Digest.of(
                        request.conversation().key() + "/" + request.requester().userId(), key);
        Optional<Registration> watching = Optional.ofNullable(listener).map(l -> watchers.watch(turnId, l));
        Optional<Started> started = ledger.decide(state -> accept(state, request, turnId));
        if (started.isEmpty()) {
            watching.ifPresent(Registration::close);
        }
        return started.orElseGet(() -> new Started.Refused(
                KernelError.JOURNAL_UNAVAILABLE, "Nothing can be kept just now. Please try again."));
    }

    private Plan<Started> accept(State state, Request request, String turnId) {
        MessageKey seen = new MessageKey(request.conversation().platform(), "requests", turnId);
        if (request.idempotencyKey() != null && state.seen(seen)) {
            String session = find(turnId).map(Snapshot::sessionId).orElse("");
            return Plan.nothing(new Started.Accepted(turnId, session));
        }
        List<Fact> facts = new ArrayList<>();
        String session = session(state, request, facts);
        if (request.idempotencyKey() != null) {
            facts.add(new Fact.MessageSeen(seen));
        }
        facts.add(new Fact.TurnRequested(turnId, session, request.conversation(), request));
        beginning(state, OpenTurn.lane(turnId, session, request), turnId).ifPresent(facts::add);
        return new Plan<>(new Started.Accepted(turnId, session), facts);
    }

    @Override
    public Optional<Fact> beginning(State state, String lane, String turnId) {
        return lanes.beginning(state, lane, turnId);
    }

    private String session(State state, Request request, List<Fact> facts) {
        if (request.sessionId() != null) {
            return Sessions.tip(state, request.sessionId());
        }
        return request.history() != null ? sessions.freshId() : sessions.current(state, request.conversation(), facts);
    }

    @Override
    public Registration watch(String turnId, Listener listener) {
        return watchers.watch(turnId, listener);
    }

    @Override
    public Optional<Snapshot> find(String turnId) {
        Optional<Snapshot> open = ledger.read(state -> Optional.ofNullable(state.turn(turnId))
                .map(turn -> new Snapshot(turn.id, turn.sessionId, turn.conversation, phase(turn), null)));
        return open.isPresent() ? open : Optional.ofNullable(ended.get(turnId));
    }

    private static String phase(OpenTurn turn) {
        return turn.phase().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean stop(String turnId, String why) {
        String lane = ledger.read(state -> {
            OpenTurn turn = state.turn(turnId);
            return turn == null ? "" : turn.lane();
        });
        boolean stopped = lanes.stop(turnId, why);
        if (stopped) {
            lanes.pumpSoon(lane);
        }
        return stopped;
    }

    @Override
    public boolean steer(String turnId, String text) {
        return ledger.commit(state ->
                        state.turn(turnId) == null ? List.of() : List.of(new Fact.TurnSteered(turnId, text, false)))
                == Ledger.Commit.DONE;
    }

    @Override
    public boolean forget(String sessionId) {
        Optional<String> first = histories.transcript(sessionId, ALL_LINES).stream()
                .map(TranscriptLine::turnId)
                .filter(Objects::nonNull)
                .findFirst();
        return first.isPresent()
                && ledger.commit(state -> List.of(new Fact.TranscriptCut(sessionId, first.get())))
                        == Ledger.Commit.DONE;
    }

    @Override
    public List<Standing> standing(Conversation conversation) {
        return ledger.read(state -> state.lane(conversation.key()).stream()
                .map(turn -> new Standing(turn.id, phase(turn), turn.text()))
                .toList());
    }

    @Override
    public int stopAll(Conversation conversation, String why) {
        List<Standing> standing = standing(conversation);
        // The last one first: otherwise the next in the lane would begin while it is being emptied.
        int stopped = 0;
        for (int i = standing.size() - 1; i >= 0; i--) {
            stopped += lanes.stop(standing.get(i).turnId(), why) ? 1 : 0;
        }
        return stopped;
    }

    @Override
    public boolean interrupt(Conversation conversation, String why) {
        List<Standing> standing = standing(conversation);
        return !standing.isEmpty() && stop(standing.get(0).turnId(), why);
    }

    @Override
    public boolean steer(Conversation conversation, String text) {
        List<Standing> standing = standing(conversation);
        return !standing.isEmpty() && steer(standing.get(0).turnId(), text);
    }

    @Override
    public Optional<String> newSession(Conversation conversation, String why) {
        stopAll(conversation, why);
        return ledger.decide(state -> {
            List<Fact> facts = new ArrayList<>();
            String id = sessions.open(conversation, state.session(conversation), why, facts);
            return new Plan<>(id, facts);
        });
    }

    @Override
    public Optional<LastTurn> lastTurn(Conversation conversation) {
        String session = ledger.read(state -> Optional.ofNullable(state.session(conversation)))
                .orElse("");
        List<TranscriptLine> lines = histories.transcript(session, 200);
        for (int i = lines.size() - 1; i >= 0; i--) {
            TranscriptLine line = lines.get(i);
            String turnId = line.turnId();
            if (line.role().equals("user") && turnId != null) {
                return Optional.of(new LastTurn(turnId, line.text()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<LastTurn> undo(Conversation conversation) {
        Optional<LastTurn> last = lastTurn(conversation);
        return last.filter(turn -> ledger.commit(state -> {
                    String session = state.session(conversation);
                    return session == null ? List.of() : List.of(new Fact.TranscriptCut(session, turn.turnId()));
                })
                == Ledger.Commit.DONE);
    }
}
