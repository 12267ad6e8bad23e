package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import io.hermesgateway.tools.skills.SkillFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The toolset {@code terminal}. */
public final class TerminalTools implements ToolFactory {
    static final Setting<List<String>> PASSED = Setting.of(
            "env_passthrough",
            Types.LIST,
            List.of(),
            "Environment variables that commands may see besides the ordinary ones.");

    private final Path home;

    /** The home of the person whose account the gateway runs under. */
    public TerminalTools(Path home) {
        this.home = home;
    }

    @Override
    public String toolset() {
        return "terminal";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of("terminal", PASSED);
    }

    @Override
    public List<Tool> open(PluginContext context) {
        ObjectMapper json = new ObjectMapper();
        List<String> passed = context.settings().get(PASSED);
        Machine machine = new Machine(context, json, home, passed, Set::of);
        SkillFolder skills = new SkillFolder(context.home());
        Machine forCode = new Machine(context, json, home, passed, () -> CodeTool.environment(skills));
        return List.of(
                new TerminalTool(context, json, machine),
                new ProcessTool(json, machine),
                new CodeTool(json, new TerminalTool(context, json, forCode)));
    }
}
