package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.plugin.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks models over HTTP. One connection pool per proxy; connections are kept for the next question. */
public final class ModelClient implements AutoCloseable {
    private static final Duration CONNECT_MOST = Duration.ofSeconds(15);
    private static final long DRAIN_MILLIS = 300;

    private final InstantSource clock;
    private final Tasks tasks;
    private final List<Bridge> bridges = new CopyOnWriteArrayList<>();
    private final Map<String, HttpClient> byProxy = new ConcurrentHashMap<>();
    /** Whether a provider takes {@code stream_options}, once it has answered. */
    private final Map<URI, Boolean> takesStreamOptions = new ConcurrentHashMap<>();

    /**
     * @param tasks for the threads of proxies that the JDK's client cannot speak to
     */
    public ModelClient(InstantSource clock, Tasks tasks) {
        this.clock = clock;
        this.tasks = tasks;
    }

    /**
     * Asks and waits for the end of the answer. An interrupt closes the connection.
     *
     * @throws InterruptedException when the answer is not wanted any more
     */
    public Reply ask(Endpoint endpoint, Prompt prompt, Deltas deltas) throws InterruptedException {
        URI address = endpoint.address();
        Boolean takes = takesStreamOptions.get(address);
        Reply reply = ask(endpoint, prompt, deltas, takes == null || takes);
        if (takes != null || !prompt.streamed() || endpoint.api() != Api.CHAT_COMPLETIONS) {
            return reply;
        }
        if (reply instanceof Reply.Answer) {
            takesStreamOptions.put(address, true);
            return reply;
        }
        return isRefused((Reply.Trouble) reply) ? askWithout(endpoint, prompt, deltas) : reply;
    }

    /** Few providers say what it is that they do not know, so any refusal may be about {@code stream_options}. */
    private static boolean isRefused(Reply.Trouble trouble) {
        return trouble.kind() == Reply.Kind.REFUSED || trouble.said().contains("stream_options");
    }

    private Reply askWithout(Endpoint endpoint, Prompt prompt, Deltas deltas) throws InterruptedException {
        Reply reply = ask(endpoint, prompt, deltas, false);
        if (reply instanceof Reply.Answer) {
            takesStreamOptions.put(endpoint.address(), false);
        }
        return reply;
    }

    private Reply ask(Endpoint endpoint, Prompt prompt, Deltas deltas, boolean counted) throws InterruptedException {
        Wire wire = Wire.of(endpoint.api());
        Exchange exchange = new Exchange(wire, deltas, clock);
        HttpRequest request;
        try {
            request = request(endpoint, wire.write(prompt, counted), prompt.streamed());
        } catch (IllegalArgumentException unfit) {
            return new Reply.Trouble(Reply.Kind.REFUSED, "the request cannot be made: " + unfit.getMessage());
        }
        CompletableFuture<?> call = client(endpoint).sendAsync(request, exchange);
        var unused = call.whenComplete((response, broken) -> {
            if (broken != null) {
                exchange.failed(why(endpoint, broken));
            }
        });
        boolean kept = false;
        try {
            Reply reply = exchange.await(endpoint);
            kept = reply instanceof Reply.Answer && exchange.drained(DRAIN_MILLIS);
            return reply;
        } finally {
            if (!kept) {
                exchange.close();
                call.cancel(true);
            }
        }
    }

    private static HttpRequest request(Endpoint endpoint, byte[] body, boolean streamed) {
        URI address = endpoint.address();
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("Accept", streamed ? "text/event-stream" : "application/json")
                .header("User-Agent", "hermes-gateway");
        // Without TLS the newer protocol is begun by an upgrade that small servers stumble over.
        request.version("https".equals(address.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        if (!endpoint.key().isBlank()) {
            request.header("Authorization", "Bearer " + endpoint.key().reveal().strip());
        }
        endpoint.headers().forEach(request::setHeader);
        return request.build();
    }

    /** In words without the address's query or any header. */
    private static String why(Endpoint endpoint, Throwable broken) {
        Throwable cause =
                broken instanceof CompletionException && broken.getCause() != null ? broken.getCause() : broken;
        String host = endpoint.base().getHost();
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException || each instanceof UnknownHostException) {
                return "the host " + host + " is not known";
            }
            if (each instanceof HttpConnectTimeoutException) {
                return host + " does not answer";
            }
            if (each instanceof SSLException) {
                return "no safe connection to " + host + ": " + each.getMessage();
            }
        }
        if (cause instanceof ConnectException) {
            return host + " refuses the connection";
        }
        return cause instanceof IOException ? "the connection to " + host + " broke off" : "the request failed";
    }

    private HttpClient client(Endpoint endpoint) {
        boolean bridged = Tunnel.isNeeded(endpoint.proxy());
        String key = bridged ? endpoint.proxy() + " " + endpoint.base().getAuthority() : endpoint.proxy();
        return byProxy.computeIfAbsent(key, none -> make(bridged ? bridge(endpoint) : address(endpoint.proxy())));
    }

    private static HttpClient make(@Nullable InetSocketAddress through) {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_MOST)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(through == null ? HttpClient.Builder.NO_PROXY : ProxySelector.of(through))
                .build();
    }

    private InetSocketAddress bridge(Endpoint endpoint) {
        URI base = endpoint.base();
        int port = base.getPort() > 0 ? base.getPort() : "https".equals(base.getScheme()) ? 443 : 80;
        try {
            Bridge bridge = new Bridge(new Tunnel(URI.create(endpoint.proxy()), base.getHost(), port), tasks);
            bridges.add(bridge);
            return bridge.address();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static @Nullable InetSocketAddress address(String proxy) {
        if (proxy.isEmpty()) {
            return null;
        }
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 8080 : uri.getPort());
    }

    /** Clients of newer JDKs can be closed; an older one ends its threads when nobody holds it any more. */
    @Override
    public void close() {
        for (HttpClient client : byProxy.values()) {
            if (client instanceof AutoCloseable) {
                try {
                    HttpClient.class.getMethod("shutdownNow").invoke(client);
                } catch (ReflectiveOperationException unlikely) {
                    throw new IllegalStateException(unlikely);
                }
            }
        }
        byProxy.clear();
        for (Bridge bridge : bridges) {
            try {
                bridge.close();
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }
    }
}
