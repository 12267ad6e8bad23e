package io.hermesgateway.spi.plugin;

import io.hermesgateway.spi.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What every opened extension is handed. What is not on the context cannot be reached. Valid from {@code open} until
 * the extension is closed; afterwards its methods throw {@link IllegalStateException} or do nothing.
 */
public interface PluginContext {
    /** The id of the plugin, for example {@code platform-qqbot}. */
    String pluginId();

    /** The settings of the component, already validated. */
    Settings settings();

    /** A private folder that survives restarts, created 0700. */
    Path folder();

    /** The home of the gateway. */
    Path home();

    /** The only source of time. */
    InstantSource clock();

    /** Threads and timers that belong to the plugin and end with it. */
    Tasks tasks();

    /** Random ids. */
    Ids ids();

    /** What other plugins contribute; look things up for each use and forget them. */
    Registry registry();
}
