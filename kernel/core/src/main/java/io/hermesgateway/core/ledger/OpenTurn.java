package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A turn that has not ended. Changed only by {@link State}, read under the ledger's lock. */
public final class OpenTurn {
    public final String id;
    public final String sessionId;
    public final Conversation conversation;
    /** Set when a platform's message began it. */
    public final @Nullable InboundMessage message;
    /** Set when a surface of our own began it. */
    public final Turns.@Nullable Request request;

    public final Instant acceptedAt;
    public final Position acceptedAtPosition;

    int runs;
    int runsSinceProgress;
    Phase phase = Phase.QUEUED;
    private List<Step> steps = List.of();
    private Map<String, Call> calls = Map.of();
    private Map<String, Asked> asked = Map.of();
    private Set<String> waitingFor = Set.of();
    final Deque<String> steering = new ArrayDeque<>(0);

    OpenTurn(
            String id,
            String sessionId,
            Conversation conversation,
            @Nullable InboundMessage message,
            Turns.@Nullable Request request,
            Instant acceptedAt,
            Position acceptedAtPosition) {
        this.id = id;
        this.sessionId = sessionId;
        this.conversation = conversation;
        this.message = message;
        this.request = request;
        this.acceptedAt = acceptedAt;
        this.acceptedAtPosition = acceptedAtPosition;
    }

    /** What the turn is doing as far as the journal knows. */
    public enum Phase {
        QUEUED,
        RUNNING,
        WAITING
    }

    /**
     * An approval that a call of this turn depends on.
     *
     * @param leader whether the approval was asked for this very call; a "once" covers only its leader
     * @param decision null while pending
     */
    public record Asked(String approvalId, String digest, boolean leader, @Nullable Decision decision) {}

    /** A tool call of the turn. */
    public static final class Call {
        public final ToolCall call;
        private final List<String> notes = new ArrayList<>(1);
        private @Nullable ToolResult result;
        private boolean started;

        Call(ToolCall call) {
            this.call = call;
        }

        public boolean started() {
            return started;
        }

        public @Nullable ToolResult result() {
            return result;
        }

        public List<String> notes() {
            return List.copyOf(notes);
        }
    }

    public Sender requester() {
        if (message != null) {
            return message.sender();
        }
        if (request != null) {
            return request.requester();
        }
        throw new IllegalStateException("a turn has a message or a request");
    }

    public String text() {
        return message != null ? message.text() : request != null ? request.text() : "";
    }

    public List<Attachment> attachments() {
        return message != null ? message.attachments() : request != null ? request.attachments() : List.of();
    }

    /** Whether somebody can be shown an approval of this turn. */
    public boolean attended() {
        return request == null || request.asking() == Turns.Asking.ATTENDED;
    }

    /**
     * Turns that carry their own history run beside all others, also within one session: nothing they read is written by
     * the others. Every other turn waits for its lane.
     */
    public boolean parallel() {
        return request != null && request.history() != null;
    }

    /** The lane: the session's when the caller named one, its own when it is parallel, else the conversation's. */
    public String lane() {
        return request == null ? conversation.key() : lane(id, sessionId, request);
    }

    /** The lane of a turn that is being asked for. */
    public static String lane(String turnId, String sessionId, Turns.Request request) {
        if (request.history() != null) {
            return "turn/" + turnId;
        }
        return request.sessionId() != null
                ? "session/" + sessionId
                : request.conversation().key();
    }

    public Phase phase() {
        return phase;
    }

    public int runs() {
        return runs;
    }

    /** How often it was begun without anything being remembered since; tells a turn that kills its host. */
    public int runsSinceProgress() {
        return runsSinceProgress;
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }

    public List<String> steering() {
        return List.copyOf(steering);
    }

    public Set<String> waitingFor() {
        return Set.copyOf(waitingFor);
    }

    public @Nullable Call call(String callId) {
        return calls.get(callId);
    }

    /** Every call of the turn, in the order in which they began. */
    public List<Call> calls() {
        return List.copyOf(calls.values());
    }

    /** Calls that were started and not finished: they are recovered when the turn runs again, or stopped with it. */
    public List<Call> unfinished() {
        return calls.values().stream()
                .filter(c -> c.started && c.result == null)
                .toList();
    }

    /** Whether nothing of it has begun that somebody must learn the end of: no call under way, no answer of a person. */
    public boolean owesNothing() {
        return unfinished().isEmpty() && asked.values().stream().noneMatch(a -> a.decision() != null);
    }

    /** The newest approval that this call depends on. */
    public @Nullable Asked asked(String callId) {
        return asked.get(callId);
    }

    /** Whether it makes sense to run it: it is not waiting, or all it waited for is decided. */
    public boolean ready() {
        return phase != Phase.WAITING
                || asked.values().stream().noneMatch(a -> waitingFor.contains(a.approvalId()) && a.decision() == null);
    }

    void asked(String callId, Asked approval) {
        if (asked.isEmpty()) {
            asked = new LinkedHashMap<>(2);
        }
        asked.put(callId, approval);
    }

    void decided(String approvalId, Decision decision) {
        asked.replaceAll((call, a) ->
                a.approvalId().equals(approvalId) ? new Asked(a.approvalId(), a.digest(), a.leader(), decision) : a);
    }

    void step(Step step) {
        if (steps.isEmpty()) {
            steps = new ArrayList<>(2);
        }
        steps.add(step);
        runsSinceProgress = 0;
    }

    void started(ToolCall call) {
        if (calls.isEmpty()) {
            calls = new LinkedHashMap<>(2);
        }
        calls.computeIfAbsent(call.id(), id -> new Call(call)).started = true;
    }

    void noted(String callId, String note) {
        Call call = calls.get(callId);
        if (call != null) {
            call.notes.add(note);
        }
    }

    void finished(ToolCall toolCall, ToolResult result) {
        if (calls.isEmpty()) {
            calls = new LinkedHashMap<>(2);
        }
        calls.computeIfAbsent(toolCall.id(), id -> new Call(toolCall)).result = result;
        runsSinceProgress = 0;
    }

    void suspended(List<String> approvalIds) {
        phase = Phase.WAITING;
        waitingFor = new LinkedHashSet<>(approvalIds);
        runsSinceProgress = 0;
    }
}
