package io.hermesgateway.core.turn;

import io.hermesgateway.core.approval.ApprovalDesk;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.core.ledger.Plan;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.spi.tool.Tools;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every tool call goes through here, and its id is the promise that it happens at most once: a finished call is answered
 * from the journal, a started one is recovered, and only a call that was never started is assessed, approved and run.
 */
final class CallDesk {
    private final Ledger ledger;
    private final ApprovalDesk approvals;
    private final Toolbox toolbox;
    private final Folders folders;
    private final Map<String, CompletableFuture<ToolResult>> underWay = new ConcurrentHashMap<>();
    /** Models are told in English; people read the same facts from the prompt in their own language. */
    private final Words words = Words.of(CallDesk.class, Locale.ENGLISH);

    CallDesk(Ledger ledger, ApprovalDesk approvals, Toolbox toolbox, Folders folders) {
        this.ledger = ledger;
        this.approvals = approvals;
        this.toolbox = toolbox;
        this.folders = folders;
    }

    Tools toolsOf(RunningTurn run) {
        return new Tools() {
            @Override
            public List<ToolSpec> specs() {
                return toolbox.specs();
            }

            @Override
            public ToolOutcome call(ToolCall call) {
                return CallDesk.this.call(run, call);
            }
        };
    }

    private record Known(boolean started, @Nullable ToolResult result, List<String> notes) {}

    private Tools.ToolOutcome call(RunningTurn run, ToolCall call) {
        Optional<Known> known = ledger.read(
                state -> Optional.ofNullable(state.turn(run.turn.id())).map(turn -> known(turn, call)));
        if (known.isEmpty() || run.cancelled()) {
            return ended(call, new ToolResult(Outcome.CANCELLED, words.say("cancelled")));
        }
        ToolResult result = known.get().result();
        if (result != null) {
            return ended(call, result);
        }
        Optional<Toolbox.Seat> tool = toolbox.tool(call.tool());
        CompletableFuture<ToolResult> working = underWay.get(key(run, call));
        if (working != null) {
            return ended(call, working.join());
        }
        if (known.get().started()) {
            return recover(run, call, tool, known.get().notes());
        }
        if (tool.isEmpty()) {
            return finish(run, call, ToolResult.failed(words.say("no-such-tool", call.tool())));
        }
        return assess(run, call, tool.get());
    }

    private static Known known(OpenTurn turn, ToolCall call) {
        OpenTurn.Call before = turn.call(call.id());
        return before == null
                ? new Known(false, null, List.of())
                : new Known(before.started(), before.result(), before.notes());
    }

    private Tools.ToolOutcome assess(RunningTurn run, ToolCall call, Toolbox.Seat tool) {
        return tool.assess(call, scope(run))
                .fold(
                        allowed -> execute(run, call, tool),
                        ask -> ask(run, call, tool, ask),
                        forbidden -> finish(run, call, new ToolResult(Outcome.FORBIDDEN, forbidden.why())));
    }

    private Tools.ToolOutcome ask(RunningTurn run, ToolCall call, Toolbox.Seat tool, Assessment.Ask ask) {
        ApprovalDesk.Asked answer = approvals.ask(run.turn.id(), call.id(), call.tool(), ask);
        if (answer instanceof ApprovalDesk.Asked.Granted) {
            return execute(run, call, tool);
        }
        if (answer instanceof ApprovalDesk.Asked.Decided known) {
            return known.decision().state() == ApprovalState.APPROVED
                    ? execute(run, call, tool)
                    : finish(run, call, refusal(known.decision()));
        }
        if (answer instanceof ApprovalDesk.Asked.Pending pending) {
            run.emit(new TurnEvent.ApprovalAsked(run.turn.id(), pending.approval()));
            return new Tools.ToolOutcome.Waiting(call, pending.approval().id());
        }
        return answer instanceof ApprovalDesk.Asked.Unattended
                ? finish(run, call, new ToolResult(Outcome.DENIED, words.say("unattended")))
                : ended(call, new ToolResult(Outcome.CANCELLED, words.say("cancelled")));
    }

