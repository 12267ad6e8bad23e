package io.hermesgateway.tools.skills;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;

/** The toolset {@code skills}. */
public final class SkillTools implements ToolFactory {
    @Override
    public String toolset() {
        return "skills";
    }

    @Override
    public List<Tool> open(PluginContext context) {
        return List.of(new SkillsTool(new ObjectMapper(), new SkillFolder(context.home())));
    }
}
