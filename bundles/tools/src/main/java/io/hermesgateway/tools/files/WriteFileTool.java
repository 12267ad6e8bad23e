package io.hermesgateway.tools.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes a whole file. */
final class WriteFileTool extends FileTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "path":{"type":"string","description":"The file; relative to the session's own folder."},\
            "content":{"type":"string","description":"The whole new text."}},\
            "required":["path","content"]}""";

    WriteFileTool(ObjectMapper json, Reach reach) {
        super(json, reach);
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "write_file",
                "Writes a text file as a whole, with the folders it needs. To change a part of a file use patch.",
                PARAMETERS);
    }

    @Override
    protected Assessment judge(Arguments arguments, ToolScope scope) throws Unusable {
        Path file = file(arguments, scope);
        return reach().toWrite(List.of(file), "write " + file + "\n\n" + content(arguments), scope.language());
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException {
        Path file = file(arguments, run.scope());
        String content = content(arguments);
        TextFile.write(file, content);
        return ToolResult.done("Wrote " + content.getBytes(StandardCharsets.UTF_8).length + " bytes to " + file + ".");
    }

    /** The same text written once more is the same file. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        return run(call, run);
    }

    private static String content(Arguments arguments) throws Unusable {
        return arguments.required("content");
    }
}
