package io.hermesgateway.spi.http;

/**
 * A route that a plugin publishes in the registry under its path, for example {@code /webhooks/feishu}. The longest
 * matching path wins. It may come and go at any time.
 *
 * <p>Called inline on a thread of the listener, for many requests at once; a Throwable becomes a 500 without details.
 * Authentication is the route's own affair (signatures); host checks, limits and headers are the listener's.
 */
public interface HttpRoute {
    /** The most bytes of a request body this route takes. */
    default long bodyLimit() {
        return 1_048_576;
    }

    HttpReply handle(HttpRequest request);
}
