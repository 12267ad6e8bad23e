package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.turn.TurnWatch;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Writes down for a run what its turn does, as it comes out of the masks. */
final class RunWatch extends TurnWatch {
    private static final int PREVIEW_MOST = 500;

    private final Run run;
    private final InstantSource clock;
    private final Runnable over;
    private final StringBuilder thoughts = new StringBuilder();
    private final Map<String, Instant> tools = new HashMap<>();

    /** @param over called once, at the end */
    RunWatch(Run run, InstantSource clock, Runnable over) {
        this.run = run;
        this.clock = clock;
        this.over = over;
    }

    @Override
    protected void text(String turnId, String delta) {
        flushThoughts();
        run.tell("message.delta", Json.object().put("delta", delta));
    }

    @Override
    protected void reasoning(String turnId, String delta) {
        thoughts.append(delta);
    }

    private void flushThoughts() {
        if (thoughts.length() > 0) {
            run.tell("reasoning.available", Json.object().put("text", thoughts.toString()));
            thoughts.setLength(0);
        }
    }

    @Override
    protected void begun(String turnId) {
        run.goesOn();
    }

    @Override
    protected void toolStarted(TurnEvent.ToolStarted event) {
        begin(event.call());
    }

    /** Tools that begin with an underscore are the agent's own business. */
    private void begin(ToolCall call) {
        flushThoughts();
        if (call.tool().startsWith("_") || tools.putIfAbsent(call.id(), clock.instant()) != null) {
            return;
        }
        String preview = ToolPreview.of(call);
        run.tell(
                "tool.started",
                Json.object().put("tool", call.tool()).put("preview", preview).put("tool_call_id", call.id()));
    }

    @Override
    protected void toolEnded(TurnEvent.ToolEnded event) {
        ToolCall call = event.call();
        begin(call);
        Instant since = tools.remove(call.id());
        if (since == null) {
            return;
        }
        long millis = Duration.between(since, clock.instant()).toMillis();
        run.tell(
                "tool.completed",
                Json.object()
                        .put("tool", call.tool())
                        .put("duration", millis / 1_000.0)
                        .put("error", event.result().outcome() != ToolResult.Outcome.DONE)
                        .put("preview", ToolPreview.cut(event.result().text(), PREVIEW_MOST))
                        .put("tool_call_id", call.id()));
    }

    @Override
    protected void other(TurnEvent event) {
        if (event instanceof TurnEvent.ApprovalAsked asked) {
            flushThoughts();
            run.ask(Questions.of(asked.approval()));
        } else if (event instanceof TurnEvent.ApprovalDecided decided) {
            decided(decided.approval());
        }
    }

    private void decided(Approval approval) {
        Decision decision = approval.decision();
        Choice choice = decision == null ? null : decision.choice();
        String state = approval.state().word();
        run.answered(approval.id(), choice == null ? state : choice.word(), state);
    }

    @Override
    protected void ended(String turnId, TurnResult result) {
        flushThoughts();
        ObjectNode fields = Json.object();
        fields.put("output", result.text());
        fields.set("usage", RunUsage.of(result.usage()));
        fields.put("completed", result.completed());
        fields.put("partial", result.partial());
        fields.put("interrupted", !result.completed() && !result.failed());
        if (result.completed()) {
            run.end(RunState.COMPLETED, "run.completed", fields);
        } else if (result.failed()) {
            fields.put("error", result.error());
            run.end(RunState.FAILED, "run.failed", fields);
        } else {
            run.end(RunState.CANCELLED, "run.cancelled", fields);
        }
        over.run();
    }
}
