package io.hermesgateway.core.seats;

import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.host.PluginTasks;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.sql.Databases;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The open stores, by kind; the configured kind is the primary one. */
public final class StoreSeats implements Seats {
    /** An opening may migrate or repair first. */
    private static final Duration OPENING = Duration.ofMinutes(5);

    private record Seat(LivePlugin plugin, Store store, PluginTasks tasks) {}

    private final Surroundings around;
    private final Supplier<String> kind;
    private final Map<String, Seat> byKind = new ConcurrentHashMap<>();

    public StoreSeats(Surroundings around, Supplier<String> kind) {
        this.around = around;
        this.kind = kind;
    }

    /** The store that serves; empty while there is none. */
    public Optional<Store> primary() {
        return Optional.ofNullable(byKind.get(kind.get())).map(Seat::store);
    }

    @Override
    public void open(LivePlugin plugin) {
        for (StoreFactory factory : plugin.offers().stores()) {
            PluginTasks tasks = plugin.tasks();
            PluginContext context =
                    around.contextOf(plugin, tasks, () -> around.settings().apply(factory.settings()));
            Store store = plugin.guarded()
                    .call("opening the store", OPENING, () -> factory.open(context))
                    .orThrow();
            byKind.put(factory.kind(), new Seat(plugin, store, tasks));
            plugin.guarded()
                    .call("opening the databases", OPENING, () -> factory.databases(context))
                    .orThrow()
                    .ifPresent(databases -> plugin.registry().publish(Databases.class, factory.kind(), databases));
        }
    }

    @Override
    public void close(LivePlugin plugin) {
        byKind.forEach((name, seat) -> {
            if (seat.plugin() == plugin && byKind.remove(name, seat)) {
                plugin.guarded()
                        .run("closing the store", around.limits().stop(), seat.store()::close)
                        .trouble();
                seat.tasks().close();
            }
        });
    }
}
