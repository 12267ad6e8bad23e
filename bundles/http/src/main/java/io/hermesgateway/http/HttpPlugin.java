package io.hermesgateway.http;

import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** The front door of the bundle. */
public final class HttpPlugin implements Plugin, ServiceFactory {
    @Override
    public List<ServiceFactory> services() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public List<SettingsSpec> settings() {
        return List.of(HttpSettings.SPEC, HttpService.CONSOLE);
    }

    @Override
    public Service open(ServiceContext context) {
        return new HttpService(context);
    }
}
