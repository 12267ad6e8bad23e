package io.hermesgateway.spi.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer: a status, headers and something that writes the body. */
public record HttpReply(int status, Map<String, String> headers, Writer body) {
    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply text(int status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new HttpReply(status, Map.of("content-type", type), out -> out.write(bytes));
    }

    public static HttpReply json(int status, String json) {
        return text(status, "application/json; charset=utf-8", json);
    }

    /** Writes the body; may flush and take its time when it streams. */
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }
}
