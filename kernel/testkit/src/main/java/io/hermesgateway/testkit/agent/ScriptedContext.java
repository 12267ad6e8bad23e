package io.hermesgateway.testkit.agent;

import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.spi.tool.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One run of a turn as an agent sees it. Keeps its steps and calls for the next run, as the journal does: make another
 * one from it with {@link #again}.
 */
public final class ScriptedContext implements TurnContext, Tools {
    private final List<Step> steps;
    private final Map<String, ToolOutcome> outcomes;
    private final List<ToolCall> calls = new CopyOnWriteArrayList<>();
    private volatile List<TranscriptLine> history = List.of();
    private final List<String> steering = new CopyOnWriteArrayList<>();
    private volatile String streamed = "";
    private volatile boolean cancelled;

    public ScriptedContext() {
        this(List.of(), Map.of());
    }

    private ScriptedContext(List<Step> steps, Map<String, ToolOutcome> outcomes) {
        this.steps = new CopyOnWriteArrayList<>(steps);
        this.outcomes = new TreeMap<>(outcomes);
    }

    /** What becomes of the call with this id; a call that is not scripted succeeds. */
    public void outcome(String callId, ToolOutcome outcome) {
        outcomes.put(callId, outcome);
    }

    /** What was said in the session before this turn. */
    public ScriptedContext history(List<TranscriptLine> lines) {
        history = List.copyOf(lines);
        return this;
    }

    /** What a person says while the turn works. */
    public void steer(String words) {
        steering.add(words);
    }

    /** The context of the next run of the same turn. */
    public ScriptedContext again() {
        ScriptedContext next = new ScriptedContext(steps, outcomes).history(history);
        next.steering.addAll(steering);
        return next;
    }

    public void cancel() {
        cancelled = true;
    }

    /** The calls of this run, in order. */
    public List<ToolCall> calls() {
        return new ArrayList<>(calls);
    }

    /** The text that was streamed in this run. */
    public String streamed() {
        return streamed;
    }

    @Override
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void step(Step step) {
        steps.add(step);
    }

    @Override
    public void step(Step step, List<String> heard) {
        steps.add(step);
        steering.removeAll(heard);
    }

    @Override
    public List<TranscriptLine> history(int atMost) {
        return history.subList(Math.max(0, history.size() - atMost), history.size());
    }

    @Override
    public Tools tools() {
        return this;
    }

    @Override
    public synchronized void emit(TurnEvent event) {
        if (event instanceof TurnEvent.TextDelta delta) {
            streamed = streamed.concat(delta.text());
        }
    }

    @Override
    public List<String> steering() {
        return List.copyOf(steering);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public List<ToolSpec> specs() {
        return List.of(new ToolSpec("terminal", "Runs a command.", "{\"type\":\"object\"}"));
    }

    @Override
    public ToolOutcome call(ToolCall call) {
        calls.add(call);
        return outcomes.getOrDefault(call.id(), new ToolOutcome.Ended(call, ToolResult.done("output of " + call.id())));
    }
}
