package io.hermesgateway.agent.loop;

import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Makes the calls of one answer, all at once, and waits for every one of them. */
final class Calls {
    private final String turnId;
    private final TurnContext context;
    private final Tasks tasks;
    private final Refused refused;

    /** What became of the calls, in their order; those of {@code waiting} have no result yet. */
    record Round(List<ToolResult> results, List<String> waiting) {}

    Calls(String turnId, TurnContext context, Tasks tasks, Refused refused) {
        this.turnId = turnId;
        this.context = context;
        this.tasks = tasks;
        this.refused = refused;
    }

    /** Calls of the past have their results in the journal: they are looked up one after another, and nobody is told again. */
    Round make(List<ToolCall> calls, boolean past) throws InterruptedException {
        List<CompletableFuture<ToolOutcome>> made = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            made.add(begin(calls.get(i), past || i == calls.size() - 1, past));
        }
        List<ToolResult> results = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            ToolOutcome outcome = await(made.get(i));
            if (outcome instanceof ToolOutcome.Waiting asked) {
                waiting.add(asked.approvalId());
            } else if (outcome instanceof ToolOutcome.Ended ended) {
                results.add(ended.result());
                refused.learn(calls.get(i), ended.result());
            }
        }
        return new Round(results, waiting);
    }

    private CompletableFuture<ToolOutcome> begin(ToolCall call, boolean here, boolean past) {
        Optional<ToolResult> before = refused.before(call);
        if (before.isPresent()) {
            if (!past) {
                context.emit(new TurnEvent.ToolStarted(turnId, call));
                context.emit(new TurnEvent.ToolEnded(turnId, call, before.get()));
            }
            return CompletableFuture.completedFuture(new ToolOutcome.Ended(call, before.get()));
        }
        CompletableFuture<ToolOutcome> outcome = new CompletableFuture<>();
        if (here) {
            make(call, outcome);
        } else {
            var unused = tasks.run("a tool call", () -> make(call, outcome));
        }
        return outcome;
    }

    private void make(ToolCall call, CompletableFuture<ToolOutcome> outcome) {
        try {
            outcome.complete(context.tools().call(call));
        } catch (RuntimeException broken) {
            outcome.completeExceptionally(broken);
        }
    }

    private static ToolOutcome await(CompletableFuture<ToolOutcome> outcome) throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException broken) {
            throw broken.getCause() instanceof RuntimeException why
                    ? why
                    : new IllegalStateException(broken.getCause());
        }
    }
}
