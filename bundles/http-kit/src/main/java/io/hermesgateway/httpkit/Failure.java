package io.hermesgateway.httpkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or a fault, said to a client.
 *
 * @param type who should do something about it: {@code invalid_request_error}, {@code server_error} and so on
 * @param param the part of the request that is wrong, where there is one
 * @param code a stable word for programs
 * @param message a sentence for people, already without secrets
 */
public record Failure(
        int status,
        String type,
        @Nullable String param,
        @Nullable String code,
        String message,
        Map<String, String> headers) {
    public Failure {
        headers = Map.copyOf(headers);
    }

    public static Failure badRequest(@Nullable String code, String message) {
        return new Failure(400, "invalid_request_error", null, code, message, Map.of());
    }

    public static Failure notFound(String code, String message) {
        return new Failure(404, "invalid_request_error", null, code, message, Map.of());
    }

    public static Failure conflict(String code, String message) {
        return new Failure(409, "invalid_request_error", null, code, message, Map.of("x-should-retry", "false"));
    }

    public static Failure unauthorized() {
        return new Failure(
                401,
                "gateway_auth_error",
                null,
                "gateway_auth_failed",
                "the key is missing or wrong; send it as: Authorization: Bearer KEY",
                Map.of("WWW-Authenticate", "Bearer"));
    }

    public static Failure forbidden(String code, String message) {
        return new Failure(403, "invalid_request_error", null, code, message, Map.of());
    }

    public static Failure methodNotAllowed(String allowed) {
        return new Failure(
                405,
                "invalid_request_error",
                null,
                "method_not_allowed",
                "this path takes " + allowed,
                Map.of("Allow", allowed));
    }

    public static Failure tooLarge(long limit) {
        return new Failure(
                413,
                "invalid_request_error",
                null,
                "body_too_large",
                "the body is larger than " + limit + " bytes",
                Map.of());
    }

    public static Failure tooMany(long seconds) {
        return new Failure(
                429,
                "rate_limit_error",
                null,
                "rate_limit_exceeded",
                "too many requests; please wait a moment",
                Map.of("Retry-After", Long.toString(Math.max(1, seconds))));
    }

    public static Failure draining() {
        return new Failure(
                503,
                "server_error",
                null,
                "gateway_draining",
                "the gateway is stopping; please try again shortly",
                Map.of("Retry-After", "1"));
    }

    public static Failure internal() {
        return new Failure(
                500, "server_error", null, "internal_error", "something went wrong here; the log says more", Map.of());
    }

    public Failure at(String where) {
        return new Failure(status, type, where, code, message, headers);
    }

    public Failure with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Failure(status, type, param, code, message, more);
    }
}
