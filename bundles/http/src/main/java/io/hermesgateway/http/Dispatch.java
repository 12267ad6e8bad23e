package io.hermesgateway.http;

import io.hermesgateway.spi.http.HttpRoute;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.service.ServiceContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Finds who answers, for each request anew, because contributions come and go. The longest path wins; a Jetty handler goes
 * before a route of the same path. A contributed handler is called as it is: whoever publishes it starts it.
 */
final class Dispatch extends Handler.Abstract {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Map<String, String> SECURITY = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "X-Frame-Options", "DENY",
            "X-XSS-Protection", "0",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final Registry registry;
    private final PluginContext context;
    private final Supplier<HttpSettings> settings;
    private final BooleanSupplier leaving;
    private final Consumer<Request> begun;
    private final Health health;

    Dispatch(
            ServiceContext context, Supplier<HttpSettings> settings, BooleanSupplier leaving, Consumer<Request> begun) {
        this.registry = context.registry();
        this.context = context;
        this.settings = settings;
        this.leaving = leaving;
        this.begun = begun;
        this.health = new Health(context.control(), context.clock());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        begun.accept(request);
        HttpFields.Mutable headers = response.getHeaders();
        SECURITY.forEach(headers::put);
        headers.put(REQUEST_ID, requestId(request));
        if (leaving.getAsBoolean()) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        if (request.isSecure()) {
            headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        String host = Request.getServerName(request);
        if (request.getHeaders().contains(HttpHeader.HOST)
                && (host == null || !settings.get().answersTo(host))) {
            JsonErrors.send(
                    response,
                    callback,
                    403,
                    "host_not_allowed",
                    "this host name is not one of this gateway; add it to gateway.allowed_hosts");
            return true;
        }
        // A quiet answer that is still being made is no idle connection.
        request.addIdleTimeoutListener(timeout -> false);
        return dispatch(Request.getPathInContext(request), request, response, callback);
    }

    private boolean dispatch(String path, Request request, Response response, Callback callback) throws Exception {
        String at = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (@Nullable String prefix = at; prefix != null; prefix = shorter(prefix)) {
            Optional<Handler> handler = find(Handler.class, prefix);
            if (handler.isPresent()) {
                return within(handler.get(), () -> handler.get().handle(request, response, callback));
            }
            Optional<HttpRoute> route = find(HttpRoute.class, prefix).or(health.at(path, prefix));
            if (route.isPresent()) {
                return within(route.get(), () -> RouteCall.handle(route.get(), path, request, response, callback));
            }
        }
        return false;
    }

    private static @Nullable String shorter(String path) {
        int slash = path.lastIndexOf('/');
        return path.length() <= 1 ? null : slash <= 0 ? "/" : path.substring(0, slash);
    }

    private <T> Optional<T> find(Class<T> contract, String path) {
        return registry.find(contract, path)
                .or(() -> path.endsWith("/") ? Optional.empty() : registry.find(contract, path + "/"));
    }

    /** Work that may fail in any way. */
    private interface Work {
        boolean run() throws Exception;
    }

    /** Foreign code finds its own classes. */
    private static boolean within(Object owner, Work work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(owner.getClass().getClassLoader());
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private String requestId(Request request) {
        String given = request.getHeaders().get(REQUEST_ID);
        return given != null && given.matches("[A-Za-z0-9._:-]{1,128}")
                ? given
                : context.ids().next();
    }
}
