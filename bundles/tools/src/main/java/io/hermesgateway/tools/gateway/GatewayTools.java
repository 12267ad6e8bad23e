package io.hermesgateway.tools.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The toolset {@code gateway}. */
public final class GatewayTools implements ToolFactory {
    private final Supplier<Optional<GatewayControl>> control;

    /** The operator's calls, which only a service is handed; looked up for each use. */
    public GatewayTools(Supplier<Optional<GatewayControl>> control) {
        this.control = control;
    }

    @Override
    public String toolset() {
        return "gateway";
    }

    @Override
    public List<Tool> open(PluginContext context) {
        ObjectMapper json = new ObjectMapper();
        return List.of(new SendMessageTool(json, control), new ReloadTool(json, control));
    }
}
