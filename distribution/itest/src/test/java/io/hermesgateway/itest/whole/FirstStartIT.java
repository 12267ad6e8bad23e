package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer meets: an empty home, one command, and the terminal. */
@Timeout(120)
class FirstStartIT {
    @TempDir
    Path folder;

    @Test
    void makesAHomeOnlyItsOwnerCanReadAndSaysThatItRuns() throws Exception {
        Home home = new Home(folder.resolve("new"));
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready();
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())));
            Await.until("a first line", GatewayProcess.PATIENCE, () -> gateway.said()
                    .contains(home.folder().toString()));
            assertTrue(gateway.said().contains("is running"), gateway.said());
        }
    }

    @Test
    void servesHealthOverHttp() throws Exception {
        Home home = Home.in(folder).config("gateway: {port: %d}\n".formatted(Trial.freePort()));
        int port = Integer.parseInt(home.read("config.yaml").replaceAll("\\D", ""));
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready();
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                    .build(),
                            BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains("\"status\":\"ok\""), answer.body());
        }
    }

    @Test
    void answersInTheTerminalAndAsksBeforeADangerousCommand() throws Exception {
        Home home = Trial.quiet(folder);
        Path victim = Files.createDirectories(folder.resolve("victim"));
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready();
            assertEquals(
                    "hello",
                    chat(gateway, "hello", new ArrayList<>()).path("text").asText());

            List<JsonNode> items = new ArrayList<>();
            CompletableFuture<JsonNode> end =
                    CompletableFuture.supplyAsync(() -> chat(gateway, "run: rm -rf " + victim, items));
            JsonNode asked = gateway.row("approvals.list", "a question", row -> row.path("state")
                    .asText()
                    .equals("pending"));
            assertTrue(Files.exists(victim));
            gateway.call("approvals.answer", Map.of("id", asked.path("code").asText(), "choice", "once"));
            assertEquals("answered", end.join().path("outcome").asText());
            assertFalse(Files.exists(victim));
        }
    }

    private static JsonNode chat(GatewayProcess gateway, String text, List<JsonNode> items) {
        try {
            return gateway.control().call("chat", Map.of("text", text), items::add);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void endsWithZeroAfterSigterm() throws Exception {
        try (GatewayProcess gateway = Trial.supervised(Trial.quiet(folder))) {
            gateway.ready();
            gateway.terminate();
            assertEquals(0, gateway.exit(), gateway.evidence());
            assertFalse(Files.exists(gateway.home().folder().resolve("gateway.pid")));
        }
    }

    @Test
    void twoHomesLiveSideBySide() throws Exception {
        try (GatewayProcess one = Trial.alone(Trial.quiet(folder.resolve("one")));
                GatewayProcess two = Trial.alone(Trial.quiet(folder.resolve("two")))) {
            one.ready();
            two.ready();
            assertEquals("1", chat(one, "1", new ArrayList<>()).path("text").asText());
            assertEquals("2", chat(two, "2", new ArrayList<>()).path("text").asText());
        }
    }
}
