package io.hermesgateway.mcp;

import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** Offers the tools of MCP servers to every agent. */
public final class McpPlugin implements Plugin {
    @Override
    public List<ServiceFactory> services() {
        return List.of(new ServiceFactory() {
            @Override
            public String name() {
                return "mcp";
            }

            @Override
            public List<SettingsSpec> settings() {
                return List.of(McpService.SPEC);
            }

            @Override
            public Service open(ServiceContext context) {
                return new McpService(context);
            }
        });
    }
}
