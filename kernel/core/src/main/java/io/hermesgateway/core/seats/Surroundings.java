package io.hermesgateway.core.seats;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.core.host.Limits;
import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.host.PluginTasks;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What contexts of extensions are made of.
 *
 * @param configuration the one that counts now
 */
public record Surroundings(
        Path home, InstantSource clock, Ids ids, Limits limits, Supplier<Configuration> configuration) {

    /** The context of one extension; its tasks are the caller's to close. */
    PluginContext contextOf(LivePlugin plugin, PluginTasks tasks, SettingsSpec own) {
        return new BaseContext(this, plugin, tasks, List.of(own));
    }

    /** One section, put together anew only when the configuration has changed: some are asked for with every request. */
    private static final class Section {
        private final Supplier<Configuration> configuration;
        private final SettingsSpec spec;
        private volatile @Nullable Read last;

        private record Read(Configuration from, Settings settings) {}

        Section(Supplier<Configuration> configuration, SettingsSpec spec) {
            this.configuration = configuration;
            this.spec = spec;
        }

        Settings now() {
            Configuration current = configuration.get();
            Read known = last;
            if (known == null || known.from() != current) {
                known = new Read(current, current.settings(spec));
                last = known;
            }
            return known.settings();
        }
    }

    /** The part of a context that is the same for all kinds of extensions. */
    static class BaseContext implements PluginContext {
        private final Surroundings around;
        private final String pluginId;
        private final Registry registry;
        private final PluginTasks tasks;
        private final List<SettingsSpec> declared;
        private final Section own;
        private final Map<String, Section> others = new ConcurrentHashMap<>();

        /** The first section that is declared is the extension's own. */
        BaseContext(Surroundings around, LivePlugin plugin, PluginTasks tasks, List<SettingsSpec> declared) {
            this.around = around;
            this.pluginId = plugin.id();
            this.registry = plugin.registry();
            this.tasks = tasks;
            this.declared = declared;
            this.own = new Section(
                    around.configuration(), declared.stream().findFirst().orElse(SettingsSpec.none()));
        }

        @Override
        public String pluginId() {
            return pluginId;
        }

        @Override
        public Settings settings() {
            return own.now();
        }

        public Settings settings(String section) {
            return others.computeIfAbsent(
                            section, name -> new Section(around.configuration(), Seats.section(declared, name)))
                    .now();
        }

        @Override
        public Path folder() {
            Path folder = around.home().resolve("plugin-data").resolve(pluginId);
            try {
                return Files.isDirectory(folder)
                        ? folder
                        : Files.createDirectories(
                                folder,
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (IOException refused) {
                throw new GatewayException(
                        KernelError.INTERNAL, "The folder " + folder + " cannot be made: " + refused, refused);
            }
        }

        @Override
        public Path home() {
            return around.home();
        }

        @Override
        public InstantSource clock() {
            return around.clock();
        }

        @Override
        public Tasks tasks() {
            return tasks;
        }

        @Override
        public Ids ids() {
            return around.ids();
        }

        @Override
        public Registry registry() {
            return registry;
        }
    }
}
