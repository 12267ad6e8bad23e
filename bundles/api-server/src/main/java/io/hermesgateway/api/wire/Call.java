package io.hermesgateway.api.wire;

import io.hermesgateway.httpkit.Caller;
import io.hermesgateway.httpkit.Exchange;
import java.util.Map;

/**
 * One request, and what its path says.
 *
 * @param parts the values of the parts in braces
 */
public record Call(Exchange exchange, Map<String, String> parts) {
    /** The name of {@code API_SERVER_KEY}. */
    public static final String DEFAULT_KEY = "default";

    /** The value of a part in braces. */
    public String part(String name) {
        return parts.getOrDefault(name, "");
    }

    /** The name of the key, never the key; empty where none was needed. */
    public String key() {
        return exchange.caller().map(Caller::name).orElse("");
    }

    /** Sets a header of the answer. */
    public void put(String name, String value) {
        exchange.response().getHeaders().put(name, value);
    }
}
