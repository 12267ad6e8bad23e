package io.hermesgateway.core.seats;

import io.hermesgateway.core.host.Extensions;
import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.platform.Platforms;
import io.hermesgateway.spi.error.GatewayException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens everything a plugin offers when it comes and closes it, in the opposite order, when it goes. */
public final class AllSeats implements Extensions {
    private final List<Seats> seats;
    private final Platforms platforms;
    private final Runnable agentChanged;
    private final Consumer<String> rowChanged;

    /** @param agentChanged turns that waited for an agent or a tool may go on */
    public AllSeats(List<Seats> seats, Platforms platforms, Runnable agentChanged, Consumer<String> rowChanged) {
        this.seats = List.copyOf(seats);
        this.platforms = platforms;
        this.agentChanged = agentChanged;
        this.rowChanged = rowChanged;
    }

    @Override
    public CompletableFuture<@Nullable Void> opened(LivePlugin plugin) {
        CompletableFuture<@Nullable Void> proof;
        try {
            seats.forEach(kind -> kind.open(plugin));
            proof = platforms.opened(plugin);
        } catch (GatewayException cannotWork) {
            closing(plugin);
            return CompletableFuture.failedFuture(cannotWork);
        }
        if (!plugin.offers().agents().isEmpty() || !plugin.offers().tools().isEmpty()) {
            agentChanged.run();
        }
        return proof;
    }

    @Override
    public void closing(LivePlugin plugin) {
        platforms.closing(plugin);
        for (int i = seats.size() - 1; i >= 0; i--) {
            seats.get(i).close(plugin);
        }
    }

    @Override
    public void changed(String pluginId) {
        rowChanged.accept(pluginId);
    }
}
