package io.hermesgateway.http;

import io.hermesgateway.httpkit.ErrorForm;
import io.hermesgateway.httpkit.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors as JSON: a code and a sentence, never what went on inside. */
final class JsonErrors extends ErrorHandler {
    private static final String JSON = "application/json; charset=utf-8";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object reason = request.getAttribute(ERROR_STATUS);
        int status = reason instanceof Integer known ? known : response.getStatus();
        Heads.put(response.getHeaders(), request.isSecure());
        String about = String.valueOf(request.getAttribute(ERROR_MESSAGE));
        if (status == 400 && about.contains("Content-Length")) {
            send(request, response, callback, status, "invalid_content_length", "the Content-Length cannot be read");
        } else {
            send(request, response, callback, status, code(status), sentence(status));
        }
        return true;
    }

    /** In the form of the surface that would have answered. */
    static void send(Request request, Response response, Callback callback, int status, String code, String message) {
        Failure failure = new Failure(
                status, status < 500 ? "invalid_request_error" : "server_error", null, code, message, Map.of());
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
        byte[] body = form(request).body(failure).toString().getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static ErrorForm form(Request request) {
        String path = String.valueOf(request.getHttpURI().getPath());
        if (path.startsWith("/console")) {
            return ErrorForm.CONSOLE;
        }
        return path.startsWith("/api/jobs") || path.startsWith("/api/cron") ? ErrorForm.SENTENCE : ErrorForm.OPENAI;
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
