package io.hermesgateway.sqlite;

import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MapSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A home, and threads for who lives in it; time stands still unless a test moves it. */
final class TestHome implements PluginContext, AutoCloseable {
    final ManualClock clock = new ManualClock();
    private final Path home;
    private final Registry registry = new FakeRegistry();
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;

    TestHome(Path home) {
        this(home, Executors.newCachedThreadPool(), Executors.newSingleThreadScheduledExecutor());
    }

    private TestHome(Path home, ExecutorService threads, ScheduledExecutorService timer) {
        this.home = home;
        this.threads = threads;
        this.timer = timer;
    }

    /** Another home with the same threads. */
    TestHome at(Path other) {
        return new TestHome(other, threads, timer);
    }

    Store open() {
        return new SqliteStores(news -> {}).open(this);
    }

    @Override
    public String pluginId() {
        return "store-sqlite";
    }

    @Override
    public Settings settings() {
        return new MapSettings(Map.of());
    }

    @Override
    public Path folder() {
        return home.resolve("plugin-data").resolve("store-sqlite");
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
        return new Threads();
    }

    @Override
    public Ids ids() {
        throw new UnsupportedOperationException("a store needs no ids");
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private final class Threads implements Tasks {
        @Override
        public Registration run(String name, Runnable task) {
            return cancelling(threads.submit(task));
        }

        @Override
        public Registration after(Duration delay, String name, Runnable task) {
            return cancelling(timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public Registration every(Duration pause, String name, Runnable task) {
            return cancelling(
                    timer.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
        }

        private Registration cancelling(Future<?> future) {
            return () -> future.cancel(false);
        }
    }
}
