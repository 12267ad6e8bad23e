package io.hermesgateway.core.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.jars.SharedLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;

/** A host on a home of its own. */
final class Rig implements AutoCloseable {
    static final SharedPackages SHARED = SharedPackages.of(SharedLibraries.exportedBy(
            Plugin.class, Logger.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Places places;
    final Adapters adapters;
    final KernelRegistry registry = new KernelRegistry();
    final Hourglass threads;
    final PluginHost host;

    Rig(Path home) {
        this(home, limits());
    }

    Rig(Path home, Limits limits) {
        places = Places.in(home, home.resolve("bundles"));
        adapters = new Adapters(home, limits);
        threads = new Hourglass(limits.start());
        try {
            Files.createDirectories(places.plugins());
            Files.createDirectories(places.bundles());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        host = new PluginHost(new PluginHost.Outside(
                places,
                SHARED,
                limits,
                threads,
                registry,
                new LoaderCaches(),
                adapters,
                InstantSource.system(),
                new Random(1)));
    }

    /** Long, because a busy machine makes good plugins slow; see {@link Hourglass}. {@link #strict} is for measuring. */
    static Limits limits() {
        return limits(Duration.ofSeconds(30));
    }

    static Limits strict() {
        return limits(Duration.ofMillis(400));
    }

    private static Limits limits(Duration start) {
        return new Limits(
                start,
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                start.multipliedBy(2),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMinutes(10),
                2);
    }

    Rig start() {
        host.start().join();
        return this;
    }

    /** Where a jar is dropped. */
    Path drop(String name) {
        return places.plugins().resolve(name);
    }

    Rows.Plugin row(String id) {
        return host.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElse(new Rows.Plugin(id, "", "", "", "", "absent", "", "", 0, 0, 0, 0));
    }

    Rows.Plugin awaitRow(String id, Predicate<Rows.Plugin> wanted) {
        await(() -> wanted.test(row(id)), () -> "row " + row(id));
        return row(id);
    }

    Rows.Plugin awaitState(String id, String state) {
        return awaitRow(id, row -> row.state().equals(state));
    }

    /** Waits until the plugin answers with this mark and its start is over: news during a start are another story. */
    void awaitMark(String id, String mark) {
        await(() -> answers(id, mark) && row(id).state().equals("running"), () -> mark + " from " + row(id));
    }

    boolean answers(String id, String mark) {
        try {
            return adapters.send(id).equals(mark);
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    static void await(BooleanSupplier condition, java.util.function.Supplier<String> what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Override
    public void close() {
        host.close();
        threads.close();
    }
}
