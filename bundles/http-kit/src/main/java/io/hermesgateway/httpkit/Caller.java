package io.hermesgateway.httpkit;

import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/**
 * Who sent a request, proven by a key.
 *
 * @param name the name of the key, never the key
 * @param scopes what the key may be used for; empty means everything
 */
public record Caller(String name, Set<String> scopes) {
    private static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(String scope) {
        return scopes.isEmpty() || scopes.contains(scope);
    }

    /** Nobody when the path needs no key. */
    public static Optional<Caller> of(Request request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }

    /** From here on the request is known to come from this caller. */
    public void attach(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
