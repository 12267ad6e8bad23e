package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RepeatsTest {
    @TempDir
    Path home;

    private static HttpResponse<String> again(ApiHouse house, String text) {
        return house.chat(text, "Idempotency-Key", "k1");
    }

    private static String id(HttpResponse<String> response) {
        return ApiHouse.json(response).path("id").asText();
    }

    @Test
    void theAgentWorksOnceAndTheAnswerHasAnIdOfItsOwn() {
        try (ApiHouse house = new ApiHouse(home)) {
            HttpResponse<String> first = again(house, "hello");
            HttpResponse<String> second = again(house, "hello");
            assertEquals(1, house.turns().requests().size());
            assertNotEquals(id(first), id(second));
            assertEquals(
                    ApiHouse.json(first).at("/choices/0"), ApiHouse.json(second).at("/choices/0"));
            again(house, "something else");
            assertEquals(2, house.turns().requests().size(), "another body is another request");
            house.chat("hello");
            assertEquals(3, house.turns().requests().size());
        }
    }

    @Test
    void theSameOnOtherPathsIsAnotherRequest() {
        try (ApiHouse house = new ApiHouse(home)) {
            house.post("/v1/responses", "{\"input\":\"x\"}", "Idempotency-Key", "k1");
            house.post("/v1/responses", "{\"input\":\"x\"}", "Idempotency-Key", "k1");
            assertEquals(1, house.turns().requests().size());
            again(house, "x");
            assertEquals(2, house.turns().requests().size());
        }
    }

    @Test
    void itIsForgottenAfterFiveMinutes() {
        try (ApiHouse house = new ApiHouse(home)) {
            again(house, "hello");
            house.context.manualTasks().advance(Duration.ofMinutes(6));
            again(house, "hello");
            assertEquals(2, house.turns().requests().size());
        }
    }

    @Test
    void complaint12_aFailureIsNotRepeated() {
        try (ApiHouse house = new ApiHouse(home)) {
            house.turns()
                    .play((turns, id, request) -> turns.tell(
                            new TurnEvent.Ended(id, "failed", "away", TurnOutcome.Usage.NONE, "provider_failed")));
            assertEquals(502, again(house, "hello").statusCode());
            house.turns().play((turns, id, request) -> turns.end(id, "now"));
            assertEquals(200, again(house, "hello").statusCode());
        }
    }

    @Test
    void aTwinWaitsForTheFirst() throws InterruptedException {
        try (ApiHouse house = new ApiHouse(home)) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<String> turn = new CompletableFuture<>();
            house.turns().play((turns, id, request) -> {
                turn.complete(id);
                begun.countDown();
            });
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> again(house, "hello"));
            begun.await();
            CompletableFuture<HttpResponse<String>> second = CompletableFuture.supplyAsync(() -> again(house, "hello"));
            // The twin may come before or after the end: it gets the same answer either way.
            house.turns().end(turn.join(), "once");
            assertEquals("once", answer(first.join()));
            assertEquals("once", answer(second.join()));
            assertEquals(1, house.turns().requests().size());
        }
    }

    private static String answer(HttpResponse<String> response) {
        return ApiHouse.json(response).at("/choices/0/message/content").asText();
    }
}
