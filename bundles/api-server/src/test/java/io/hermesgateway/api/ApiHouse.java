package io.hermesgateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.testkit.FakeServiceContext;
import io.hermesgateway.testkit.FakeTurns;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The API on a socket of its own, over turns that the test plays. */
final class ApiHouse implements AutoCloseable {
    static final String KEY = "a-key-that-is-long-enough";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final FakeServiceContext context;
    private final Map<String, Object> settings = new HashMap<>(Map.of("key", KEY));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ApiService service;

    ApiHouse(Path home) {
        this(home, Map.of());
    }

    ApiHouse(Path home, Map<String, Object> more) {
        this(home, more, before -> {});
    }

    /** @param before sets what the kernel knows already */
    ApiHouse(Path home, Map<String, Object> more, Consumer<FakeServiceContext> before) {
        settings.putAll(more);
        Ports none = (address, taker) -> {
            throw new UnsupportedOperationException("the test listens itself");
        };
        context = new FakeServiceContext("api-server", home, none).set("platforms.api_server", settings);
        before.accept(context);
        service = new ApiService(context);
        service.start();
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Longest());
        try {
            server.start();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Nobody new comes; the end of what has begun. */
    CompletionStage<?> leave() {
        service.close();
        return service.rest(Duration.ofMinutes(1));
    }

    FakeTurns turns() {
        return context.fakeTurns();
    }

    Turns.Request lastAsked() {
        return turns().requests().get(turns().requests().size() - 1);
    }

    /** Mounts what is published, as the listener does. */
    private final class Longest extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = Request.getPathInContext(request);
            for (String prefix = path; !prefix.isEmpty(); prefix = prefix.substring(0, prefix.lastIndexOf('/'))) {
                var handler = context.registry().find(Handler.class, prefix);
                if (handler.isPresent()) {
                    return handler.get().handle(request, response, callback);
                }
            }
            return false;
        }
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + KEY);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        return send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    /** An answer that is read line by line while it is made. */
    record Lines(Stream<String> lines) implements AutoCloseable {
        List<String> rest() {
            return lines.toList();
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    Lines lines(String path) {
        return lines(request(path).build());
    }

    Lines postLines(String path, String json, String... headers) {
        return lines(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .headers(headers)
                .build());
    }

    private Lines lines(HttpRequest request) {
        try {
            return new Lines(
                    client.send(request, HttpResponse.BodyHandlers.ofLines()).body());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    HttpResponse<String> post(String path, String json, String... headers) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(json));
        return send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    HttpResponse<String> chat(String text, String... headers) {
        return post("/v1/chat/completions", said(text), headers);
    }

    static String said(String text) {
        var body = MAPPER.createObjectNode();
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        return body.toString();
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException unreadable) {
            throw new IllegalStateException(text, unreadable);
        }
    }

    static @Nullable String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    @Override
    public void close() {
        service.close();
        try {
            server.stop();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
