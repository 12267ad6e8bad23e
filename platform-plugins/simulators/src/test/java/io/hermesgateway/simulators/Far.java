package io.hermesgateway.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A plain HTTP client, as a program on the other side has one. */
public final class Far {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();
    private final String url;

    /** To this server. */
    public Far(String url) {
        this.url = url;
    }

    /** What came back. */
    public record Answer(int status, HttpResponse<byte[]> response) {
        /** As text. */
        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        /** As JSON. */
        public JsonNode json() {
            return Json.parse(response.body());
        }

        /** A header; empty without. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** One request; headers are pairs. */
    public Answer call(String method, String path, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    /** GET. */
    public Answer get(String path, String... headers) throws IOException {
        return call("GET", path, "", headers);
    }

    /** POST with JSON. */
    public Answer post(String path, JsonNode body) throws IOException {
        return call("POST", path, Json.text(body), "Content-Type", "application/json");
    }
}
