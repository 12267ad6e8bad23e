package io.hermesgateway.core.seats;

import io.hermesgateway.core.feed.OpenStore;
import io.hermesgateway.core.feed.Stores;
import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.core.host.PluginTasks;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.sql.Databases;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The open stores, by kind; the configured kind is the primary one. */
public final class StoreSeats implements Seats, Stores {
    /** An opening may migrate or repair first, and a backup may be large. */
    private static final Duration OPENING = Duration.ofMinutes(5);

    private static final Duration RESTORING = Duration.ofMinutes(30);
    /** A call that is not back by then never will be, and the host starts another instance. */
    private static final Duration HANGING = Duration.ofMinutes(10);

    private final Surroundings around;
    private final Supplier<String> kind;
    private final String fallback;
    private final Map<String, Seat> byKind = new ConcurrentHashMap<>();
    private final Set<String> inspected = ConcurrentHashMap.newKeySet();
    private volatile @Nullable GatewayException refusal;

    /** @param fallback the kind that stands by */
    public StoreSeats(Surroundings around, Supplier<String> kind, String fallback) {
        this.around = around;
        this.kind = kind;
        this.fallback = fallback;
    }

    /** A store, and what it takes to close it and to open it again. */
    private record Seat(
            LivePlugin plugin,
            StoreFactory factory,
            PluginContext context,
            PluginTasks tasks,
            Store store,
            OpenStore calls) {

        static Seat open(LivePlugin plugin, StoreFactory factory, PluginContext context, PluginTasks tasks) {
            Store store = plugin.guarded()
                    .call("opening the store", OPENING, () -> factory.open(context))
                    .orThrow();
            return new Seat(
                    plugin, factory, context, tasks, store, new OpenStore(factory.kind(), store, threadsOf(plugin)));
        }

        /** Waits for calls under way first: a store may be closed only when nobody is in it. */
        void close(Duration patience) {
            calls.settle(patience);
            plugin.guarded().run("closing the store", patience, store::close).trouble();
        }
    }

    private static OpenStore.Threads threadsOf(LivePlugin plugin) {
        return new OpenStore.Threads() {
            @Override
            public <T> CompletableFuture<Outcome<T>> begin(Duration expected, Callable<T> work) {
                Duration most = expected.compareTo(HANGING) > 0 ? expected : HANGING;
                return plugin.guarded().begin("the store", most, work).outcome();
            }
        };
    }

    @Override
    public String primaryKind() {
        return kind.get();
    }

    @Override
    public String fallbackKind() {
        return fallback;
    }

    @Override
    public List<OpenStore> all() {
        return byKind.values().stream().map(Seat::calls).toList();
    }

    @Override
    public void open(LivePlugin plugin) {
        for (StoreFactory factory : plugin.offers().stores()) {
            PluginTasks tasks = plugin.tasks();
            PluginContext context = around.contextOf(plugin, tasks, factory.settings());
            inspect(plugin, factory, context);
            byKind.put(factory.kind(), Seat.open(plugin, factory, context, tasks));
            plugin.guarded()
                    .call("opening the databases", OPENING, () -> factory.databases(context))
                    .orThrow()
                    .ifPresent(databases -> plugin.registry().publish(Databases.class, factory.kind(), databases));
        }
    }

    private void inspect(LivePlugin plugin, StoreFactory factory, PluginContext context) {
        if (inspected.contains(factory.kind())) {
            return;
        }
        try {
            plugin.guarded()
                    .run("looking at the home", OPENING, () -> factory.inspect(context))
                    .orThrow();
            inspected.add(factory.kind());
        } catch (GatewayException refused) {
            if (refused.code() == KernelError.HOME_IN_USE) {
                refusal = refused;
            }
            throw refused;
        }
    }

    /** Why the home must not be used; empty when it may. */
    public Optional<GatewayException> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public void restore(String kind, Path backup) {
        Seat seat = byKind.remove(kind);
        if (seat == null) {
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "The store '" + kind + "' is not running.");
        }
        seat.close(around.limits().stop());
        Outcome<Boolean> restored = seat.plugin().guarded().run("restoring", RESTORING, () -> seat.factory()
                .restore(seat.context(), backup));
        byKind.put(kind, Seat.open(seat.plugin(), seat.factory(), seat.context(), seat.tasks()));
        restored.orThrow();
    }

    @Override
    public void close(LivePlugin plugin) {
        byKind.forEach((name, seat) -> {
            if (seat.plugin() == plugin && byKind.remove(name, seat)) {
                seat.close(around.limits().stop());
                seat.tasks().close();
            }
        });
    }
}