    private ToolResult refusal(Decision decision) {
        String reason = decision.reason() == null ? "" : decision.reason();
        return switch (decision.state()) {
            case DENIED -> new ToolResult(Outcome.DENIED, words.say("denied", reason));
            case EXPIRED -> new ToolResult(Outcome.EXPIRED, words.say("expired"));
            case UNDELIVERABLE -> new ToolResult(Outcome.UNDELIVERABLE, words.say("undeliverable"));
            case WITHDRAWN, PENDING, APPROVED -> new ToolResult(Outcome.WITHDRAWN, words.say("withdrawn"));
        };
    }

    private Tools.ToolOutcome execute(RunningTurn run, ToolCall call, Toolbox.Seat tool) {
        boolean mine = ledger.decide(state -> {
                    OpenTurn turn = state.turn(run.turn.id());
                    OpenTurn.Call before = turn == null ? null : turn.call(call.id());
                    boolean free = turn != null && (before == null || !before.started());
                    return free
                            ? new Plan<>(true, List.of(new Fact.ToolStarted(run.turn.id(), call)))
                            : Plan.nothing(false);
                })
                .orElse(false);
        if (!mine) {
            return ended(call, new ToolResult(Outcome.CANCELLED, words.say("cancelled")));
        }
        run.emit(new TurnEvent.ToolStarted(run.turn.id(), call));
        return work(run, call, () -> tool.run(call, new CallRun(run, call.id(), scope(run), folders, List.of())));
    }

    /** Does the work where a later run of the turn, begun while it still goes on, finds it and waits for it. */
    private Tools.ToolOutcome work(RunningTurn run, ToolCall call, Supplier<ToolResult> work) {
        CompletableFuture<ToolResult> result = new CompletableFuture<>();
        underWay.put(key(run, call), result);
        try {
            return finish(run, call, work.get(), result);
        } finally {
            underWay.remove(key(run, call), result);
            result.complete(ToolResult.unknown(words.say("unknown")));
        }
    }

    private static String key(RunningTurn run, ToolCall call) {
        return run.turn.id() + "/" + call.id();
    }

    private Tools.ToolOutcome recover(RunningTurn run, ToolCall call, Optional<Toolbox.Seat> tool, List<String> notes) {
        run.emit(new TurnEvent.ToolStarted(run.turn.id(), call));
        CallRun callRun = new CallRun(run, call.id(), scope(run), folders, notes);
        return work(run, call, () -> tool.map(seat -> seat.recover(call, callRun))
                .orElseGet(() -> ToolResult.unknown(words.say("unknown"))));
    }

    private Tools.ToolOutcome finish(
            RunningTurn run, ToolCall call, ToolResult result, CompletableFuture<ToolResult> waiting) {
        Tools.ToolOutcome outcome = finish(run, call, result);
        waiting.complete(result);
        return outcome;
    }

    private Tools.ToolOutcome finish(RunningTurn run, ToolCall call, ToolResult result) {
        try {
            run.write(new Fact.ToolFinished(run.turn.id(), call, result));
        } catch (GatewayException ended) {
            // The turn was stopped while the tool worked, or the disk is full: the agent learns the truth either way,
            // and a run after this one recovers the call from the tool's own traces.
            return ended(call, result);
        }
        run.emit(new TurnEvent.ToolEnded(run.turn.id(), call, result));
        return ended(call, result);
    }

    /** Ends what a cancelled turn had started in an earlier life of the gateway. */
    void abandon(RunningTurn cancelled) {
        for (OpenTurn.Call call : cancelled.unfinished) {
            CallRun run = new CallRun(cancelled, call.call.id(), scope(cancelled), folders, call.notes());
            toolbox.tool(call.call.tool()).ifPresent(tool -> tool.recover(call.call, run));
        }
    }

    private ToolScope scope(RunningTurn run) {
        return new ToolScope(
                run.turn.id(),
                run.turn.sessionId(),
                run.turn.conversation(),
                run.turn.requester(),
                folders.session(run.turn.sessionId()),
                run.turn.memoryKey(),
                Words.languageOf(run.turn.text()));
    }

    private static Tools.ToolOutcome ended(ToolCall call, ToolResult result) {
        return new Tools.ToolOutcome.Ended(call, result);
    }
}
