package io.hermesgateway.bench;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The least that any gateway on Jetty must do: it hands each request on to the provider and each answer back, keeps
 * nothing and understands nothing. What this does not reach on a machine, nothing on Jetty does.
 *
 * <p>Arguments: {@code port of the provider, file to write the own port to}.
 */
public final class BareJetty extends Handler.Abstract {
    private final URI provider;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private BareJetty(URI provider) {
        this.provider = provider;
    }

    public static void main(String[] args) throws Exception {
        Server server = new Server(new QueuedThreadPool(200, 4));
        ServerConnector connector = new ServerConnector(server, 0, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new BareJetty(URI.create("http://127.0.0.1:" + args[0] + "/v1/chat/completions")));
        server.start();
        Files.writeString(Path.of(args[1]), connector.getLocalPort() + "\n");
        server.join();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        byte[] body = body(request);
        HttpRequest upstream = HttpRequest.newBuilder(provider)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        boolean stream = new String(body, StandardCharsets.UTF_8).contains("\"stream\":true");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, stream ? "text/event-stream" : "application/json");
        if (stream) {
            var unused = client.sendAsync(
                            upstream,
                            HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> pass(part, response, callback)))
                    .whenComplete((done, failed) -> failed(failed, callback));
        } else {
            var unused = client.sendAsync(upstream, HttpResponse.BodyHandlers.ofByteArray())
                    .whenComplete((answer, failed) -> {
                        failed(failed, callback);
                        if (answer != null) {
                            response.write(true, ByteBuffer.wrap(answer.body()), callback);
                        }
                    });
        }
        return true;
    }

    private static byte[] body(Request request) throws Exception {
        try (InputStream in = Request.asInputStream(request)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            in.transferTo(body);
            return body.toByteArray();
        }
    }

    private static void pass(Optional<byte[]> part, Response response, Callback callback) {
        if (part.isEmpty()) {
            response.write(true, null, callback);
            return;
        }
        try (Blocker.Callback written = Blocker.callback()) {
            response.write(false, ByteBuffer.wrap(part.get()), written);
            written.block();
        } catch (java.io.IOException gone) {
            callback.failed(gone);
        }
    }

    private static void failed(@org.jspecify.annotations.Nullable Throwable failed, Callback callback) {
        if (failed != null) {
            callback.failed(failed);
        }
    }
}
