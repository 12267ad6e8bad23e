package io.hermesgateway.spi.service;

import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.settings.Settings;

/** What a service is handed. */
public interface ServiceContext extends PluginContext {
    /** The settings of one of the declared sections, as they are now. */
    Settings settings(String section);

    GatewayControl control();

    Turns turns();

    Ports ports();

    /** Shows trouble or its end in the plugin's row; an empty text means all is well. */
    void report(String trouble);
}
