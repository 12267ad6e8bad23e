package io.hermesgateway.spi.tool;

import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** Offers a set of tools to every agent. */
public interface ToolFactory {
    /** The name of the toolset, for example {@code terminal}. */
    String toolset();

    /** The settings of the toolset. */
    default SettingsSpec settings() {
        return SettingsSpec.none();
    }

    /** Makes the tools; called again after the settings changed. */
    List<Tool> open(PluginContext context);
}
