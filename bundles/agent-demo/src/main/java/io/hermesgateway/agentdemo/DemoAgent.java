package io.hermesgateway.agentdemo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Echoes; {@code run: COMMAND} calls the terminal tool, one call per line; {@code help} says so. It remembers nothing
 * between runs: the ids of its calls follow from the text, and the kernel knows what became of each.
 */
final class DemoAgent implements Agent {
    private static final String RUN = "run:";
    private static final int PIECE = 24;

    @Override
    public TurnOutcome run(Turn turn, TurnContext context) {
        String text = turn.text().strip();
        if (text.equalsIgnoreCase("help") || text.equals("帮助") || text.isEmpty()) {
            return say(turn, context, words(text).getString("help"));
        }
        List<String> commands = commands(text);
        return commands.isEmpty() ? say(turn, context, turn.text()) : runAll(turn, context, commands);
    }

    private static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        for (String line : text.split("\\R")) {
            String stripped = line.strip();
            if (stripped.toLowerCase(Locale.ROOT).startsWith(RUN)) {
                commands.add(stripped.substring(RUN.length()).strip());
            }
        }
        return commands;
    }

    private static TurnOutcome runAll(Turn turn, TurnContext context, List<String> commands) {
        List<String> waiting = new ArrayList<>();
        List<ToolResult> results = new ArrayList<>();
        for (int i = 0; i < commands.size() && !context.cancelled(); i++) {
            ToolCall call = new ToolCall("run-" + i, "terminal", arguments(commands.get(i)));
            ToolOutcome outcome = context.tools().call(call);
            if (outcome instanceof ToolOutcome.Waiting asked) {
                waiting.add(asked.approvalId());
            } else if (outcome instanceof ToolOutcome.Ended ended) {
                results.add(ended.result());
            }
        }
        if (context.cancelled()) {
            return new TurnOutcome.Cancelled();
        }
        if (!waiting.isEmpty()) {
            return new TurnOutcome.Waiting(waiting);
        }
        return say(
                turn,
                context,
                String.join("\n\n", results.stream().map(ToolResult::text).toList()));
    }

    private static String arguments(String command) {
        return new ObjectMapper()
                .createObjectNode()
                .set("command", JsonNodeFactory.instance.textNode(command))
                .toString();
    }

    private static TurnOutcome say(Turn turn, TurnContext context, String text) {
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + PIECE);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to++;
            }
            context.emit(new TurnEvent.TextDelta(turn.id(), text.substring(from, to)));
            from = to;
        }
        return TurnOutcome.Answered.text(text);
    }

    private static ResourceBundle words(String sample) {
        boolean chinese =
                sample.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        return ResourceBundle.getBundle(
                "io.hermesgateway.agentdemo.words",
                chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH,
                DemoAgent.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
