package io.hermesgateway.httpkit;

/**
 * Answers requests that a {@link Gate} let through. It may answer later and on any thread; what it throws becomes a clean
 * answer, a {@link Refused} the one it carries and anything else a 500 without details.
 */
public interface Endpoint {
    void handle(Exchange exchange) throws Exception;
}
