package io.hermesgateway.tools.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.Enclosures;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import java.nio.file.Path;
import java.util.List;

/** The toolset {@code file}. */
public final class FileTools implements ToolFactory {
    private final Path home;

    /** The home of the person whose account the gateway runs under. */
    public FileTools(Path home) {
        this.home = home;
    }

    @Override
    public String toolset() {
        return "file";
    }

    @Override
    public List<Tool> open(PluginContext context) {
        ObjectMapper json = new ObjectMapper();
        context.registry().publish(Enclosures.class, "files", new Enclosed(context.home()));
        Reach reach = new Reach(context.home(), home, () -> context.registry().any(CommandGuard.class));
        return List.of(
                new ReadFileTool(json, reach),
                new WriteFileTool(json, reach),
                new PatchTool(json, reach),
                new SearchFilesTool(json, reach, context.clock()));
    }
}
