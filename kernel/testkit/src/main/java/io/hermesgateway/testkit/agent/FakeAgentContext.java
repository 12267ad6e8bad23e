package io.hermesgateway.testkit.agent;

import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.PoolTasks;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A kernel in miniature around an agent under test. What it runs "soon" runs on a thread of its own; what it asks for
 * later never comes. All sections of the settings are one map, which may change.
 */
public final class FakeAgentContext implements AgentContext {
    private final String pluginId;
    private final Path home;
    private final ManualClock clock = new ManualClock();
    private final FakeRegistry registry = new FakeRegistry();
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private final PoolTasks tasks = new PoolTasks();
    private final AtomicInteger ids = new AtomicInteger();

    public FakeAgentContext(String pluginId, Path home) {
        this.pluginId = pluginId;
        this.home = home;
    }

    /** What the settings hold from now on under this key, raw as in YAML. */
    public FakeAgentContext set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** The shortest configuration that leads to a provider, such as the fake one. */
    public FakeAgentContext provider(String base) {
        return set("providers", Map.of("fake", Map.of()))
                .set("providers.fake.base_url", base)
                .set("providers.fake.api_key", "sk-fake-1234567890")
                .set("model.default", "fake-model");
    }

    /** The names of what was run in the background, in order. */
    public List<String> ran() {
        return tasks.ran();
    }

    @Override
    public Settings settings(String section) {
        return new MapSettings(values);
    }

    @Override
    public Settings settings() {
        return settings("");
    }

    @Override
    public String pluginId() {
        return pluginId;
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

    /** The same as {@link #clock}, with its handles. */
    public ManualClock manualClock() {
        return clock;
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public Ids ids() {
        return new Ids() {
            @Override
            public String next() {
                return String.format("%032x", ids.incrementAndGet());
            }

            @Override
            public String spoken(int length) {
                return "a".repeat(length);
            }
        };
    }
}
