package io.hermesgateway.spi.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request.
 *
 * @param path as it was sent, decoded once, without the query
 * @param headers names in lower case
 * @param remote the address of the caller
 */
public record HttpRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Body body,
        String remote) {
    public HttpRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }

    /** The bytes of the body, never more than the route's limit. */
    public interface Body {
        byte[] bytes();
    }
}
