package io.hermesgateway.tools.call;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.tools.call.Arguments.Unusable;
import java.io.IOException;

/** A tool whose trouble with arguments and files is an answer for the model. */
public abstract class SimpleTool implements Tool {
    private final ObjectMapper json;

    protected SimpleTool(ObjectMapper json) {
        this.json = json;
    }

    protected abstract ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException;

    /** Whether it may be done; harmless unless a tool says otherwise. */
    protected Assessment judge(Arguments arguments, ToolScope scope) throws Unusable {
        return new Assessment.Allowed();
    }

    @Override
    public final Assessment assess(ToolCall call, ToolScope scope) {
        try {
            return judge(Arguments.read(json, call.arguments()), scope);
        } catch (Unusable unusable) {
            // Nothing will be done: the call ends with words about its arguments.
            return new Assessment.Allowed();
        }
    }

    @Override
    public final ToolResult run(ToolCall call, ToolRun run) {
        try {
            return work(Arguments.read(json, call.arguments()), run);
        } catch (Unusable unusable) {
            return ToolResult.failed(String.valueOf(unusable.getMessage()));
        } catch (IOException trouble) {
            return ToolResult.failed(words(trouble));
        }
    }

    /** What the model is told about trouble with a file or a line. */
    protected String words(IOException trouble) {
        return "It could not be done: " + trouble.getMessage();
    }
}
