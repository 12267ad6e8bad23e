package io.hermesgateway.api;

import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** The front door of the bundle. */
public final class ApiPlugin implements Plugin, ServiceFactory {
    @Override
    public List<ServiceFactory> services() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "api-server";
    }

    @Override
    public List<SettingsSpec> settings() {
        return List.of(ApiSettings.SPEC);
    }

    @Override
    public Service open(ServiceContext context) {
        return new ApiService(context);
    }
}
