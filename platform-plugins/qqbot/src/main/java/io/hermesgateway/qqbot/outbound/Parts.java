package io.hermesgateway.qqbot.outbound;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Puts one part of a large file to the address that QQ gave for it. */
class Parts {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;

    Parts(HttpClient client) {
        this.client = client;
    }

    void put(String address, byte[] bytes) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(PATIENCE)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("a part of the file was refused with HTTP " + response.statusCode());
        }
    }
}
