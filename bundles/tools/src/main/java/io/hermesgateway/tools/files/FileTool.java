package io.hermesgateway.tools.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the tools of this package have in common: trouble with a file is an answer for the model. */
abstract class FileTool implements Tool {
    private final ObjectMapper json;
    private final Reach reach;

    FileTool(ObjectMapper json, Reach reach) {
        this.json = json;
        this.reach = reach;
    }

    /** Judges the call; called before anything happens. */
    abstract Assessment judge(Arguments arguments, ToolScope scope) throws Unusable;

    abstract ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException;

    final Reach reach() {
        return reach;
    }

    /** The file of the argument {@code path}. */
    final Path file(Arguments arguments, ToolScope scope) throws Unusable {
        String path = arguments.text("path", "");
        if (path.isBlank()) {
            throw new Unusable("`path` is missing.");
        }
        return reach.resolve(path, scope);
    }

    @Override
    public final Assessment assess(ToolCall call, ToolScope scope) {
        try {
            return judge(Arguments.read(json, call.arguments()), scope);
        } catch (Unusable unusable) {
            // Nothing will be touched: the call ends with words about its arguments.
            return new Assessment.Allowed();
        }
    }

    @Override
    public final ToolResult run(ToolCall call, ToolRun run) {
        try {
            return work(Arguments.read(json, call.arguments()), run);
        } catch (Unusable unusable) {
            return ToolResult.failed(String.valueOf(unusable.getMessage()));
        } catch (NoSuchFileException missing) {
            return ToolResult.failed("There is no file " + missing.getFile() + ".");
        } catch (AccessDeniedException denied) {
            return ToolResult.failed("The system does not allow it: " + denied.getFile());
        } catch (IOException trouble) {
            return ToolResult.failed("It could not be done: " + trouble.getMessage());
        }
    }
}
