package io.hermesgateway.cli;

import io.hermesgateway.spi.agent.AgentFactory;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.store.StoreFactory;
import io.hermesgateway.spi.tool.ToolFactory;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * What the installed plugins declare. Their libraries lie on our class path as they do on the gateway's, so each jar can
 * be asked here; one that cannot be read declares nothing.
 */
final class PluginSpecs {
    private PluginSpecs() {}

    static List<SettingsSpec> of(Shell shell) {
        List<SettingsSpec> specs = new ArrayList<>();
        Path distribution = shell.distribution();
        List<Path> folders = distribution == null
                ? List.of(shell.home().resolve("plugins"))
                : List.of(distribution.resolve("bundles"), shell.home().resolve("plugins"));
        for (Path folder : folders) {
            for (Path jar : jars(folder)) {
                specs.addAll(declared(jar));
            }
        }
        return specs;
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static List<SettingsSpec> declared(Path jar) {
        List<SettingsSpec> specs = new ArrayList<>();
        try {
            // Left open: a rule among the declarations is asked later, and this program ends soon.
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {jar.toUri().toURL()}, PluginSpecs.class.getClassLoader());
            for (Plugin plugin : ServiceLoader.load(Plugin.class, loader)) {
                if (plugin.getClass().getClassLoader() == loader) {
                    plugin.platforms().stream().map(PlatformFactory::settings).forEach(specs::add);
                    plugin.agents().stream().map(AgentFactory::settings).forEach(specs::addAll);
                    plugin.stores().stream().map(StoreFactory::settings).forEach(specs::add);
                    plugin.tools().stream().map(ToolFactory::settings).forEach(specs::add);
                    plugin.services().stream().map(ServiceFactory::settings).forEach(specs::addAll);
                }
            }
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        } catch (RuntimeException | LinkageError | java.util.ServiceConfigurationError unreadable) {
            return List.of();
        }
        return specs;
    }
}
