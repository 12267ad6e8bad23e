package io.hermesgateway.api.wire;

import io.hermesgateway.httpkit.Endpoint;
import io.hermesgateway.httpkit.Exchange;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Which part of the API answers which method and path. Paths may have parts in braces that match one segment. */
public final class Routes implements Endpoint {
    private static final String PROFILE = "/p/";
    private static final String DEFAULT_PROFILE = "/p/default";
    private static final byte[] NO_PROFILE =
            "{\"error\":\"there is no such profile here\"}".getBytes(StandardCharsets.UTF_8);

    private final Map<String, Route> exact = new HashMap<>();
    private final List<Route> patterns = new ArrayList<>();

    /** Answers one kind of request, perhaps later and from another thread. */
    public interface Served {
        void serve(Call call) throws Exception;
    }

    private record Route(String method, String path, String scope, Served served) {}

    private record Match(Route route, Map<String, String> parts) {}

    /** @param scope what a key must be good for; empty for everybody, also without a key */
    public Routes add(String method, String path, String scope, Served served) {
        Route route = new Route(method, path, scope, served);
        if (path.contains("{")) {
            patterns.add(route);
        } else {
            exact.put(method + " " + path, route);
        }
        return this;
    }

    @Override
    public void handle(Exchange exchange) throws Exception {
        String path = path(exchange.request());
        if (path.startsWith(PROFILE)) {
            exchange.send(404, "application/json; charset=utf-8", NO_PROFILE);
            return;
        }
        Match match = find(exchange.method(), path);
        if (match == null) {
            throw new Refused(nothingAt(path));
        }
        match.route().served().serve(new Call(exchange, match.parts()));
    }

    /** Whether this path, with its parts in braces, is served. */
    public boolean has(String method, String path) {
        return exact.containsKey(method + " " + path)
                || patterns.stream()
                        .anyMatch(route ->
                                route.method().equals(method) && route.path().equals(path));
    }

    /** What a key must be good for; empty when the route is everybody's. Unknown paths want any key. */
    public String scope(Request request) {
        Match match = find(request.getMethod(), path(request));
        return match == null ? "unknown" : match.route().scope();
    }

    /** The path within the API; the default profile is the server itself. */
    private static String path(Request request) {
        String path = Request.getPathInContext(request);
        String plain = path.startsWith(DEFAULT_PROFILE + "/") ? path.substring(DEFAULT_PROFILE.length()) : path;
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private @Nullable Match find(String method, String path) {
        Route known = exact.get(method + " " + path);
        if (known != null) {
            return new Match(known, Map.of());
        }
        for (Route route : patterns) {
            Map<String, String> parts = route.method().equals(method) ? parts(route.path(), path) : null;
            if (parts != null) {
                return new Match(route, parts);
            }
        }
        return null;
    }

    private Failure nothingAt(String path) {
        Set<String> methods = new TreeSet<>();
        exact.values().stream().filter(r -> r.path().equals(path)).forEach(r -> methods.add(r.method()));
        patterns.stream().filter(r -> parts(r.path(), path) != null).forEach(r -> methods.add(r.method()));
        return methods.isEmpty()
                ? Failure.notFound("not_found", "there is nothing at this path")
                : Failure.methodNotAllowed(String.join(", ", methods));
    }

    private static @Nullable Map<String, String> parts(String pattern, String path) {
        String[] wanted = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return null;
        }
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                String value = decoded(given[i]);
                if (value == null || value.isEmpty()) {
                    return null;
                }
                parts.put(wanted[i].substring(1, wanted[i].length() - 1), value);
            } else if (!wanted[i].equals(given[i])) {
                return null;
            }
        }
        return parts;
    }

    private static @Nullable String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
