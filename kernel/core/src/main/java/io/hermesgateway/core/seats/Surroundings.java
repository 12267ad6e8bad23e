package io.hermesgateway.core.seats;

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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What contexts of extensions are made of.
 *
 * @param settings the current settings of a section
 */
public record Surroundings(
        Path home, InstantSource clock, Ids ids, Limits limits, Function<SettingsSpec, Settings> settings) {

    /** The context of one extension; its tasks are the caller's to close. */
    PluginContext contextOf(LivePlugin plugin, PluginTasks tasks, Supplier<Settings> own) {
        return new BaseContext(this, plugin, tasks, own);
    }

    /** The part of a context that is the same for all kinds of extensions. */
    static class BaseContext implements PluginContext {
        private final Surroundings around;
        private final String pluginId;
        private final Registry registry;
        private final PluginTasks tasks;
        private final Supplier<Settings> settings;

        BaseContext(Surroundings around, LivePlugin plugin, PluginTasks tasks, Supplier<Settings> settings) {
            this.around = around;
            this.pluginId = plugin.id();
            this.registry = plugin.registry();
            this.tasks = tasks;
            this.settings = settings;
        }

        @Override
        public String pluginId() {
            return pluginId;
        }

        @Override
        public Settings settings() {
            return settings.get();
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
