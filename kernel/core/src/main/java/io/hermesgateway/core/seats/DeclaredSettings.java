package io.hermesgateway.core.seats;

import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which settings the plugins that run now have declared; the check of the configuration goes by it. */
public final class DeclaredSettings implements Seats {
    private final Map<LivePlugin, List<SettingsSpec>> byPlugin = new ConcurrentHashMap<>();
    private final Runnable changed;

    public DeclaredSettings(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void open(LivePlugin plugin) {
        List<SettingsSpec> specs = plugin.guarded()
                .call("its settings", java.time.Duration.ofSeconds(5), () -> declared(plugin))
                .orThrow();
        byPlugin.put(plugin, specs);
        changed.run();
    }

    private static List<SettingsSpec> declared(LivePlugin plugin) {
        List<SettingsSpec> specs = new ArrayList<>();
        plugin.offers().platforms().forEach(factory -> specs.add(factory.settings()));
        plugin.offers().stores().forEach(factory -> specs.add(factory.settings()));
        plugin.offers().agents().forEach(factory -> specs.addAll(factory.settings()));
        plugin.offers().tools().forEach(factory -> specs.add(factory.settings()));
        plugin.offers().services().forEach(factory -> specs.addAll(factory.settings()));
        specs.removeIf(spec -> spec.settings().isEmpty());
        return specs;
    }

    @Override
    public void close(LivePlugin plugin) {
        if (byPlugin.remove(plugin) != null) {
            changed.run();
        }
    }

    /** All of them. */
    public Collection<SettingsSpec> all() {
        return byPlugin.values().stream().flatMap(List::stream).toList();
    }
}
