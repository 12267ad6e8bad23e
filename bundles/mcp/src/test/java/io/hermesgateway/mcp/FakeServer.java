package io.hermesgateway.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server on the official library, run as a process of its own. */
public final class FakeServer {
    private static final Map<String, Object> ANYTHING = Map.of("type", "object");

    private FakeServer() {}

    /** Serves until its input ends. */
    public static void main(String[] args) {
        McpSyncServer server = McpServer.sync(
                        new StdioServerTransportProvider(new JacksonMcpJsonMapper(new ObjectMapper())))
                .serverInfo("fake", "1")
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("{}"))
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .toolCall(
                        tool("echo", null),
                        (client, call) -> text(String.valueOf(call.arguments().get("text"))))
                .toolCall(tool("fail", null), (client, call) -> McpSchema.CallToolResult.builder()
                        .addTextContent("it went wrong")
                        .isError(true)
                        .build())
                .toolCall(
                        tool(
                                "delete",
                                McpSchema.ToolAnnotations.builder()
                                        .destructiveHint(true)
                                        .build()),
                        (client, call) -> text("deleted"))
                .toolCall(
                        tool("env", null),
                        (client, call) -> text(String.valueOf(
                                System.getenv(String.valueOf(call.arguments().get("name"))))))
                .toolCall(tool("die", null), (client, call) -> {
                    Runtime.getRuntime().halt(3);
                    return text("");
                })
                .build();
        if (args.length > 0) {
            server.addTool(
                    new McpServerFeatures.SyncToolSpecification(tool(args[0], null), (client, call) -> text("later")));
        }
    }

    private static McpSchema.Tool tool(String name, McpSchema.@Nullable ToolAnnotations hints) {
        return McpSchema.Tool.builder(name, ANYTHING)
                .description("does " + name)
                .annotations(hints)
                .build();
    }

    private static McpSchema.CallToolResult text(String words) {
        return McpSchema.CallToolResult.builder().addTextContent(words).build();
    }
}
