package io.hermesgateway.tools;

import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.tool.ToolFactory;
import io.hermesgateway.tools.files.FileTools;
import io.hermesgateway.tools.terminal.TerminalTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The terminal, background processes, and the command guard. */
public final class ToolsPlugin implements Plugin {
    @Override
    public List<ToolFactory> tools() {
        return List.of(new TerminalTools(home()), new FileTools(home()));
    }

    @Override
    public List<ServiceFactory> services() {
        return List.of(new GuardService.Factory(home(), Locale.getDefault()));
    }

    /** The home that a command will see, which need not be the one in the user database. */
    private static Path home() {
        String seen = new ProcessBuilder().environment().get("HOME");
        return Path.of(seen == null || seen.isBlank() ? System.getProperty("user.home") : seen);
    }
}
