package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the HTTP API on the real distribution, across a sudden end. */
@Timeout(300)
class ApiRunsIT {
    private static final String KEY = "a-key-for-the-runs-of-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final int port = Trial.freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    private Home home() {
        return Home.in(folder.resolve("home"))
                .config("gateway: {port: %d}\nplatforms:\n  api_server: {key: %s}\n".formatted(port, KEY));
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + KEY)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private JsonNode status(String run) {
        try {
            return JSON.readTree(send("GET", "/v1/runs/" + run, "").body());
        } catch (IOException notYet) {
            return JSON.createObjectNode();
        }
    }

    private JsonNode until(String run, String state) {
        Await.until(
                "the run " + state + ", it is " + status(run),
                GatewayProcess.PATIENCE,
                () -> status(run).path("status").asText().equals(state));
        return status(run);
    }

    private static GatewayProcess started(Home home) {
        return Trial.alone(home).ready().plugin("api-server", "running").plugin("http", "running");
    }

    @Test
    void aQuestionOfARunOutlivesAKill() throws Exception {
        Path victim = Files.createDirectories(folder.resolve("victim"));
        Home home = home();
        String run;
        String question;
        try (GatewayProcess gateway = started(home)) {
            String body = JSON.writeValueAsString(Map.of("input", "run: rm -rf " + victim, "session_id", "s-1"));
            HttpResponse<String> answer = send("POST", "/v1/runs", body);
            assertEquals(202, answer.statusCode(), answer.body());
            run = JSON.readTree(answer.body()).path("run_id").asText();
            question = until(run, "waiting_for_approval")
                    .path("approval")
                    .path("request_id")
                    .asText();
            gateway.kill();
            gateway.exit();
        }
        try (GatewayProcess gateway = started(home)) {
            JsonNode waiting = until(run, "waiting_for_approval");
            assertEquals(question, waiting.path("approval").path("request_id").asText());
            assertTrue(Files.exists(victim));
            String once = "{\"choice\":\"once\",\"request_id\":\"" + question + "\"}";
            HttpResponse<String> answer = send("POST", "/v1/runs/" + run + "/approval", once);
            assertEquals(200, answer.statusCode(), answer.body() + gateway.evidence());
            until(run, "completed");
            assertFalse(Files.exists(victim));
            HttpResponse<String> again = send("POST", "/v1/runs/" + run + "/approval", once);
            assertEquals(409, again.statusCode(), again.body());
            assertEquals(
                    "approved",
                    JSON.readTree(again.body()).path("approval").path("state").asText());
            String events = send("GET", "/v1/runs/" + run + "/events", "").body();
            assertTrue(events.contains("approval.request") && events.contains("run.completed"), events);
        }
    }

    @Test
    void item40_aPlaceholderKeyOnANetworkAddressRefusesTheStart() throws Exception {
        Home home = Home.in(folder.resolve("open"))
                .config("gateway: {host: 0.0.0.0, port: 0}\nplatforms:\n  api_server: {key: changeme}\n");
        try (GatewayProcess gateway = Trial.alone(home)) {
            assertEquals(78, gateway.exit(), gateway.evidence());
            assertTrue(gateway.said().contains("API_SERVER_KEY"), gateway.said());
        }
    }

    @Test
    void aWeakKeyOnThisMachineClosesTheApiAlone() throws Exception {
        Home home = Home.in(folder.resolve("weak"))
                .config("gateway: {port: %d}\nplatforms:\n  api_server: {key: changeme}\n".formatted(port));
        try (GatewayProcess gateway = started(home)) {
            assertEquals(401, send("GET", "/v1/models", "").statusCode());
            assertEquals(200, send("GET", "/health", "").statusCode());
            JsonNode row = Await.found("the reason in the status", GatewayProcess.PATIENCE, () -> {
                for (JsonNode part : gateway.call("status", Map.of()).path("components")) {
                    if (part.path("detail").asText().contains("placeholder")) {
                        return java.util.Optional.of(part);
                    }
                }
                return java.util.Optional.empty();
            });
            assertEquals("api-server", row.path("id").asText());
            home.config("gateway: {port: %d}\nplatforms:\n  api_server: {key: %s}\n".formatted(port, KEY));
            Await.until("the API with its new key", GatewayProcess.PATIENCE, () -> {
                try {
                    return send("GET", "/v1/models", "").statusCode() == 200;
                } catch (IOException notYet) {
                    return false;
                }
            });
        }
    }
}
