package io.hermesgateway.spi.service;

import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** Makes a long-running service of one of the gateway's own bundles. */
public interface ServiceFactory {
    String name();

    default List<SettingsSpec> settings() {
        return List.of();
    }

    /** Makes the service; it does nothing before {@link Service#start}. */
    Service open(ServiceContext context);
}
