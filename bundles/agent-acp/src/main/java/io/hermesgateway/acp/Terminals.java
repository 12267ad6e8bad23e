package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.Tools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code terminal/*}: the agent's terminals are background processes of the gateway's own terminal tool, so they stand
 * behind the same guard, end with the turn that is stopped and survive a crash of the gateway.
 */
final class Terminals {
    private static final Pattern STARTED = Pattern.compile("as process (\\S+?)[.;]");
    private static final Pattern ENDED = Pattern.compile("^\\S+  exited with status (\\d+)");

    private final ObjectMapper json;
    private final Ids ids;
    /** Who waits for the end of which process. */
    private final Map<String, List<JsonNode>> waiting = new HashMap<>();

    Terminals(ObjectMapper json, Ids ids) {
        this.json = json;
        this.ids = ids;
    }

    /** The command of {@code terminal/create} as arguments of the terminal tool. */
    String arguments(JsonNode params) {
        StringBuilder line = new StringBuilder();
        params.path("env").forEach(one -> line.append(one.path("name").asText().replaceAll("[^A-Za-z0-9_]", "_"))
                .append('=')
                .append(Wish.quoted(one.path("value").asText()))
                .append(' '));
        JsonNode words = params.path("args");
        // Without arguments the command is a whole line, as agents that use a shell send it.
        line.append(
                words.isEmpty()
                        ? params.path("command").asText()
                        : Wish.quoted(params.path("command").asText()));
        words.forEach(word -> line.append(' ').append(Wish.quoted(word.asText())));
        ObjectNode arguments =
                json.createObjectNode().put("command", line.toString()).put("background", true);
        String folder = params.path("cwd").asText("");
        if (!folder.isEmpty()) {
            arguments.put("workdir", folder);
        }
        return arguments.toString();
    }

    /** The answer to {@code terminal/create}. */
    JsonNode created(ToolResult result) {
        Matcher id = STARTED.matcher(result.text());
        return json.createObjectNode().put("terminalId", id.find() ? id.group(1) : result.text());
    }

    boolean anybodyWaits() {
        return !waiting.isEmpty();
    }

    void waitFor(JsonNode id, JsonNode params) {
        waiting.computeIfAbsent(params.path("terminalId").asText(), key -> new ArrayList<>())
                .add(id);
    }

    JsonNode output(JsonNode params, Tools tools) {
        String text = look("log", params.path("terminalId").asText(), tools);
        int end = text.indexOf('\n');
        ObjectNode answer = json.createObjectNode()
                .put("output", end < 0 ? "" : text.substring(end + 1))
                .put("truncated", text.contains("[… the middle is left out;"));
        Matcher ended = ENDED.matcher(text);
        if (ended.find()) {
            answer.putObject("exitStatus").put("exitCode", Integer.parseInt(ended.group(1)));
        } else if (ended(text)) {
            answer.putObject("exitStatus").put("signal", "KILL");
        }
        return answer;
    }

    void kill(JsonNode params, Tools tools) {
        look("kill", params.path("terminalId").asText(), tools);
    }

    /** Tells those who wait for a process that has ended. */
    void tell(Rpc rpc, Tools tools) {
        for (String process : List.copyOf(waiting.keySet())) {
            String text = look("poll", process, tools);
            Matcher status = ENDED.matcher(text);
            boolean exited = status.find();
            if (exited || ended(text)) {
                ObjectNode answer = json.createObjectNode();
                if (exited) {
                    answer.put("exitCode", Integer.parseInt(status.group(1)));
                } else {
                    answer.put("signal", "KILL");
                }
                waiting.getOrDefault(process, List.of()).forEach(id -> rpc.reply(id, answer));
                waiting.remove(process);
            }
        }
    }

    private static boolean ended(String text) {
        return !text.contains("  running  ");
    }

    private String look(String action, String process, Tools tools) {
        String arguments =
                json.createObjectNode().put("action", action).put("id", process).toString();
        ToolCall call = new ToolCall("acp-look-" + ids.next(), "process", arguments);
        return tools.call(call) instanceof Tools.ToolOutcome.Ended ended
                ? ended.result().text()
                : "";
    }

    void cancel(Rpc rpc) {
        waiting.values().forEach(ids -> ids.forEach(id -> rpc.refuse(id, Rpc.INTERNAL, "cancelled")));
        waiting.clear();
    }
}
