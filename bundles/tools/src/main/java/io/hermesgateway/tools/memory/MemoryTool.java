package io.hermesgateway.tools.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import io.hermesgateway.tools.call.SimpleTool;
import java.io.IOException;
import java.util.List;

/** Notes that last beyond the session. */
final class MemoryTool extends SimpleTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "action":{"type":"string","enum":["read","add","replace","remove"]},\
            "target":{"type":"string","enum":["memory","user"],\
            "description":"memory: the work and its surroundings; user: the person."},\
            "content":{"type":"string","description":"add, replace: the entry."},\
            "old_text":{"type":"string","description":"replace, remove: words of the entry that is meant."}},\
            "required":["action"]}""";

    private final Notes notes;

    MemoryTool(ObjectMapper json, Notes notes) {
        super(json);
        this.notes = notes;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "memory",
                "Keeps short notes that last beyond this session: what is worth knowing next time about the work"
                        + " (memory) and about the person (user). Not for what only matters now.",
                PARAMETERS);
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException {
        String who = run.scope().memoryKey();
        Notes.Kind kind = Notes.Kind.of(arguments.text("target", "memory"));
        switch (arguments.text("action", "read")) {
            case "read" -> {}
            case "add" -> notes.add(who, kind, entry(arguments, "content"));
            case "replace" -> notes.replace(who, kind, entry(arguments, "old_text"), entry(arguments, "content"));
            case "remove" -> notes.replace(who, kind, entry(arguments, "old_text"), "");
            default -> throw new Unusable("`action` must be one of read, add, replace, remove.");
        }
        return ToolResult.done(shown(notes.common(kind), notes.entries(who, kind)));
    }

    private static String entry(Arguments arguments, String name) throws Unusable {
        String text = arguments.required(name).strip();
        if (text.isEmpty() || text.contains("§")) {
            throw new Unusable("`" + name + "` is empty or holds the sign § that stands between entries.");
        }
        return text;
    }

    private static String shown(List<String> common, List<String> own) {
        StringBuilder text = new StringBuilder();
        common.forEach(entry -> text.append("- (for everybody) ").append(entry).append('\n'));
        own.forEach(entry -> text.append("- ").append(entry).append('\n'));
        return text.length() == 0 ? "Nothing is noted." : text.toString().strip();
    }

    /** What stands there now tells whether it was done. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        ToolResult now = run(new ToolCall(call.id(), call.tool(), reading(call)), run);
        return ToolResult.unknown("The gateway stopped during this. What is noted now:\n" + now.text());
    }

    private static String reading(ToolCall call) {
        return call.arguments().contains("\"user\"") ? "{\"target\":\"user\"}" : "{}";
    }
}
