package io.hermesgateway.httpkit;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The door of a surface, to be published in the registry as a {@code Handler} under its path. It refuses pages of foreign
 * origins, wrong keys, keys without the scope, keys that ask too often, and bodies that say they are too large; all else
 * goes to the endpoint. The rules are asked for each request, so they may change at any time.
 */
public final class Gate extends Handler.Abstract implements AutoCloseable {
    /** The most bytes of a body of the API. */
    public static final long BODY_LIMIT = 10_000_000;

    private final Supplier<Rules> rules;
    private final RateLimit limits;
    private final Endpoint endpoint;
    private final Set<Sse> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What holds for the surface now. */
    public interface Rules {
        Keys keys();

        default Cors cors() {
            return Cors.none();
        }

        default long bodyLimit(Request request) {
            return BODY_LIMIT;
        }

        /** Whether anybody may ask this, without a key. */
        default boolean isOpen(Request request) {
            return false;
        }

        /** What a key must be good for, where keys have scopes. */
        default Optional<String> scope(Request request) {
            return Optional.empty();
        }

        default ErrorForm form(Request request) {
            return ErrorForm.OPENAI;
        }
    }

    public Gate(Supplier<Rules> rules, RateLimit limits, Endpoint endpoint) {
        this.rules = rules;
        this.limits = limits;
        this.endpoint = endpoint;
    }

    Rules rules() {
        return rules.get();
    }

    /** Which pages of other origins may call now. */
    public Cors cors() {
        return rules().cors();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Rules now = rules();
        Exchange exchange = new Exchange(this, request, response, callback);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        boolean preflight = request.getMethod().equals("OPTIONS");
        if (!now.cors().allows(origin) || (preflight && origin == null)) {
            exchange.empty(403);
            return true;
        }
        now.cors().grant(origin, response.getHeaders());
        if (preflight) {
            exchange.empty(200);
        } else {
            exchange.guarded(() -> {
                admit(exchange, now);
                endpoint.handle(exchange);
            });
        }
        return true;
    }

    private void admit(Exchange exchange, Rules now) {
        if (closed) {
            throw new Refused(Failure.draining());
        }
        Request request = exchange.request();
        if (!now.isOpen(request)) {
            Keys.Key key = now.keys()
                    .byHeader(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                    .orElseThrow(() -> new Refused(Failure.unauthorized()));
            key.caller().attach(request);
            if (!now.scope(request).map(key.caller()::may).orElse(true)) {
                throw new Refused(Failure.forbidden("scope_missing", "this key may not be used for that"));
            }
            long wait = limits.take(key.name(), key.perMinute());
            if (wait > 0) {
                throw new Refused(Failure.tooMany(wait));
            }
        }
        long limit = now.bodyLimit(request);
        if (request.getLength() > limit) {
            throw new Refused(Failure.tooLarge(limit));
        }
    }

    void opened(Sse stream) {
        streams.add(stream);
        stream.onClose(() -> streams.remove(stream));
        if (closed) {
            stream.end();
        }
    }

    /** How many streams of events are open. */
    public int streams() {
        return streams.size();
    }

    /** From now on everybody is sent away for a moment; streams end with what was sent so far. */
    @Override
    public void close() {
        closed = true;
        streams.forEach(Sse::end);
    }
}
