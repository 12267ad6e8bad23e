package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.tools.call.Arguments;
import java.nio.file.Path;

/**
 * What an agent asks the terminal to do.
 *
 * @param guarded the text the guard judges and a person is shown: with the working directory where one was asked for
 */
record CommandRequest(String command, String guarded, long timeoutSeconds, boolean background, Path workdir) {
    static final long DEFAULT_TIMEOUT = 180;
    static final long LONGEST_TIMEOUT = 3_600;

    static CommandRequest read(ObjectMapper json, ToolCall call, ToolScope scope, Path home) throws Arguments.Unusable {
        Arguments arguments = Arguments.read(json, call.arguments());
        String command = arguments.text("command", "");
        if (command.isBlank()) {
            throw new Arguments.Unusable("`command` is missing: give the shell command to run.");
        }
        String workdir = arguments.text("workdir", "");
        return new CommandRequest(
                command,
                workdir.isBlank() ? command : "cd " + quoted(workdir) + " && " + command,
                arguments.number("timeout", DEFAULT_TIMEOUT, LONGEST_TIMEOUT),
                arguments.flag("background"),
                folder(workdir, scope, home));
    }

    private static Path folder(String workdir, ToolScope scope, Path home) throws Arguments.Unusable {
        try {
            if (workdir.equals("~") || workdir.startsWith("~/")) {
                return home.resolve(workdir.substring(Math.min(2, workdir.length())))
                        .normalize();
            }
            return workdir.isBlank()
                    ? scope.folder()
                    : scope.folder().resolve(workdir).normalize();
        } catch (java.nio.file.InvalidPathException broken) {
            throw new Arguments.Unusable("`workdir` is not a path.");
        }
    }

    private static String quoted(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return "~" + (path.length() > 1 ? "/" + quoted(path.substring(2)) : "");
        }
        return "'" + path.replace("'", "'\\''") + "'";
    }
}
