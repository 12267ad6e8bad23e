package io.hermesgateway.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** One tool of a server, as an agent sees it: {@code mcp_SERVER_TOOL}. */
final class ServerTool implements Tool {
    private static final int LONGEST_NAME = 64;
    private static final int MOST_TEXT = 100_000;

    private final ObjectMapper json;
    private final ServerSettings server;
    private final McpSchema.Tool tool;
    private final McpSyncClient client;
    private final ToolSpec spec;

    ServerTool(ObjectMapper json, ServerSettings server, McpSchema.Tool tool, McpSyncClient client) {
        this.json = json;
        this.server = server;
        this.tool = tool;
        this.client = client;
        this.spec = new ToolSpec(
                name(server.name(), tool.name()),
                "[" + server.name() + "] " + (tool.description() == null ? tool.name() : tool.description()),
                write(tool.inputSchema() == null ? Map.of("type", "object") : tool.inputSchema()));
    }

    /** Models take only plain names, and not long ones. */
    static String name(String server, String tool) {
        String name = ("mcp_" + server + "_" + tool).replaceAll("[^A-Za-z0-9_-]", "_");
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Assessment assess(ToolCall call, ToolScope scope) {
        McpSchema.ToolAnnotations hints = tool.annotations();
        boolean destructive = hints != null && Boolean.TRUE.equals(hints.destructiveHint());
        boolean ask =
                switch (server.approve()) {
                    case "always" -> true;
                    case "never" -> false;
                    default -> destructive;
                };
        return ask
                ? new Assessment.Ask(
                        spec.name() + " " + call.arguments(),
                        List.of(Reason.of("mcp " + spec.name(), "calls a tool of the server " + server.name())))
                : new Assessment.Allowed();
    }

    @Override
    public ToolResult run(ToolCall call, ToolRun run) {
        Thread worker = Thread.currentThread();
        run.onCancel(worker::interrupt);
        try {
            Map<String, Object> arguments =
                    json.readValue(call.arguments().isBlank() ? "{}" : call.arguments(), new TypeReference<>() {});
            return told(client.callTool(McpSchema.CallToolRequest.builder(tool.name())
                    .arguments(arguments)
                    .build()));
        } catch (JsonProcessingException broken) {
            return ToolResult.failed("The arguments are not a JSON object: " + broken.getOriginalMessage());
        } catch (RuntimeException failed) {
            return run.cancelled()
                    ? new ToolResult(ToolResult.Outcome.CANCELLED, "[stopped]")
                    : ToolResult.failed("The server " + server.name() + " did not do it: " + failed.getMessage());
        }
    }

    private ToolResult told(McpSchema.CallToolResult result) {
        StringJoiner text = new StringJoiner("\n");
        for (McpSchema.Content part : result.content()) {
            text.add(part instanceof McpSchema.TextContent words ? words.text() : "[" + part.type() + "]");
        }
        if (result.content().isEmpty() && result.structuredContent() != null) {
            text.add(write(result.structuredContent()));
        }
        String all = text.toString();
        String shown = all.length() <= MOST_TEXT ? all : all.substring(0, MOST_TEXT) + "\n[… the rest is left out]";
        return Boolean.TRUE.equals(result.isError()) ? ToolResult.failed(shown) : ToolResult.done(shown);
    }
}
