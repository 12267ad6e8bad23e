package io.hermesgateway.bench;

import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/** A home for a store that is measured; what it wants done behind its back is done, or left out on purpose. */
final class BenchHome implements PluginContext, AutoCloseable {
    private final Path home;
    private final boolean working;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Phaser busy = new Phaser(1);

    BenchHome(Path home, boolean working) {
        this.home = home;
        this.working = working;
    }

    /** Waits until nothing is under way any more. */
    void settle() {
        busy.arriveAndAwaitAdvance();
    }

    @Override
    public Tasks tasks() {
        return new Tasks() {
            @Override
            public Registration run(String name, Runnable task) {
                if (working) {
                    busy.register();
                    threads.execute(() -> {
                        try {
                            task.run();
                        } finally {
                            busy.arriveAndDeregister();
                        }
                    });
                }
                return () -> {};
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
    public String pluginId() {
        return "bench";
    }

    @Override
    public Settings settings() {
        return new Settings() {
            @Override
            public <T> T get(Setting<T> setting) {
                return find(setting).orElseThrow();
            }

            @Override
            public <T> Optional<T> find(Setting<T> setting) {
                return Optional.ofNullable(setting.fallback());
            }

            @Override
            public String originOf(Setting<?> setting) {
                return "default";
            }
        };
    }

    @Override
    public Path folder() {
        return home.resolve("plugin-data");
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Ids ids() {
        throw new UnsupportedOperationException("a store needs no ids");
    }

    @Override
    public Registry registry() {
        throw new UnsupportedOperationException("a store needs no others");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
