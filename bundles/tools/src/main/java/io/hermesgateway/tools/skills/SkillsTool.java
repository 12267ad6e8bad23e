package io.hermesgateway.tools.skills;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import io.hermesgateway.tools.call.SimpleTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lists skills and reads one. */
final class SkillsTool extends SimpleTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "action":{"type":"string","enum":["list","read"]},\
            "name":{"type":"string","description":"read: the skill."},\
            "file":{"type":"string","description":"read: another file of the skill's folder."}},\
            "required":["action"]}""";

    private final SkillFolder skills;

    SkillsTool(ObjectMapper json, SkillFolder skills) {
        super(json);
        this.skills = skills;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "skills",
                "Instructions for particular kinds of work. List them when a task might have one; read it before the"
                        + " work.",
                PARAMETERS);
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException {
        String action = arguments.text("action", "list");
        if (action.equals("list")) {
            return ToolResult.done(list(skills.all()));
        }
        if (!action.equals("read")) {
            throw new Unusable("`action` must be list or read.");
        }
        String name = arguments.required("name");
        String file = arguments.text("file", "");
        Optional<String> text = file.isEmpty() ? skills.find(name).map(Skill::text) : beside(name, file);
        return text.map(ToolResult::done)
                .orElseGet(() -> ToolResult.failed("There is no such skill or file; list the skills first."));
    }

    private Optional<String> beside(String name, String file) throws IOException, Unusable {
        try {
            Optional<Path> found = skills.file(name, file);
            return found.isPresent() ? Optional.of(Files.readString(found.get())) : Optional.empty();
        } catch (InvalidPathException broken) {
            throw new Unusable("`file` is not a path.");
        }
    }

    private static String list(List<Skill> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(skill -> text.append("- ")
                .append(skill.name())
                .append(": ")
                .append(skill.description())
                .append('\n'));
        return text.length() == 0 ? "There are no skills." : text.toString().strip();
    }

    /** Reading twice is harmless. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        return run(call, run);
    }
}
