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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed simulators, and a gateway that was pointed at them with the lines they print. */
@Timeout(300)
class SimulateIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private String url = "";

    private GatewayProcess simulate(Home home, String platform) {
        List<String> command = List.of(Trial.DIST.launcher().toString(), "simulate", platform, "--port", "0");
        GatewayProcess program = GatewayProcess.run(home, command, Map.of());
        Await.until(
                "the simulator", GatewayProcess.PATIENCE, () -> program.said().contains("Ctrl+C"));
        url = program.said().replaceAll("(?s).*?(http://[^/]+)/_sim/.*", "$1");
        return program;
    }

    /** The lines for the configuration, without the space that they stand in. */
    private static String config(String said) {
        return said.lines()
                .dropWhile(line -> !line.contains("config.yaml"))
                .skip(1)
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .collect(Collectors.joining("\n"));
    }

    private JsonNode ask(HttpRequest.Builder request) {
        try {
            return JSON.readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private JsonNode act(String action, Map<String, ?> body) throws IOException {
        return ask(HttpRequest.newBuilder(URI.create(url + "/_sim/" + action))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** The first thing that happened and fits. */
    private JsonNode sees(String what, Predicate<JsonNode> which) {
        return Await.found(what, GatewayProcess.PATIENCE, () -> {
            JsonNode entries = ask(HttpRequest.newBuilder(URI.create(url + "/_sim/transcript")))
                    .path("entries");
            return Optional.of(entries).flatMap(all -> StreamSupport.stream(all.spliterator(), false)
                    .filter(which)
                    .findFirst());
        });
    }

    @Test
    void aPersonOnTheSimulatedQqAllowsACommandByButton() throws Exception {
        Home home = Home.in(folder.resolve("home"));
        Path victim = Files.createDirectories(folder.resolve("victim"));
        try (GatewayProcess simulator = simulate(home, "qqbot")) {
            home.config(config(simulator.said()) + "\ngateway: {port: 0}\n");
            try (GatewayProcess gateway = Trial.alone(home)) {
                gateway.ready().platform("qqbot", "online");
                act("qqbot/say", Map.of("user", "alice", "text", "run: rm -rf " + victim + "; echo gone"));
                JsonNode card = sees("the card", one -> one.path("data").has("keyboard"));
                assertTrue(card.path("data").path("text").asText().contains(victim.toString()));
                JsonNode click = act("qqbot/click", Map.of("user", "alice", "button", "Allow once"));
                assertTrue(click.path("clicked").asBoolean(), click.toString());
                sees("the answer to the click", one -> one.path("kind").asText().equals("ack"));
                sees("the result", one -> one.path("data").path("text").asText().equals("gone"));
                assertFalse(Files.exists(victim));
            }
            simulator.terminate();
            assertEquals(0, simulator.exit());
        }
    }
}
