package io.hermesgateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors as JSON: a code and a sentence, never what went on inside. */
final class JsonErrors extends ErrorHandler {
    private static final String JSON = "application/json";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object reason = request.getAttribute(ERROR_STATUS);
        int status = reason instanceof Integer known ? known : response.getStatus();
        send(response, callback, status, code(status), sentence(status));
        return true;
    }

    static void send(Response response, Callback callback, int status, String code, String message) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
        response.write(true, ByteBuffer.wrap(body(status, code, message)), callback);
    }

    /** Our own words need no escaping. */
    private static byte[] body(int status, String code, String message) {
        String type = status < 500 ? "invalid_request_error" : "server_error";
        String text =
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":\"" + code + "\"}}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 408 -> "timeout";
            case 413 -> "body_too_large";
            case 414, 431 -> "header_too_large";
            case 503 -> "unavailable";
            default -> status < 500 ? "bad_request" : "internal_error";
        };
    }

    private static String sentence(int status) {
        String words = HttpStatus.getMessage(status);
        return status == 500 ? "something went wrong here; the log says more" : words;
    }
}
