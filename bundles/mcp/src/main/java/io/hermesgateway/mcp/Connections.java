package io.hermesgateway.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ChildEnvironment;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes clients. A child process sees ordinary variables and what its entry names, nothing else of the gateway's. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration HELLO = Duration.ofSeconds(60);

    private final JacksonMcpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());

    /**
     * A client that has said hello.
     *
     * @param process the child process behind it, if there is one
     */
    record Connection(McpSyncClient client, Optional<StdioClientTransport> process) {
        /** Ends the connection and the process, and waits for both. */
        void close() {
            client.closeGracefully();
        }
    }

    Connection open(ServerSettings server, Consumer<List<McpSchema.Tool>> changed) {
        McpClientTransport transport = transport(server);
        McpSyncClient client = McpClient.sync(transport)
                .clientInfo(
                        McpSchema.Implementation.builder("hermes-gateway", "1").build())
                .requestTimeout(server.timeout())
                .initializationTimeout(HELLO)
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("{}"))
                .toolsChangeConsumer(changed)
                .build();
        try {
            client.initialize();
            return new Connection(
                    client,
                    transport instanceof StdioClientTransport process ? Optional.of(process) : Optional.empty());
        } catch (RuntimeException failed) {
            client.closeGracefully();
            throw failed;
        }
    }

    private McpClientTransport transport(ServerSettings server) {
        if (server.command().isEmpty()) {
            HttpRequest.Builder request = HttpRequest.newBuilder();
            server.headers().forEach(request::header);
            URI at = URI.create(server.url());
            String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/mcp" : at.getRawPath();
            String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
            return HttpClientStreamableHttpTransport.builder(at.getScheme() + "://" + at.getRawAuthority())
                    .endpoint(path + query)
                    .jsonMapper(json)
                    .requestBuilder(request)
                    .build();
        }
        if (!runs(server.command())) {
            throw new IllegalStateException("there is no program " + server.command());
        }
        ServerParameters parameters = ServerParameters.builder(server.command())
                .args(server.args())
                .env(server.environment())
                .build();
        StdioClientTransport transport = new Limited(parameters, json, server.passed());
        transport.setStdErrorHandler(line -> LOG.debug("{}: {}", server.name(), line));
        return transport;
    }

    /** Looked at before the library does, which would wait a minute for the answer of a program that is not there. */
    private static boolean runs(String command) {
        if (command.indexOf('/') >= 0) {
            return Files.isExecutable(Path.of(command));
        }
        String folders = new ProcessBuilder().environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Stream.of(folders.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    /** The library's child process inherits everything; ours does not. */
    private static final class Limited extends StdioClientTransport {
        private final Set<String> passed;

        Limited(ServerParameters parameters, JacksonMcpJsonMapper json, Set<String> passed) {
            super(parameters, json);
            this.passed = passed;
        }

        @Override
        protected ProcessBuilder getProcessBuilder() {
            ProcessBuilder builder = new ProcessBuilder();
            new ChildEnvironment(List.copyOf(passed)).limit(builder.environment());
            return builder;
        }
    }
}
