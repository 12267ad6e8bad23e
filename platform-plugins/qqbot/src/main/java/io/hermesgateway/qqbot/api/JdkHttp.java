package io.hermesgateway.qqbot.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;

/** The JDK's client; one for all accounts that go the same way. */
public final class JdkHttp implements Http, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;

    /**
     * @param proxy of HTTP, as {@code http://host:port}; blank for none
     */
    public JdkHttp(String proxy) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (!proxy.isBlank()) {
            URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            int port = uri.getPort() < 0 ? 8080 : uri.getPort();
            builder.proxy(ProxySelector.of(new InetSocketAddress(uri.getHost(), port)));
        }
        client = builder.build();
    }

    /** For downloads, which are written to files as they come. */
    public HttpClient client() {
        return client;
    }

    @Override
    public Reply call(String method, URI address, Map<String, String> headers, byte[] body, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Reply.unanswered("stopped while waiting for the answer");
        } catch (HttpConnectTimeoutException | ConnectException | SSLHandshakeException away) {
            return Reply.neverLeft("no connection to " + address.getHost());
        } catch (HttpTimeoutException late) {
            return Reply.unanswered(address.getHost() + " did not answer in time");
        } catch (IOException broken) {
            return isUnknownHost(broken)
                    ? Reply.neverLeft("the host " + address.getHost() + " is not known")
                    : Reply.unanswered("the connection to " + address.getHost() + " broke off");
        }
    }

    private static boolean isUnknownHost(IOException broken) {
        return broken.getCause() instanceof UnresolvedAddressException
                || broken instanceof java.net.UnknownHostException;
    }

    private static Reply answer(HttpResponse<byte[]> response) {
        String trace = response.headers().firstValue("X-Tps-trace-Id").orElse("");
        long seconds = 0;
        try {
            seconds = Long.parseLong(
                    response.headers().firstValue("Retry-After").orElse("0").strip());
        } catch (NumberFormatException aDate) {
            seconds = 5;
        }
        return Reply.answered(
                response.statusCode(), read(response.body()), trace, Duration.ofSeconds(Math.min(seconds, 600)));
    }

    /** Gateways in between answer with HTML. */
    private static JsonNode read(byte[] body) {
        try {
            JsonNode node = body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** Newer JDKs can end a client; an older one ends its threads when nobody holds it any more. */
    @Override
    public void close() {
        if (client instanceof AutoCloseable) {
            try {
                HttpClient.class.getMethod("shutdownNow").invoke(client);
            } catch (ReflectiveOperationException unlikely) {
                throw new IllegalStateException(unlikely);
            }
        }
    }
}
