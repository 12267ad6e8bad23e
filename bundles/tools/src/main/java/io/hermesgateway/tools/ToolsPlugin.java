package io.hermesgateway.tools;

import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.tool.ToolFactory;
import io.hermesgateway.tools.files.FileTools;
import io.hermesgateway.tools.gateway.GatewayTools;
import io.hermesgateway.tools.memory.MemoryTools;
import io.hermesgateway.tools.skills.SkillTools;
import io.hermesgateway.tools.terminal.TerminalTools;
import io.hermesgateway.tools.web.WebTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What every agent may use: the terminal, files, notes, skills, pages, and the guard in front of them. */
public final class ToolsPlugin implements Plugin {
    /** Handed to a service only; the tools that need it find it here while the service runs. */
    private final AtomicReference<Optional<GatewayControl>> control = new AtomicReference<>(Optional.empty());

    @Override
    public List<ToolFactory> tools() {
        return List.of(
                new TerminalTools(home()),
                new FileTools(home()),
                new MemoryTools(),
                new SkillTools(),
                new WebTools(),
                new GatewayTools(control::get));
    }

    @Override
    public List<ServiceFactory> services() {
        return List.of(new GuardService.Factory(home(), control::set));
    }

    /** The home that a command will see, which need not be the one in the user database. */
    private static Path home() {
        String seen = new ProcessBuilder().environment().get("HOME");
        return Path.of(seen == null || seen.isBlank() ? System.getProperty("user.home") : seen);
    }
}
