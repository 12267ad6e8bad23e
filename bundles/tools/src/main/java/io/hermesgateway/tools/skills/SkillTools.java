package io.hermesgateway.tools.skills;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The toolset {@code skills}. */
public final class SkillTools implements ToolFactory {
    @Override
    public String toolset() {
        return "skills";
    }

    /** Whoever shows the gateway to people finds the skills under {@code skills.list}. */
    @Override
    public List<Tool> open(PluginContext context) {
        SkillFolder folder = new SkillFolder(context.home());
        context.registry().publish(ControlVerb.class, "skills.list", (who, arguments, shown) -> listed(folder));
        return List.of(new SkillsTool(new ObjectMapper(), folder));
    }

    private static List<Map<String, String>> listed(SkillFolder folder) {
        try {
            return folder.all().stream()
                    .map(skill -> Map.of(
                            "name", skill.name(),
                            "description", skill.description(),
                            "category", skill.category()))
                    .toList();
        } catch (IOException unreadable) {
            throw new GatewayException(KernelError.INTERNAL, "The skills cannot be read now.", unreadable);
        }
    }
}
