package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import io.hermesgateway.tools.skills.Skill;
import io.hermesgateway.tools.skills.SkillFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a piece of code. It is handed to its interpreter by the terminal, so guard, limits, journal and adoption after a
 * crash are the terminal's; of the gateway's own variables it sees only where it lives.
 */
final class CodeTool implements Tool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "code":{"type":"string","description":"The code."},\
            "language":{"type":"string","enum":["python","javascript","bash"],"description":"python unless given."},\
            "timeout":{"type":"integer","description":"Seconds until it is ended, 180 unless given, at most 3600."}},\
            "required":["code"]}""";
    private static final List<String> OURS = List.of("HERMES_HOME", "HERMES_PROFILE", "HERMES_CONFIG", "HERMES_ENV");
    private static final List<String> OWN_PREFIXES =
            List.of("HERMES_", "GATEWAY_", "API_SERVER_", "CONSOLE_", "QQ", "WEIXIN_", "FEISHU_", "TELEGRAM_");

    private final ObjectMapper json;
    private final Tool terminal;

    CodeTool(ObjectMapper json, Tool terminal) {
        this.json = json;
        this.terminal = terminal;
    }

    /** A skill may name what its commands need, but never the keys of the gateway itself. */
    static Set<String> environment(SkillFolder skills) {
        Set<String> names = new HashSet<>();
        try {
            skills.all().stream().map(Skill::environment).forEach(names::addAll);
        } catch (IOException | UncheckedIOException unreadable) {
            names.clear();
        }
        names.removeIf(name -> OWN_PREFIXES.stream().anyMatch(name::startsWith));
        names.addAll(OURS);
        return names;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "execute_code",
                "Runs code in a process of its own and returns its output. For work that is easier said in a program"
                        + " than in many single calls.",
                PARAMETERS);
    }

    @Override
    public Assessment assess(ToolCall call, ToolScope scope) {
        try {
            return terminal.assess(command(call), scope);
        } catch (Unusable unusable) {
            // Nothing will run: the call ends with words about its arguments.
            return new Assessment.Allowed();
        }
    }

    @Override
    public ToolResult run(ToolCall call, ToolRun run) {
        try {
            return terminal.run(command(call), run);
        } catch (Unusable unusable) {
            return ToolResult.failed(String.valueOf(unusable.getMessage()));
        }
    }

    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        try {
            return terminal.recover(command(call), run);
        } catch (Unusable unusable) {
            return ToolResult.failed(String.valueOf(unusable.getMessage()));
        }
    }

    /** The code as a here-document, which is also what a person reads before saying yes. */
    private ToolCall command(ToolCall call) throws Unusable {
        Arguments arguments = Arguments.read(json, call.arguments());
        String code = arguments.required("code");
        String interpreter =
                switch (arguments.text("language", "python")) {
                    case "python" -> "python3 -";
                    case "javascript" -> "node -";
                    case "bash" -> "bash -s";
                    default -> throw new Unusable("`language` must be python, javascript or bash.");
                };
        String end = "END_OF_CODE";
        while (code.lines().anyMatch(end::equals)) {
            end += "_";
        }
        String command = interpreter + " <<'" + end + "'\n" + code + (code.endsWith("\n") ? "" : "\n") + end + "\n";
        Map<String, Object> translated = Map.of(
                "command",
                command,
                "timeout",
                arguments.number("timeout", CommandRequest.DEFAULT_TIMEOUT, CommandRequest.LONGEST_TIMEOUT));
        try {
            return new ToolCall(call.id(), "terminal", json.writeValueAsString(translated));
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
