package io.hermesgateway.tools.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import io.hermesgateway.tools.guard.ShellGuard;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Supplier;

/** The toolset {@code gateway}. */
public final class GatewayTools implements ToolFactory {
    private final Supplier<Optional<GatewayControl>> control;
    private final Locale language;

    /** The operator's calls, which only a service is handed; looked up for each use. */
    public GatewayTools(Supplier<Optional<GatewayControl>> control, Locale language) {
        this.control = control;
        this.language = language;
    }

    @Override
    public String toolset() {
        return "gateway";
    }

    @Override
    public List<Tool> open(PluginContext context) {
        ObjectMapper json = new ObjectMapper();
        ResourceBundle words = ShellGuard.words(language);
        return List.of(new SendMessageTool(json, control, words), new ReloadTool(json, control, words));
    }
}
