package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where a model is asked.
 *
 * @param name the provider's name in the configuration
 * @param key blank for providers that need none
 * @param proxy {@code http://host:port} or {@code socks5://host:port}; empty for none
 * @param limit how long a whole answer may take
 * @param silence how long it may stand still, also before its first byte
 */
public record Endpoint(
        String name,
        URI base,
        Secret key,
        Map<String, String> headers,
        Api api,
        String proxy,
        Duration limit,
        Duration silence) {
    public Endpoint {
        headers = Map.copyOf(headers);
    }

    /** The same with less patience. */
    public Endpoint within(Duration patience) {
        return new Endpoint(name, base, key, headers, api, proxy, patience, patience);
    }

    /** The address of its API. */
    public URI address() {
        String whole = base.toString();
        return URI.create(whole.endsWith("/") ? whole + api.path() : whole + "/" + api.path());
    }
}
