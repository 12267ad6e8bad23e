package io.hermesgateway.acp;

import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.spi.tool.Tools;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MapSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A kernel in miniature around the agent under test: turns, their steps and calls, and what people decided. */
final class House implements AgentContext, Tools, AutoCloseable {
    final ManualClock clock = new ManualClock();
    final FakeRegistry registry = new FakeRegistry();
    final Map<String, Object> settings = new HashMap<>();
    final Map<String, ToolResult> decided = new ConcurrentHashMap<>();
    final Map<String, String> choices = new ConcurrentHashMap<>();
    final List<ToolCall> calls = new CopyOnWriteArrayList<>();
    final List<TurnEvent> events = new CopyOnWriteArrayList<>();
    final List<TranscriptLine> said = new ArrayList<>();
    final List<String> steering = new CopyOnWriteArrayList<>();

    private final Map<String, List<Step>> steps = new ConcurrentHashMap<>();
    private final Path home;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean cancelled;
    private AcpAgent agent;

    House(Path home, String... abilities) {
        this.home = home;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FakeAgent.class.getName(),
                home.toString()));
        command.addAll(List.of(abilities));
        settings.put("command", command);
        agent = new AcpAgent(this, approval -> Optional.ofNullable(choices.get(approval)));
    }

    AcpAgent agent() {
        return agent;
    }

    /** The agent of the next life of the gateway: the old processes are gone, what was journalled stays. */
    void restart() {
        agent.close();
        agent = new AcpAgent(this, approval -> Optional.ofNullable(choices.get(approval)));
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
        return agent.run(turn, context(turnId));
    }

    private TurnContext context(String turnId) {
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
    public Settings settings(String section) {
        return new MapSettings(settings);
    }

    @Override
    public Settings settings() {
        return settings("agent");
    }

    @Override
    public String pluginId() {
        return "agent-acp";
    }

    @Override
    public Path folder() {
        return home;
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Tasks tasks() {
        return new Tasks() {
            @Override
            public Registration run(String name, Runnable task) {
                Future<?> running = threads.submit(task);
                return () -> running.cancel(true);
            }

            @Override
            public Registration after(Duration delay, String name, Runnable task) {
                return () -> {};
            }

            @Override
            public Registration every(Duration pause, String name, Runnable task) {
                return () -> {};
            }
        };
    }

    @Override
    public Ids ids() {
        return new Ids() {
            @Override
            public String next() {
                return UUID.randomUUID().toString();
            }

            @Override
            public String spoken(int length) {
                return next().substring(0, length);
            }
        };
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public void close() {
        agent.close();
        threads.shutdownNow();
    }
}
