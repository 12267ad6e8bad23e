package io.hermesgateway.tools.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;

/** The toolset {@code web}. */
public final class WebTools implements ToolFactory {
    @Override
    public String toolset() {
        return "web";
    }

    @Override
    public List<Tool> open(PluginContext context) {
        Fetcher fetcher = new Fetcher(Addresses::isPublic, context.tasks());
        return List.of(new WebFetchTool(new ObjectMapper(), fetcher));
    }
}
