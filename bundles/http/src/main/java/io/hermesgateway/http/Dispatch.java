package io.hermesgateway.http;

import io.hermesgateway.spi.http.HttpRoute;
import io.hermesgateway.spi.plugin.Registry;
import java.util.Optional;
import java.util.Set;
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
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Registry registry;
    private final Front front;
    private final BuiltIn builtIn;

    Dispatch(Registry registry, Front front, BuiltIn builtIn) {
        this.registry = registry;
        this.front = front;
        this.builtIn = builtIn;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        front.greet(request, response);
        Callback end = new Linger(request, callback);
        if (!METHODS.contains(request.getMethod())) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
            JsonErrors.send(request, response, end, 405, "method_not_allowed", "this method is not known here");
            return true;
        }
        if (!front.isMeant(request)) {
            JsonErrors.send(
                    request,
                    response,
                    end,
                    403,
                    "host_not_allowed",
                    "this host name is not one of this gateway; add it to gateway.allowed_hosts");
            return true;
        }
        return dispatch(Request.getPathInContext(request), request, Zipped.of(request, response), end);
    }

    private boolean dispatch(String path, Request request, Response response, Callback callback) throws Exception {
        String at = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (@Nullable String prefix = at; prefix != null; prefix = shorter(prefix)) {
            Optional<Handler> handler = find(Handler.class, prefix);
            if (handler.isPresent()) {
                return within(handler.get(), () -> handler.get().handle(request, response, callback));
            }
            Optional<HttpRoute> route = find(HttpRoute.class, prefix);
            if (route.isPresent()) {
                return within(route.get(), () -> RouteCall.handle(route.get(), path, request, response, callback));
            }
            if (prefix.equals(path) && builtIn.handle(path, request, response, callback)) {
                return true;
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
    interface Work {
        boolean run() throws Exception;
    }

    /** Foreign code finds its own classes. */
    static boolean within(Object owner, Work work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(owner.getClass().getClassLoader());
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
