package io.hermesgateway.api;

import static io.hermesgateway.api.ApiHouse.header;
import static io.hermesgateway.api.ApiHouse.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.config.Redactor;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.service.Redaction;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.testkit.FakeTurns;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RunsTest {
    @TempDir
    Path home;

    private ApiHouse house;

    @BeforeEach
    void open() {
        house = new ApiHouse(home);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private JsonNode start(String body, String... headers) {
        HttpResponse<String> answer = house.post("/v1/runs", body, headers);
        assertEquals(202, answer.statusCode(), answer.body());
        return json(answer);
    }

    private String start() {
        return start("{\"input\":\"go\"}").path("run_id").asText();
    }

    private JsonNode status(String id) {
        return json(house.get("/v1/runs/" + id));
    }

    /** The events of a run that is over. */
    private List<JsonNode> events(String id, String... headers) {
        HttpResponse<String> answer = house.get("/v1/runs/" + id + "/events", headers);
        assertEquals("text/event-stream", header(answer, "Content-Type"));
        assertTrue(answer.body().endsWith(": stream closed\n\n"), answer.body());
        return Arrays.stream(answer.body().split("\n"))
                .filter(line -> line.startsWith("data: "))
                .map(line -> json(line.substring(6)))
                .toList();
    }

    private static List<String> names(List<JsonNode> events) {
        return events.stream().map(event -> event.path("event").asText()).toList();
    }

    private void hold() {
        house.turns().play((turns, turnId, request) -> turns.tell(new TurnEvent.Started(turnId, 1)));
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).path("error").path("code").asText();
    }

    @Test
    void item30_aRunIsDoneWithoutAnyReader() {
        JsonNode started = start("{\"input\":\"go\",\"session_id\":\"s-1\"}");
        assertEquals("started", started.path("status").asText());
        assertFalse(started.path("replayed").asBoolean(true));
        JsonNode status = status(started.path("run_id").asText());
        assertEquals("hermes.run", status.path("object").asText());
        assertEquals("completed", status.path("status").asText());
        assertEquals("you said: go", status.path("output").asText());
        assertEquals("s-1", status.path("session_id").asText());
        assertEquals("hermes-agent", status.path("model").asText());
        assertEquals("run.completed", status.path("last_event").asText());
        assertTrue(status.path("created_at").isDouble());
        assertTrue(status.path("usage").path("total_tokens").isNumber());
        assertEquals(List.of(), internal(status));
        assertEquals("run_not_found", code(house.get("/v1/runs/run_x")));
        assertEquals(404, house.get("/v1/runs/run_x").statusCode());
        assertEquals(404, house.get("/v1/runs/run_x/events").statusCode());
    }

    private static List<String> internal(JsonNode status) {
        return List.of("turn_id", "owner", "idempotency_key", "fingerprint", "life").stream()
                .filter(status::has)
                .toList();
    }

    @Test
    void item30_anInvalidRequestLeavesNothing() {
        for (String body : List.of(
                "{",
                "[]",
                "{}",
                "{\"input\":null}",
                "{\"input\":[]}",
                "{\"input\":\"  \"}",
                "{\"input\":\"x\",\"conversation_history\":{}}",
                "{\"input\":\"x\",\"conversation_history\":[{\"role\":\"user\"}]}",
                "{\"input\":\"x\",\"conversation_history\":[{\"content\":\"a\"}]}",
                "{\"input\":\"x\",\"session_id\":\"../up\"}",
                "{\"input\":\"x\",\"author\":\"ann\"}")) {
            assertEquals(400, house.post("/v1/runs", body).statusCode(), body);
        }
        assertEquals("invalid_author", code(house.post("/v1/runs", "{\"input\":\"x\",\"author\":{\"is_bot\":1}}")));
        assertEquals(List.of(), house.turns().requests());
    }

    @Test
    void takesInputInEveryFormAndHistoryByItsPrecedence() {
        start("{\"input\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"c\"}]}]}");
        assertEquals("c", house.lastAsked().text());
        assertEquals(List.of("user a", "assistant b"), lines());
        start("{\"input\":[{\"type\":\"input_text\",\"text\":\"only\"}]}");
        assertEquals("only", house.lastAsked().text());
        assertNull(house.lastAsked().history());
        start("{\"input\":[\"x\",\"y\"],\"conversation_history\":[{\"role\":\"user\",\"content\":\"h\"}],"
                + "\"instructions\":\"be brief\",\"author\":{\"id\":\"1\",\"name\":\"Ann\",\"is_bot\":false}}");
        assertEquals("y", house.lastAsked().text());
        assertEquals(List.of("user h"), lines());
        assertEquals("be brief", house.lastAsked().instructions());
        assertTrue(house.lastAsked().options().getOrDefault("author", "").contains("Ann"));
        assertEquals(Turns.Asking.ATTENDED, house.lastAsked().asking());
        start("{\"input\":\"x\",\"previous_response_id\":\"resp_gone\"}");
        assertNull(house.lastAsked().history());
    }

    private List<String> lines() {
        List<TranscriptLine> history = house.lastAsked().history();
        return history == null
                ? List.of("none")
                : history.stream().map(line -> line.role() + " " + line.text()).toList();
    }

    @Test
    void complaint6_aRunGoesOnWithTheSessionThatTheHeaderNames() {
        JsonNode plain = start("{\"input\":\"go\"}");
        assertEquals(plain.path("run_id").asText(), house.lastAsked().sessionId());
        start("{\"input\":\"go\"}", "X-Hermes-Session-Id", "s-2");
        assertEquals("s-2", house.lastAsked().sessionId());
        assertNull(house.lastAsked().history(), "the session remembers");
        start("{\"input\":\"go\",\"session_id\":\"s-3\"}", "X-Hermes-Session-Id", "s-2");
        assertEquals("s-3", house.lastAsked().sessionId());
    }

    @Test
    void item27_theSessionKeyIsEchoedOnRuns() {
        HttpResponse<String> answer = house.post("/v1/runs", "{\"input\":\"go\"}", "X-Hermes-Session-Key", "channel-7");
        assertEquals("channel-7", header(answer, "X-Hermes-Session-Key"));
        assertEquals(
                400,
                house.post("/v1/runs", "{\"input\":\"go\"}", "X-Hermes-Session-Key", "k".repeat(257))
                        .statusCode());
    }

    @Test
    void tellsWhatHappenedInOrder() {
        ToolCall call = new ToolCall("c1", "terminal", "{\"command\":\"ls -l\"}");
        house.turns().play((turns, id, request) -> {
            turns.tell(new TurnEvent.Started(id, 1));
            turns.tell(new TurnEvent.ReasoningDelta(id, "hm"));
            turns.tell(new TurnEvent.ReasoningDelta(id, "m"));
            turns.tell(new TurnEvent.TextDelta(id, "let me see"));
            turns.tell(new TurnEvent.ToolStarted(id, call));
            turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.failed("no such file")));
            turns.tell(new TurnEvent.ToolStarted(id, new ToolCall("c2", "_thinking", "{}")));
            turns.tell(new TurnEvent.TextDelta(id, "done"));
            turns.end(id, "done");
        });
        String id = start();
        List<JsonNode> events = events(id);
        assertEquals(
                List.of(
                        "reasoning.available",
                        "message.delta",
                        "tool.started",
                        "tool.completed",
                        "message.delta",
                        "run.completed"),
                names(events));
        assertEquals("hmm", events.get(0).path("text").asText());
        assertEquals("ls -l", events.get(2).path("preview").asText());
        assertTrue(events.get(3).path("error").asBoolean());
        assertEquals("no such file", events.get(3).path("preview").asText());
        assertEquals("done", events.get(5).path("output").asText());
        for (JsonNode event : events) {
            assertEquals(id, event.path("run_id").asText());
            assertTrue(event.path("timestamp").isNumber());
        }
    }

    @Test
    void item49_aReaderWhoComesBackGetsExactlyWhatItMissed() {
        house.turns().play((turns, id, request) -> {
            turns.tell(new TurnEvent.TextDelta(id, "a"));
            turns.tell(new TurnEvent.TextDelta(id, "b"));
            turns.end(id, "ab");
        });
        String id = start();
        assertEquals(List.of("message.delta", "message.delta", "run.completed"), names(events(id)));
        assertEquals(List.of("message.delta", "run.completed"), names(events(id, "Last-Event-ID", "1")));
        assertEquals(List.of("run.completed"), names(events(id, "Last-Event-ID", "2")));
        assertEquals(3, events(id, "Last-Event-ID", "garbage").size());
        assertEquals(3, events(id, "Last-Event-ID", "9".repeat(40)).size());
    }

    @Test
    void item28_aFailureIsNeverACompletion() {
        house.turns()
                .play((turns, id, request) -> turns.tell(new TurnEvent.Ended(
                        id,
                        "failed",
                        "OPENAI_API_KEY=hunter2hunter2 was refused",
                        TurnOutcome.Usage.NONE,
                        "auth",
                        null)));
        String id = start();
        List<JsonNode> events = events(id);
        assertEquals(List.of("run.failed"), names(events));
        assertEquals("failed", status(id).path("status").asText());
        String error = status(id).path("error").asText();
        assertTrue(error.contains("OPENAI_API_KEY") && !error.contains("hunter2"), error);
    }

    @Test
    void item33_stopInterruptsAndTheStreamCloses() {
        house.turns().play((turns, id, request) -> turns.tell(new TurnEvent.Started(id, 1)));
        String id = start();
        assertEquals("running", status(id).path("status").asText());
        HttpResponse<String> stopped = house.post("/v1/runs/" + id + "/stop", "");
        assertEquals(200, stopped.statusCode());
        assertEquals("stopping", json(stopped).path("status").asText());
        assertEquals(List.of("turn-1 Stop requested via API"), house.turns().stopped());
        assertEquals("stopping", status(id).path("status").asText());
        house.turns().tell(new TurnEvent.Ended("turn-1", "cancelled", "", TurnOutcome.Usage.NONE, null, null));
        assertEquals("cancelled", status(id).path("status").asText());
        assertEquals(List.of("run.cancelled"), names(events(id)));
        assertEquals(
                "cancelled",
                json(house.post("/v1/runs/" + id + "/stop", "")).path("status").asText());
        assertEquals(404, house.post("/v1/runs/run_x/stop", "").statusCode());
        assertEquals(
                401,
                house.send(java.net.http.HttpRequest.newBuilder(house.at("/v1/runs/" + id + "/stop"))
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode());
    }

    @Test
    void item32_stopDoesNotWaitForAnAgentThatDoesNotListen() {
        hold();
        String id = start();
        assertEquals(200, house.post("/v1/runs/" + id + "/stop", "").statusCode());
        assertEquals("stopping", status(id).path("status").asText());
    }

    @Test
    void steersARunningRunOnly() {
        hold();
        String id = start();
        assertEquals("invalid_steer_input", code(house.post("/v1/runs/" + id + "/steer", "{\"input\":\" \"}")));
        JsonNode steered = json(house.post("/v1/runs/" + id + "/steer", "{\"message\":\"left\"}"));
        assertEquals("hermes.run.steer", steered.path("object").asText());
        house.turns().end("turn-1", "ok");
        assertEquals(
                409,
                house.post("/v1/runs/" + id + "/steer", "{\"text\":\"right\"}").statusCode());
        assertEquals(List.of("run.steered", "run.completed"), names(events(id)));
    }

    @Test
    void complaint13_theSameKeyIsTheSameRun() {
        JsonNode first = start("{\"input\":\"go\"}", "Idempotency-Key", "k1");
        HttpResponse<String> again = house.post("/v1/runs", "{\"input\":\"go\"}", "Idempotency-Key", "k1");
        assertEquals(202, again.statusCode());
        assertEquals("true", header(again, "Idempotency-Replayed"));
        assertEquals(first.path("run_id"), json(again).path("run_id"));
        assertEquals("completed", json(again).path("status").asText());
        assertTrue(json(again).path("replayed").asBoolean());
        assertEquals(1, house.turns().requests().size());
        HttpResponse<String> other = house.post("/v1/runs", "{\"input\":\"other\"}", "Idempotency-Key", "k1");
        assertEquals(409, other.statusCode());
        assertEquals("idempotency_key_conflict", code(other));
        assertEquals("false", header(other, "x-should-retry"));
        assertEquals(
                "invalid_idempotency_key",
                code(house.post("/v1/runs", "{\"input\":\"go\"}", "Idempotency-Key", "a b")));
        assertNotEquals(
                first.path("run_id"),
                start("{\"input\":\"go\"}", "Idempotency-Key", "k2").path("run_id"));
    }

    @Test
    void complaint13_theKeyHoldsInTheNextLife() {
        JsonNode first = start("{\"input\":\"go\"}", "Idempotency-Key", "k1");
        house.close();
        house = new ApiHouse(home);
        HttpResponse<String> again = house.post("/v1/runs", "{\"input\":\"go\"}", "Idempotency-Key", "k1");
        assertEquals(first.path("run_id"), json(again).path("run_id"));
        assertTrue(json(again).path("replayed").asBoolean());
        assertEquals(List.of(), house.turns().requests());
        assertEquals(
                "you said: go",
                status(first.path("run_id").asText()).path("output").asText());
    }

    @Test
    void item47_aRepeatIsAnsweredWhenThereIsNoRoom() {
        house.close();
        house = new ApiHouse(home, Map.of("max_concurrent_runs", 1));
        hold();
        JsonNode first = start("{\"input\":\"go\"}", "Idempotency-Key", "k1");
        HttpResponse<String> full = house.post("/v1/runs", "{\"input\":\"go\"}");
        assertEquals(429, full.statusCode());
        assertEquals("1", header(full, "Retry-After"));
        assertEquals(400, house.post("/v1/runs", "{}").statusCode(), "validation comes first");
        HttpResponse<String> again = house.post("/v1/runs", "{\"input\":\"go\"}", "Idempotency-Key", "k1");
        assertEquals(202, again.statusCode());
        assertEquals(first.path("run_id"), json(again).path("run_id"));
        house.turns().end("turn-1", "done");
        start("{\"input\":\"go\"}");
    }

    @Test
    void item19_aSecretDoesNotLeaveHoweverItIsCut() {
        String secret = "correct-horse-battery-staple";
        house.context.registry().publish(Redaction.class, "kernel", new Redactor(List.of(secret)));
        ToolCall call = new ToolCall("c1", "terminal", "{\"command\":\"echo " + secret + "\"}");
        house.turns().play((turns, id, request) -> {
            for (String piece : List.of("it is correct-", "horse-bat", "tery-staple", " indeed")) {
                turns.tell(new TurnEvent.TextDelta(id, piece));
            }
            turns.tell(new TurnEvent.ToolStarted(id, call));
            turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.done("x " + secret)));
            turns.end(id, "it is " + secret);
        });
        String id = start();
        String all = house.get("/v1/runs/" + id + "/events").body();
        assertFalse(all.contains("staple-") || all.contains("horse"), all);
        String said = events(id).stream()
                .filter(event -> event.path("event").asText().equals("message.delta"))
                .map(event -> event.path("delta").asText())
                .collect(Collectors.joining());
        assertEquals("it is ••••aple indeed", said);
        assertFalse(house.get("/v1/runs/" + id).body().contains("horse"));
    }

    @Test
    void aRunWhoseEndNobodySawIsInterrupted() {
        hold();
        String id = start();
        house.close();
        house = new ApiHouse(home);
        assertEquals("interrupted", status(id).path("status").asText());
        List<JsonNode> events = events(id, "Last-Event-ID", "57");
        assertEquals(List.of("run.interrupted"), names(events), "numbers of a later life are higher");
    }

    @Test
    void rowsGoWhenTheirTimeIsOver() {
        String plain = start();
        String keyed = start("{\"input\":\"go\"}", "Idempotency-Key", "k1")
                .path("run_id")
                .asText();
        house.context.manualTasks().advance(java.time.Duration.ofMinutes(61));
        assertEquals(404, house.get("/v1/runs/" + plain).statusCode());
        assertEquals(200, house.get("/v1/runs/" + keyed).statusCode());
        house.context.manualTasks().advance(java.time.Duration.ofHours(24));
        assertEquals(404, house.get("/v1/runs/" + keyed).statusCode());
    }

    @Test
    void readersSeeEachOtherNeitherComingNorGoing() throws Exception {
        hold();
        String id = start();
        var first = house.lines("/v1/runs/" + id + "/events");
        var second = house.lines("/v1/runs/" + id + "/events");
        FakeTurns turns = house.turns();
        turns.tell(new TurnEvent.TextDelta("turn-1", "a"));
        second.close();
        turns.end("turn-1", "a");
        List<String> heard = new ArrayList<>(first.rest());
        assertEquals(2, heard.stream().filter(line -> line.startsWith("data: ")).count(), heard.toString());
    }
}
