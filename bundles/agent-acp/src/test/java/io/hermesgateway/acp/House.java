package io.hermesgateway.acp;

import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.spi.tool.Tools;
import io.hermesgateway.testkit.agent.FakeAgentContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A kernel in miniature around the agent under test: turns, their steps and calls, and what people decided. */
final class House implements Tools, AutoCloseable {
    final FakeAgentContext context;
    final Map<String, ToolResult> decided = new ConcurrentHashMap<>();
    final Map<String, String> choices = new ConcurrentHashMap<>();
    final List<ToolCall> calls = new CopyOnWriteArrayList<>();
    final List<TurnEvent> events = new CopyOnWriteArrayList<>();
    final List<TranscriptLine> said = new ArrayList<>();
    final List<String> steering = new CopyOnWriteArrayList<>();

    private final Map<String, List<Step>> steps = new ConcurrentHashMap<>();
    private volatile boolean cancelled;
    private AcpAgent agent;

    House(Path home, String... abilities) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FakeAgent.class.getName(),
                home.toString()));
        command.addAll(List.of(abilities));
        context = new FakeAgentContext("agent-acp", home).set("command", command);
        agent = new AcpAgent(context, approval -> Optional.ofNullable(choices.get(approval)));
    }

    AcpAgent agent() {
        return agent;
    }

    /** The agent of the next life of the gateway: the old processes are gone, what was journalled stays. */
    void restart() {
        agent.close();
        agent = new AcpAgent(context, approval -> Optional.ofNullable(choices.get(approval)));
    }

    void decide(String callId, ToolResult.Outcome outcome) {
        decided.put(callId, new ToolResult(outcome, "words"));
    }

    void cancel() {
        cancelled = true;
    }

    TurnOutcome run(String turnId, String text) {
        return run(turnId, text, null);
    }

    TurnOutcome run(String turnId, String text, @Nullable List<TranscriptLine> history) {
        Conversation place = Conversation.dm("test", "c");
        Sender ann = Sender.of("test", "ann", "Ann");
        Turn turn = new Turn(turnId, "s1", place, ann, text, List.of(), Instant.EPOCH, 1, history, null, Map.of());
        return agent.run(turn, run(turnId));
    }

    private TurnContext run(String turnId) {
        List<Step> written = steps.computeIfAbsent(turnId, id -> new CopyOnWriteArrayList<>());
        return new TurnContext() {
            @Override
            public List<Step> steps() {
                return List.copyOf(written);
            }

            @Override
            public void step(Step step) {
                written.add(step);
            }

            @Override
            public void step(Step step, List<String> heard) {
                written.add(step);
                steering.removeAll(heard);
            }

            @Override
            public List<TranscriptLine> history(int atMost) {
                return List.copyOf(said);
            }

            @Override
            public Tools tools() {
                return House.this;
            }

            @Override
            public void emit(TurnEvent event) {
                events.add(event);
            }

            @Override
            public List<String> steering() {
                return List.copyOf(steering);
            }

            @Override
            public boolean cancelled() {
                return cancelled;
            }
        };
    }

    @Override
    public List<ToolSpec> specs() {
        return List.of();
    }

    /** Permissions wait until somebody decided; every other tool says what it was told to say. */
    @Override
    public ToolOutcome call(ToolCall call) {
        if (calls.stream().noneMatch(known -> known.id().equals(call.id()))) {
            calls.add(call);
        }
        ToolResult result = decided.get(call.id());
        if (result == null && call.tool().equals(PermissionTool.NAME)) {
            return new ToolOutcome.Waiting(call, "approval-of-" + call.id());
        }
        return new ToolOutcome.Ended(
                call, result == null ? decided.getOrDefault(call.tool(), ToolResult.done("done")) : result);
    }

    String streamed() {
        StringBuilder text = new StringBuilder();
        for (TurnEvent event : events) {
            if (event instanceof TurnEvent.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        agent.close();
    }
}
