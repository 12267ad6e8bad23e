package io.hermesgateway.agent;

import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MapSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A kernel in miniature for the agent; what it runs "soon" runs on a thread of the pool. */
final class FakeAgentContext implements AgentContext {
    final ManualClock clock = new ManualClock();
    final FakeRegistry registry = new FakeRegistry();
    /** The names of what was run in the background, in order. */
    final List<String> tasks = new CopyOnWriteArrayList<>();

    private final Path home;
    private final Map<String, Object> values = new HashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    FakeAgentContext(Path home) {
        this.home = home;
    }

    FakeAgentContext set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** The shortest configuration that leads to a provider. */
    FakeAgentContext provider(String base) {
        return set("providers", Map.of("fake", Map.of()))
                .set("providers.fake.base_url", base)
                .set("providers.fake.api_key", "sk-fake-1234567890")
                .set("model.default", "fake-model");
    }

    @Override
    public Settings settings(String section) {
        return new MapSettings(values);
    }

    @Override
    public String pluginId() {
        return "agent-builtin";
    }

    @Override
    public Settings settings() {
        return settings("");
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
        return new PoolTasks() {
            @Override
            public Registration run(String name, Runnable task) {
                tasks.add(name);
                return super.run(name, task);
            }
        };
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
}
