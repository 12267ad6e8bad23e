package io.hermesgateway.simulators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SimulationTest {
    private Simulation simulation;
    private Far far;

    @BeforeEach
    void start() throws IOException {
        simulation = Simulation.manual();
        far = new Far(simulation.server().url());
    }

    @AfterEach
    void stop() {
        simulation.close();
    }

    @Test
    void doesInOrderWhatFallsDueWhenTheClockIsWound() {
        SimClock clock = simulation.clock();
        Instant start = clock.instant();
        List<String> done = new ArrayList<>();
        clock.after(Duration.ofMinutes(2), () -> done.add("late at " + Duration.between(start, clock.instant())));
        clock.after(Duration.ofMinutes(1), () -> {
            done.add("early");
            clock.after(Duration.ofSeconds(30), () -> done.add("between"));
        });
        clock.after(Duration.ofMinutes(1), () -> done.add("never")).cancel();
        clock.advance(Duration.ofMinutes(5));
        assertEquals(List.of("early", "between", "late at PT2M"), done);
        assertEquals(start.plus(Duration.ofMinutes(5)), clock.instant());
    }

    @Test
    void jumpsWithoutAnythingFallingDue() {
        SimClock clock = simulation.clock();
        List<String> done = new ArrayList<>();
        clock.after(Duration.ofMinutes(2), () -> done.add("done"));
        clock.jump(Duration.ofDays(3));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(), done);
        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of("done"), done);
    }

    @Test
    void theRealClockGoesByItselfAndCanBeWound() throws Exception {
        try (SimClock clock = SimClock.real()) {
            CompletableFuture<String> soon = new CompletableFuture<>();
            CompletableFuture<String> late = new CompletableFuture<>();
            clock.after(Duration.ofMillis(1), () -> soon.complete("soon"));
            clock.after(Duration.ofDays(1), () -> late.complete("late"));
            assertEquals("soon", soon.get(60, TimeUnit.SECONDS));
            assertFalse(late.isDone());
            clock.advance(Duration.ofDays(1));
            assertEquals("late", late.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void windsTheClockOverHttp() throws Exception {
        Instant before = simulation.clock().instant();
        JsonNode now = far.post(
                        "/_sim/clock", Json.object().put("advance_ms", 1000).put("jump_ms", 500))
                .json();
        assertEquals(before.plusMillis(1500).toString(), now.path("now").asText());
        assertEquals(now, far.get("/_sim/clock").json());
    }

    @Test
    void turnsKnobsAndRefusesUnknownOnes() throws Exception {
        simulation.knobs().declare("toy.fail", 0, "the next n calls fail");
        assertEquals(
                200, far.post("/_sim/knobs", Json.object().put("toy.fail", 1)).status());
        assertTrue(simulation.knobs().take("toy.fail"));
        assertFalse(simulation.knobs().take("toy.fail"));
        Far.Answer unknown = far.post("/_sim/knobs", Json.object().put("toy.fial", 1));
        assertEquals(400, unknown.status());
        assertTrue(unknown.text().contains("toy.fail"));
        simulation.knobs().set("toy.fail", 7);
        far.post("/_sim/knobs", Json.object().put("reset", "toy."));
        assertEquals(
                "0",
                far.get("/_sim/knobs").json().path("toy.fail").path("value").asText());
    }

    @Test
    void tellsWhatHappenedAsSoonAsItDoes() throws Exception {
        Transcript transcript = simulation.transcript();
        transcript.add("toy", "a", "in", Json.object().put("text", "one"));
        CompletableFuture<Far.Answer> next = CompletableFuture.supplyAsync(() -> {
            try {
                return far.get("/_sim/transcript?platform=toy&conversation=b&since=0&wait=60000");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        transcript.add("toy", "a", "in", Json.object().put("text", "two"));
        transcript.add("toy", "b", "out", Json.object().put("text", "three"));
        JsonNode entries = next.get(60, TimeUnit.SECONDS).json().path("entries");
        assertEquals(1, entries.size());
        assertEquals("three", entries.get(0).path("data").path("text").asText());
        assertEquals(3, entries.get(0).path("n").asInt());
        assertEquals(
                "two",
                transcript
                        .await(2, entry -> entry.conversation().equals("a"))
                        .get(1)
                        .text("text"));
        assertEquals(
                0,
                far.get("/_sim/transcript?since=3&wait=1")
                        .json()
                        .path("entries")
                        .size());
    }

    @Test
    void actionsAreForThisMachineAndForJsonOnly() throws Exception {
        simulation.act("toy", "poke", request -> {
            if (!request.has("who")) {
                throw new IllegalArgumentException("who?");
            }
            return Json.object().put("poked", request.path("who").asText());
        });
        assertEquals(
                "ann",
                far.post("/_sim/toy/poke", Json.object().put("who", "ann"))
                        .json()
                        .path("poked")
                        .asText());
        assertEquals(400, far.post("/_sim/toy/poke", Json.object()).status());
        assertEquals(404, far.post("/_sim/toy/push", Json.object()).status());
        assertEquals(
                415,
                far.call("POST", "/_sim/toy/poke", "{}", "Content-Type", "text/plain")
                        .status());
    }

    @Test
    void showsPagesWithoutAnythingFromElsewhere() throws Exception {
        Far.Answer index = far.get("/_sim/");
        assertEquals(200, index.status());
        assertTrue(index.header("Content-Security-Policy").startsWith("default-src 'self'"));
        assertEquals(200, far.get("/_sim/kit.js").status());
        assertEquals("text/css; charset=utf-8", far.get("/_sim/kit.css").header("Content-Type"));
        assertEquals(404, far.get("/_sim/nobody.js").status());
        assertEquals(400, far.get("/_sim/..%2fAdmin.class").status());
        assertThrows(IllegalArgumentException.class, () -> simulation.knobs().number("none"));
    }
}
