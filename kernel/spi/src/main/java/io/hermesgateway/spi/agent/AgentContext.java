package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.settings.Settings;

/** What an agent is handed when it is opened. */
public interface AgentContext extends PluginContext {
    /** The settings of one of the declared sections, as they are now; look them up for each turn. */
    Settings settings(String section);
}
