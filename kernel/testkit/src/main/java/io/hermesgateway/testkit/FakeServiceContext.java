package io.hermesgateway.testkit;

import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A kernel in miniature for tests of a service; settings are by section and may be changed. */
public final class FakeServiceContext implements ServiceContext {
    private final String pluginId;
    private final Path home;
    private final Ports ports;
    private final ManualClock clock = new ManualClock();
    private final ManualTasks tasks = new ManualTasks(clock);
    private final FakeControl control = new FakeControl();
    private final FakeTurns turns = new FakeTurns();
    private final FakeRegistry registry = new FakeRegistry();
    private final Map<String, Settings> sections = new ConcurrentHashMap<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();

    public FakeServiceContext(String pluginId, Path home, Ports ports) {
        this.pluginId = pluginId;
        this.home = home;
        this.ports = ports;
    }

    /** What the section holds from now on, raw as in YAML. */
    public FakeServiceContext set(String section, Map<String, Object> values) {
        sections.put(section, new MapSettings(values));
        return this;
    }

    /** What the service said about its troubles, in order. */
    public List<String> reports() {
        return List.copyOf(reports);
    }

    @Override
    public String pluginId() {
        return pluginId;
    }

    @Override
    public Settings settings() {
        return sections.values().stream().findFirst().orElse(new MapSettings(Map.of()));
    }

    @Override
    public Settings settings(String section) {
        return sections.getOrDefault(section, new MapSettings(Map.of()));
    }

    @Override
    public Path folder() {
        return home.resolve(pluginId);
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
        return tasks;
    }

    /** The same as {@link #tasks}, with its handles. */
    public ManualTasks manualTasks() {
        return tasks;
    }

    @Override
    public Ids ids() {
        return new Ids() {
            @Override
            public String next() {
                return "id-" + ids.incrementAndGet();
            }

            @Override
            public String spoken(int length) {
                return "a".repeat(length);
            }
        };
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public GatewayControl control() {
        return control;
    }

    /** The same as {@link #control}, with its handles. */
    public FakeControl fakeControl() {
        return control;
    }

    @Override
    public Turns turns() {
        return turns;
    }

    /** The same as {@link #turns}, with its handles. */
    public FakeTurns fakeTurns() {
        return turns;
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public void report(String trouble) {
        reports.add(trouble);
    }
}
