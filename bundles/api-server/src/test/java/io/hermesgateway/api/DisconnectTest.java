package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.sql.Databases;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DisconnectTest {
    @TempDir
    Path home;

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within a minute");
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Asks for a stream, reads its first frame, and is gone. */
    private static void asksAndGoes(ApiHouse house, String path, String body) throws IOException {
        URI at = house.at(path);
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoLinger(true, 0);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ApiHouse.KEY
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
            StringBuilder read = new StringBuilder();
            while (read.indexOf("data: ") < 0) {
                int one = socket.getInputStream().read();
                assertTrue(one >= 0, "the stream ended: " + read);
                read.append((char) one);
            }
        }
    }

    /** Lets the agent talk until the listener has noticed that nobody hears it. */
    private static void talkUntilStopped(ApiHouse house, String turn) {
        until(() -> {
            house.turns().tell(new TurnEvent.TextDelta(turn, "more "));
            house.context.manualTasks().advance(Duration.ofMillis(60));
            return !house.turns().stopped().isEmpty();
        });
    }

    private static CompletableFuture<String> turn(ApiHouse house) {
        CompletableFuture<String> turn = new CompletableFuture<>();
        house.turns().play((turns, id, request) -> {
            turns.tell(new TurnEvent.TextDelta(id, "so far "));
            turn.complete(id);
        });
        return turn;
    }

    @Test
    void aChatThatNobodyHearsIsStopped() throws IOException {
        try (ApiHouse house = new ApiHouse(home)) {
            CompletableFuture<String> turn = turn(house);
            asksAndGoes(
                    house,
                    "/v1/chat/completions",
                    "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
            talkUntilStopped(house, turn.join());
            assertEquals(
                    turn.join() + " The client went away",
                    house.turns().stopped().get(0));
        }
    }

    @Test
    void complaint3_aDetachedChatGoesOn() throws IOException {
        try (ApiHouse house = new ApiHouse(home, Map.of("detach_on_disconnect", true))) {
            CompletableFuture<String> turn = turn(house);
            asksAndGoes(
                    house,
                    "/v1/chat/completions",
                    "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
            for (int i = 0; i < 200; i++) {
                house.turns().tell(new TurnEvent.TextDelta(turn.join(), "more "));
                house.context.manualTasks().advance(Duration.ofMillis(60));
            }
            house.turns().end(turn.join(), "done");
            assertTrue(house.turns().stopped().isEmpty());
            assertEquals(200, house.get("/v1/models").statusCode());
        }
    }

    @Test
    void aStreamIsFinishedByTheInstanceThatBeganItWhenItIsReplaced() {
        try (ApiHouse house = new ApiHouse(home)) {
            CompletableFuture<String> turn = turn(house);
            CompletableFuture<String> body = CompletableFuture.supplyAsync(() -> house.post(
                            "/v1/chat/completions",
                            "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                    .body());
            String id = turn.join();
            CompletableFuture<?> left = house.leave().toCompletableFuture();
            house.turns().tell(new TurnEvent.TextDelta(id, "and on"));
            house.turns().end(id, "so far and on");
            assertEquals("so far and on", Frames.of(body.join()).text());
            left.join();
            assertTrue(house.turns().stopped().isEmpty());
        }
    }

    @Test
    void item34_aStoredStreamThatBrokeIsIncompleteAndCanGoOn() throws IOException {
        try (ApiHouse house = new ApiHouse(home)) {
            CompletableFuture<String> turn = turn(house);
            asksAndGoes(house, "/v1/responses", "{\"stream\":true,\"input\":\"x\",\"conversation\":\"c\"}");
            talkUntilStopped(house, turn.join());
            house.turns().tell(new TurnEvent.Ended(turn.join(), "cancelled", "", TurnOutcome.Usage.NONE, null));
            house.turns().play((turns, id, request) -> turns.end(id, "again"));
            JsonNode next = ApiHouse.json(house.post("/v1/responses", "{\"input\":\"y\",\"conversation\":\"c\"}"));
            assertEquals("completed", next.path("status").asText());
            List<TranscriptLine> history =
                    Objects.requireNonNull(house.lastAsked().history());
            assertEquals("x", history.get(0).text());
            assertTrue(history.get(1).text().startsWith("so far more"));
        }
    }

    @Test
    void item34_aStoredStreamSurvivesTheEndOfTheServer() throws IOException {
        FileDatabases databases = new FileDatabases(home);
        try (ApiHouse house = new ApiHouse(home)) {
            house.context.registry().publish(Databases.class, "sqlite", databases);
            CompletableFuture<String> turn = turn(house);
            asksAndGoes(house, "/v1/responses", "{\"stream\":true,\"input\":\"x\"}");
            turn.join();
        }
        JsonNode stored = ApiHouse.json(databases.one("SELECT data FROM responses"));
        assertEquals("incomplete", stored.at("/response/status").asText());
        assertEquals("so far ", stored.at("/response/output/0/content/0/text").asText());
        assertEquals("so far ", stored.at("/conversation_history/1/content").asText());
    }
}
