package io.hermesgateway.http;

import io.hermesgateway.httpkit.Gate;
import io.hermesgateway.httpkit.Keys;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The few paths that are answered with no other bundle there: the health and the metrics. */
final class BuiltIn {
    private static final HttpField JSON =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
    private static final HttpField TEXT =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");

    private final Registry registry;
    private final Health health;
    private final Metrics metrics;
    private final BooleanSupplier local;
    private final Supplier<Optional<Secret>> token;

    /**
     * The first three answer.
     *
     * @param local whether nobody beyond this machine can ask
     * @param token what opens the metrics otherwise
     */
    BuiltIn(
            Registry registry,
            Health health,
            Metrics metrics,
            BooleanSupplier local,
            Supplier<Optional<Secret>> token) {
        this.registry = registry;
        this.health = health;
        this.metrics = metrics;
        this.local = local;
        this.token = token;
    }

    boolean handle(String path, Request request, Response response, Callback callback) {
        switch (path) {
            case "/health", "/v1/health" -> health(request, response, callback);
            case "/health/detailed" -> write(response, callback, JSON, health.detailed());
            case "/metrics" -> metrics(request, response, callback);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The same origins as for the API: a page may look whether the gateway is there. */
    private void health(Request request, Response response, Callback callback) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null) {
            Optional<Handler> api = registry.find(Handler.class, "/v1");
            if (!(api.orElse(null) instanceof Gate gate) || !gate.cors().allows(origin)) {
                response.setStatus(403);
                response.write(true, null, callback);
                return;
            }
            gate.cors().grant(origin, response.getHeaders());
        }
        write(response, callback, JSON, health.brief());
    }

    private void metrics(Request request, Response response, Callback callback) {
        Keys keys = Keys.of(token.get().map(secret -> Keys.Key.of("console", secret)).stream()
                .toList());
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (!local.getAsBoolean() && keys.byHeader(given).isEmpty()) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            JsonErrors.send(request, response, callback, 401, "unauthorized", "the metrics need the console's token");
        } else {
            write(response, callback, TEXT, metrics.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(Response response, Callback callback, HttpField type, byte[] content) {
        response.getHeaders().put(type);
        response.write(true, ByteBuffer.wrap(content), callback);
    }
}
