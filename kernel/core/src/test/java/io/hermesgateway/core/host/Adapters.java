package io.hermesgateway.core.host;

import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Opens the platforms of plugins as the gateway does, in as few lines as possible. */
final class Adapters implements Extensions {
    private final Limits limits;
    private final Path folder;
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    Adapters(Path folder, Limits limits) {
        this.limits = limits;
        this.folder = folder;
    }

    private record Open(LivePlugin plugin, Platform platform, FakePlatformContext context, PluginTasks tasks) {}

    @Override
    public CompletableFuture<@Nullable Void> opened(LivePlugin plugin) {
        for (PlatformFactory factory : plugin.offers().platforms()) {
            open(plugin, factory);
        }
        return online(plugin);
    }

    private void open(LivePlugin plugin, PlatformFactory factory) {
        PluginTasks tasks = plugin.tasks();
        FakePlatformContext context = new FakePlatformContext(new FakePlatformContext.Parts(
                plugin.id(),
                new MapSettings(Map.of()),
                folder,
                InstantSource.system(),
                tasks,
                new RandomIds(),
                plugin.registry()));
        Platform platform = plugin.guarded()
                .call("open", limits.start(), () -> factory.open(context))
                .orThrow();
        open.put(plugin.id(), new Open(plugin, platform, context, tasks));
        plugin.guarded().run("start", limits.start(), platform::start).orThrow();
    }

    private CompletableFuture<@Nullable Void> online(LivePlugin plugin) {
        Open one = open.get(plugin.id());
        if (one == null || one.context().state() == PlatformState.ONLINE) {
            return CompletableFuture.completedFuture(null);
        }
        return one.context().state() == PlatformState.FAILED
                ? CompletableFuture.failedFuture(new GatewayException(KernelError.PLUGIN_FAILED, "refused"))
                : new CompletableFuture<>();
    }

    @Override
    public void closing(LivePlugin plugin) {
        Open old = open.remove(plugin.id());
        if (old != null) {
            old.context().close();
            var unused = plugin.guarded().run("close", limits.stop(), old.platform()::close);
            old.tasks().close();
        }
    }

    /** What the far side would say; throws the failure of the call. */
    String send(String pluginId) {
        Open one = open.get(pluginId);
        if (one == null) {
            throw new GatewayException(KernelError.PLATFORM_AWAY, pluginId + " is not open");
        }
        Delivery delivery = new Delivery(
                "d", Conversation.dm(pluginId, "chat"), new Body.Text("hi"), null, null, Map.of(), 1, Instant.EPOCH);
        SendResult result = one.plugin()
                .guarded()
                .call("send", limits.start(), () -> one.platform().send(delivery))
                .orThrow();
        return result instanceof SendResult.Sent sent ? sent.messageId() : result.toString();
    }

    FakePlatformContext context(String pluginId) {
        Open one = open.get(pluginId);
        if (one == null) {
            throw new IllegalStateException(pluginId + " is not open");
        }
        return one.context();
    }
}
