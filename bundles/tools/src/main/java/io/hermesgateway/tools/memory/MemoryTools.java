package io.hermesgateway.tools.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.PromptPart;
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
        Notes notes = new Notes(context.home());
        context.registry().publish(PromptPart.class, "memory", new Remembered(notes));
        return List.of(
                new MemoryTool(json, notes), new TodoTool(json, context.folder().resolve("todo")));
    }
}
