package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions, skills and toolsets of the HTTP API on the real distribution, where other bundles have the answers. */
@Timeout(300)
class ApiSessionsIT {
    private static final String KEY = "a-key-for-the-sessions-of-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final int port = Trial.freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + KEY)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        assertTrue(answer.statusCode() < 300, answer.statusCode() + " " + answer.body());
        return JSON.readTree(answer.body());
    }

    private List<String> said(String session) throws IOException, InterruptedException {
        return json("GET", "/api/sessions/" + session + "/messages", "")
                .path("data")
                .findValuesAsText("content");
    }

    @Test
    void whatIsSaidIsThereIsBranchedAndIsForgotten() throws Exception {
        Home home = Home.in(folder.resolve("home"))
                .config("gateway: {port: %d}\nplatforms:\n  api_server: {key: %s}\n".formatted(port, KEY));
        home.write("skills/docs/pdf/SKILL.md", "---\nname: pdf\ndescription: reads papers\n---\nRead.\n");
        try (GatewayProcess gateway = Trial.alone(home).ready()) {
            gateway.plugin("api-server", "running").plugin("http", "running").plugin("tools", "running");
            json("POST", "/api/sessions", "{\"id\":\"s-1\",\"title\":\"Plans\"}");
            JsonNode first = json("POST", "/api/sessions/s-1/chat", "{\"message\":\"one\"}");
            assertEquals("one", first.path("message").path("content").asText());
            assertEquals(List.of("one", "one"), said("s-1"), gateway.evidence());
            json("POST", "/api/sessions/s-1/fork", "{\"id\":\"s-2\"}");
            HttpResponse<String> stream = send("POST", "/api/sessions/s-2/chat/stream", "{\"message\":\"two\"}");
            assertTrue(stream.body().contains("event: run.completed"), stream.body());
            assertEquals(List.of("one", "one", "two", "two"), said("s-2"));
            JsonNode rows = json("GET", "/api/sessions", "").path("data");
            assertTrue(rows.findValuesAsText("id").containsAll(List.of("s-1", "s-2")), rows.toString());
            JsonNode hits = json("GET", "/api/sessions/search?q=two", "").path("data");
            assertEquals("s-2", hits.path(0).path("session_id").asText(), hits.toString());
            json("DELETE", "/api/sessions/s-1", "");
            assertEquals(404, send("GET", "/api/sessions/s-1", "").statusCode());
            json("POST", "/api/sessions", "{\"id\":\"s-1\"}");
            assertEquals(List.of(), said("s-1"), "what was forgotten does not come back");

            JsonNode skills = json("GET", "/v1/skills", "").path("data");
            assertTrue(skills.findValuesAsText("name").contains("pdf"), skills.toString());
            JsonNode toolsets = json("GET", "/v1/toolsets", "").path("data");
            assertTrue(toolsets.toString().contains("\"terminal\""), toolsets.toString());
            assertEquals(501, send("GET", "/api/jobs", "").statusCode());
        }
    }
}
