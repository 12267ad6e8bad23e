package io.hermesgateway.acp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stands for something the agent does itself, so that its question has the way of every other: guard, grants, journal,
 * prompt, answer. The work is the agent's; to run this tool is to say yes.
 */
final class PermissionTool implements Tool {
    static final String NAME = "acp_permission";
    private static final int LONGEST_KEY = 200;

    private final ObjectMapper json;
    private final PluginContext context;

    PermissionTool(ObjectMapper json, PluginContext context) {
        this.json = json;
        this.context = context;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(NAME, "What an ACP agent asks leave for.", "{\"type\":\"object\"}");
    }

    @Override
    public boolean offered() {
        return false;
    }

    @Override
    public Assessment assess(ToolCall call, ToolScope scope) {
        JsonNode asked = read(call);
        String command = asked.path("command").asText("");
        String shown = asked.path("shown").asText("");
        List<Reason> reasons = List.of();
        if (!command.isEmpty()) {
            Optional<CommandGuard> guard = context.registry().any(CommandGuard.class);
            if (guard.isEmpty()) {
                return new Assessment.Forbidden("The command guard is not running, so no command is run.");
            }
            Assessment judged = guard.get().judge(command, scope.language());
            if (judged instanceof Assessment.Forbidden) {
                return judged;
            }
            reasons = judged instanceof Assessment.Ask ask ? ask.reasons() : reasons;
        }
        return new Assessment.Ask(shown, reasons.isEmpty() ? List.of(plain(asked, shown)) : reasons, choices(asked));
    }

    /** Where the guard sees no danger the agent still wants to be told: a grant then covers exactly this. */
    private static Reason plain(JsonNode asked, String shown) {
        String key = "acp " + asked.path("kind").asText("other") + ": " + shown;
        String words = Trouble.sentence("asks", asked.path("sample").asText(""));
        return new Reason(
                key.substring(0, Math.min(LONGEST_KEY, key.length())), List.of(), words, key.length() <= LONGEST_KEY);
    }

    private static List<Choice> choices(JsonNode asked) {
        Set<String> kinds = Set.of(asked.path("options").asText("").split(","));
        Set<Choice> choices = EnumSet.of(Choice.DENY);
        if (kinds.contains("allow_once")) {
            choices.addAll(List.of(Choice.ONCE, Choice.SESSION));
        }
        if (kinds.contains("allow_always")) {
            choices.add(Choice.ALWAYS);
        }
        return new ArrayList<>(choices);
    }

    private JsonNode read(ToolCall call) {
        try {
            return json.readTree(call.arguments());
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public ToolResult run(ToolCall call, ToolRun run) {
        return ToolResult.done("allowed");
    }

    /** Saying yes has no effect of its own; what the agent then did, it knows itself. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        return run(call, run);
    }
}
