package io.hermesgateway.tools.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;

/** The toolset {@code memory}. */
public final class MemoryTools implements ToolFactory {
    @Override
    public String toolset() {
        return "memory";
    }

    @Override
    public List<Tool> open(PluginContext context) {
        ObjectMapper json = new ObjectMapper();
        return List.of(
                new MemoryTool(json, new Notes(context.home())),
                new TodoTool(json, context.folder().resolve("todo")));
    }
}
