package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.tools.guard.ShellGuard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A context with real timers and a real clock: these tools are about real processes. */
public final class TestContext implements PluginContext, AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
    private final Map<String, Object> published = new ConcurrentHashMap<>();
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    public TestContext(Path root) {
        this.root = root;
        published.put("shell", new ShellGuard("/home/ann", root.resolve("home").toString(), List.of()));
    }

    public void withoutGuard() {
        published.clear();
    }

    public void set(String key, Object value) {
        values.put(key, value);
    }

    TerminalTool terminal() {
        return new TerminalTool(this, JSON, machine());
    }

    TerminalTool terminal(long mostOutput) {
        return new TerminalTool(
                this, JSON, new Machine(this, JSON, root, new Surroundings(List.of(), Set::of), mostOutput));
    }

    ProcessTool processes() {
        return new ProcessTool(JSON, machine());
    }

    Machine machine() {
        return new Machine(this, JSON, root, List.of(), Set::of);
    }

    static ToolCall call(String id, Map<String, Object> arguments) {
        try {
            return new ToolCall(id, "terminal", JSON.writeValueAsString(arguments));
        } catch (com.fasterxml.jackson.core.JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    static ToolCall command(String command) {
        return call("c1", Map.of("command", command));
    }

    @Override
    public String pluginId() {
        return "tools";
    }

    @Override
    public Settings settings() {
        return new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> Optional<T> find(Setting<T> setting) {
                return Optional.ofNullable((T) values.getOrDefault(setting.key(), setting.fallback()));
            }

            @Override
            public <T> T get(Setting<T> setting) {
                return find(setting).orElseThrow();
            }

            @Override
            public String originOf(Setting<?> setting) {
                return "test";
            }
        };
    }

    @Override
    public Path folder() {
        return root.resolve("plugin");
    }

    @Override
    public Path home() {
        return root.resolve("home");
    }

    @Override
    public InstantSource clock() {
        return Clock.systemUTC();
    }

    @Override
    public Tasks tasks() {
        return new Tasks() {
            @Override
            public Registration run(String name, Runnable task) {
                return handle(timers.submit(task));
            }

            @Override
            public Registration after(Duration delay, String name, Runnable task) {
                return handle(timers.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
            }

            @Override
            public Registration every(Duration pause, String name, Runnable task) {
                return handle(
                        timers.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
            }
        };
    }

    private static Registration handle(Future<?> future) {
        return () -> future.cancel(false);
    }

    @Override
    public Ids ids() {
        return new Ids() {
            @Override
            public String next() {
                return UUID.randomUUID().toString().replace("-", "");
            }

            @Override
            public String spoken(int length) {
                return next().substring(0, length);
            }
        };
    }

    @Override
    public Registry registry() {
        return new Registry() {
            @Override
            public <T> Registration publish(Class<T> contract, String name, T object) {
                published.put(name, object);
                return () -> published.remove(name, object);
            }

            @Override
            public <T> List<Named<T>> all(Class<T> contract) {
                List<Named<T>> found = new ArrayList<>();
                published.forEach((name, object) -> {
                    if (contract.isInstance(object)) {
                        found.add(new Named<>(name, contract.cast(object)));
                    }
                });
                return found;
            }

            @Override
            public <T> Optional<T> find(Class<T> contract, String name) {
                return Optional.ofNullable(published.get(name)).map(contract::cast);
            }
        };
    }

    @Nullable
    CommandGuard guard() {
        return (CommandGuard) published.get("shell");
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
