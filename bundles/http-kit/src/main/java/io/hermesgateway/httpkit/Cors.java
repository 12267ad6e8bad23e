package io.hermesgateway.httpkit;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may call. A request without an origin does not come from a page and always may.
 *
 * @param origins as browsers spell them; {@code *} means all
 */
public record Cors(List<String> origins) {
    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String SENT =
            "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Hermes-Session-Id,"
                    + " X-Hermes-Session-Key, X-Hermes-Tool-Events, X-Request-Id";
    private static final String SEEN =
            "X-Hermes-Session-Id, X-Hermes-Session-Key, X-Hermes-Completed, X-Hermes-Partial,"
                    + " X-Hermes-Error, Idempotency-Replayed, Retry-After, X-Request-Id";

    public Cors {
        origins = List.copyOf(origins);
    }

    public static Cors none() {
        return new Cors(List.of());
    }

    public boolean allows(@Nullable String origin) {
        return origin == null || origins.contains("*") || origins.contains(origin);
    }

    /** Tells the browser that the page of this origin may read the answer. */
    public void grant(@Nullable String origin, HttpFields.Mutable headers) {
        if (origin == null) {
            return;
        }
        boolean all = origins.contains("*");
        headers.put("Access-Control-Allow-Origin", all ? "*" : origin);
        if (!all) {
            headers.put("Vary", "Origin");
        }
        headers.put("Access-Control-Expose-Headers", SEEN);
        headers.put("Access-Control-Allow-Methods", METHODS);
        headers.put("Access-Control-Allow-Headers", SENT);
        headers.put("Access-Control-Max-Age", "600");
    }
}
