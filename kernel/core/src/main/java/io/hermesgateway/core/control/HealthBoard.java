package io.hermesgateway.core.control;

import com.sun.management.UnixOperatingSystemMXBean;
import io.hermesgateway.spi.service.Rows;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The one truth about how the gateway is, for the command line, the console and the API. Parts say how they are, loops
 * give a sign of life, plugins and platforms are asked; whatever is not well makes the whole degraded.
 */
public final class HealthBoard {
    private static final Set<String> WELL = Set.of("ok", "running", "online", "stopped", "paused");

    private final String version;
    private final InstantSource clock;
    private final Instant since;
    private final Map<String, Rows.Component> parts = new ConcurrentSkipListMap<>();
    private final List<Supplier<List<Rows.Component>>> sources = new CopyOnWriteArrayList<>();
    private final List<Supplier<Map<String, Long>>> numbers = new CopyOnWriteArrayList<>();
    private volatile Supplier<Rows.ConfigState> config = () -> new Rows.ConfigState("ok", null);
    private volatile String phase = "starting";

    public HealthBoard(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** A loop that must turn: it has to run what it is given within the time, or it counts as dead. */
    public Runnable loop(String name, Duration patience) {
        AtomicReference<Instant> last = new AtomicReference<>(clock.instant());
        ask(() -> {
            Duration silent = Duration.between(last.get(), clock.instant());
            String words = "has not turned for " + silent.toSeconds() + " seconds";
            return silent.compareTo(patience) > 0
                    ? List.of(new Rows.Component(name, "failed", words))
                    : List.of(new Rows.Component(name, "ok", ""));
        });
        return () -> last.set(clock.instant());
    }

    /** Says how a part of the kernel is, or raises an alarm: {@code ok}, {@code degraded}, {@code failed}. */
    public void set(String id, String state, String detail) {
        parts.put(id, new Rows.Component(id, state, detail));
    }

    /** Takes a part off the board, for example an alarm that is over. */
    public void clear(String id) {
        parts.remove(id);
    }

    /** Components that are asked for each time. */
    public void ask(Supplier<List<Rows.Component>> source) {
        sources.add(source);
    }

    /** Numbers that are asked for each time. */
    public void count(Supplier<Map<String, Long>> source) {
        numbers.add(source);
    }

    /** Where the state of the configuration is asked for. */
    public void config(Supplier<Rows.ConfigState> state) {
        config = state;
    }

    /** Where the gateway is in its life: {@code starting running draining stopped}. */
    public void phase(String now) {
        phase = now;
    }

    public Rows.Status status() {
        List<Rows.Component> components = Stream.concat(
                        parts.values().stream(), sources.stream().flatMap(source -> source.get().stream()))
                .toList();
        Rows.ConfigState configuration = config.get();
        boolean well = configuration.error() == null
                && components.stream().allMatch(component -> WELL.contains(component.state()));
        Map<String, Long> queues = new TreeMap<>();
        numbers.forEach(source -> queues.putAll(source.get()));
        Runtime heap = Runtime.getRuntime();
        return new Rows.Status(
                version,
                ProcessHandle.current().pid(),
                Duration.between(since, clock.instant()).toSeconds(),
                phase.equals("running") && !well ? "degraded" : phase,
                components,
                queues,
                files(),
                new Rows.HeapGauge(heap.totalMemory() - heap.freeMemory(), heap.maxMemory()),
                configuration);
    }

    private static Rows.Gauge files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new Rows.Gauge(unix.getOpenFileDescriptorCount(), unix.getMaxFileDescriptorCount())
                : new Rows.Gauge(-1, -1);
    }
}
