package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts the plugins: those of the distribution and those dropped into the folder, one place per id. A dropped jar takes
 * the place of a bundled one with the same id; when it is removed the bundled one comes back.
 */
public final class PluginHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);
    private static final Duration SCAN = Duration.ofSeconds(1);

    private final Outside outside;
    private final FelixHost felix;
    private final HostParts parts;
    private final RowMaker rows;
    private final Map<String, PluginSlot> slots = new ConcurrentSkipListMap<>();
    private final Map<String, PluginJar> bundled = new ConcurrentHashMap<>();
    private final Map<Path, String> owners = new ConcurrentHashMap<>();
    private final Map<Path, Rows.Plugin> refusals = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    /** What the host needs from outside. */
    public record Outside(
            Places places,
            SharedPackages packages,
            Limits limits,
            HostThreads threads,
            KernelRegistry registry,
            LoaderCaches caches,
            Extensions extensions,
            InstantSource clock,
            RandomGenerator random) {}

    /** Starts the framework; no plugin is loaded yet. */
    public PluginHost(Outside outside) {
        this.outside = outside;
        Path cache = outside.places().cache();
        Path kept = cache.resolve("jars");
        emptied(kept);
        felix = new FelixHost(cache.resolve("felix"), outside.packages().header());
        JarGate gate = new JarGate(felix, kept, outside.packages());
        PluginFolder folder = new PluginFolder(outside.places().plugins(), gate, new Drops());
        Shelf shelf = new Shelf(outside.places(), outside.clock());
        parts = new HostParts(
                outside,
                felix,
                gate,
                folder,
                shelf,
                new WantedFile(outside.places().wanted()));
        rows = new RowMaker(parts);
    }

    private static void emptied(Path folder) {
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads everything at once and begins to watch; completes when each plugin runs or has failed. */
    public synchronized CompletableFuture<@Nullable Void> start() {
        readBundled();
        parts.folder().start(outside.threads());
        for (PluginJar jar : bundled.values()) {
            if (!owners.containsValue(jar.id())) {
                var unused = slot(jar.id()).offer(jar);
            }
        }
        scanLater();
        return all(PluginSlot::settled);
    }

    private CompletableFuture<@Nullable Void> all(Function<PluginSlot, CompletableFuture<@Nullable Void>> step) {
        return CompletableFuture.allOf(slots.values().stream().map(step).toArray(CompletableFuture[]::new));
    }

    private void readBundled() {
        Path folder = outside.places().bundles();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                PluginJar jar = parts.gate().admit(file, true);
                PluginJar other = bundled.putIfAbsent(jar.id(), jar);
                if (other != null) {
                    LOG.error("{} and {} are the same plugin; the second is left out", other.origin(), file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void scanLater() {
        outside.threads().after(SCAN, () -> {
            for (PluginSlot slot : slots.values()) {
                LivePlugin live = slot.live();
                if (live != null) {
                    live.inline().scan(outside.limits().call());
                    rows.sample(live);
                }
                slot.leftovers();
            }
            if (!closed) {
                scanLater();
            }
        });
    }

    private PluginSlot slot(String id) {
        return slots.computeIfAbsent(id, fresh -> new PluginSlot(fresh, parts));
    }

    private PluginSlot known(String id) {
        PluginSlot slot = slots.get(id);
        if (slot == null || slot.jar() == null) {
            throw new GatewayException(KernelError.NOT_FOUND, "There is no plugin '" + id + "'.");
        }
        return slot;
    }

    /** All plugins, and the jars that were refused. */
    public List<Rows.Plugin> rows() {
        List<Rows.Plugin> all = new ArrayList<>();
        slots.forEach((id, slot) -> {
            if (slot.jar() != null) {
                all.add(rows.row(id, slot));
            }
        });
        all.addAll(refusals.values());
        return all;
    }

    public boolean has(String id) {
        PluginSlot slot = slots.get(id);
        return slot != null && slot.jar() != null;
    }

    public Rows.Plugin row(String id) {
        return rows.row(id, known(id));
    }

    /** The running instance, for one call; not to be kept. */
    public Optional<LivePlugin> live(String id) {
        return Optional.ofNullable(slots.get(id)).map(PluginSlot::live);
    }

    /** {@code restart}, {@code stop}, {@code start} or {@code rollback}; completes when it is done. */
    public CompletableFuture<@Nullable Void> act(String id, String action) {
        PluginSlot slot = known(id);
        return switch (action) {
            case "restart" -> slot.restart();
            case "stop" -> slot.stop();
            case "start" -> slot.start();
            case "rollback" -> slot.rollback();
            default ->
                throw new GatewayException(
                        KernelError.BAD_REQUEST,
                        "A plugin can restart, stop, start or rollback, not '" + action + "'.");
        };
    }

    /** Puts a jar into the folder and loads it; a refusal is thrown at once, the rest shows in the row. */
    public CompletableFuture<Rows.Plugin> install(Path file) {
        PluginJar jar = parts.gate().admit(file, false);
        PluginSlot slot = slot(jar.id());
        PluginJar now = slot.jar();
        Path target = now == null || now.bundled() ? parts.dropped(jar.id()) : now.origin();
        owners.put(target, jar.id());
        parts.folder().place(jar, target);
        return slot.offer(jar.at(target)).thenApply(done -> row(jar.id()));
    }

    /** Removes a dropped jar; its bundled form comes back where there is one. */
    public CompletableFuture<@Nullable Void> remove(String id) {
        PluginJar jar = known(id).jar();
        if (jar == null || jar.bundled()) {
            throw new GatewayException(
                    KernelError.NOT_ALLOWED, id + " is part of the distribution. It can be stopped, not removed.");
        }
        parts.folder().remove(jar.origin(), file -> parts.shelf().quarantine(file, "removed"));
        return vacated(jar.origin());
    }

    /** Whether a file in the folder is the one that a plugin runs from. */
    boolean isOwner(Path file) {
        return owners.containsKey(file);
    }

    private CompletableFuture<@Nullable Void> vacated(Path file) {
        refusals.remove(file);
        String id = owners.remove(file);
        owners.keySet().removeIf(other -> !Files.exists(other));
        if (id == null || owners.containsValue(id)) {
            return CompletableFuture.completedFuture(null);
        }
        PluginJar ours = bundled.get(id);
        if (ours != null) {
            return slot(id).offer(ours);
        }
        return slot(id).vacate();
    }

    /** What the drop-in folder tells. */
    private final class Drops implements PluginFolder.Listener {
        @Override
        public void arrived(PluginJar jar) {
            Path file = jar.origin();
            try {
                checkUnique(jar);
            } catch (GatewayException e) {
                parts.shelf().discard(jar);
                refused(file, e);
                return;
            }
            refusals.remove(file);
            if (!jar.id().equals(owners.getOrDefault(file, jar.id()))) {
                var unused = vacated(file);
            }
            owners.put(file, jar.id());
            var unused = slot(jar.id()).offer(jar);
        }

        private void checkUnique(PluginJar jar) {
            owners.forEach((file, id) -> {
                if (id.equals(jar.id()) && !file.equals(jar.origin()) && Files.exists(file)) {
                    throw new GatewayException(
                            KernelError.DUPLICATE,
                            "The plugin '" + id + "' is already there as " + file.getFileName() + ".");
                }
            });
        }

        @Override
        public void refused(Path file, GatewayException why) {
            LOG.warn("{} was refused: {} {}", file, why.code().code(), why.getMessage());
            String id = owners.get(file);
            PluginSlot slot = id == null ? null : slots.get(id);
            if (slot != null) {
                var unused = slot.refused(file, why);
            } else {
                refusals.put(file, rows.refusal(file, why));
            }
        }

        @Override
        public void gone(Path file) {
            var unused = vacated(file);
        }
    }

    /** Ends all plugins at once, then the framework. What is wanted stays as it is. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        parts.folder().close();
        all(PluginSlot::leave).join();
        felix.close();
    }
}
