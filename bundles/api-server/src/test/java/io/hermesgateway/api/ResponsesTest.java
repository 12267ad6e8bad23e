package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.sql.Databases;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.testkit.FakeTurns;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ResponsesTest {
    @TempDir
    Path home;

    private static final FakeTurns.Play WITH_TOOL = (turns, id, request) -> {
        ToolCall call = new ToolCall("call-" + turns.requests().size(), "terminal", "{\"command\":\"ls\"}");
        turns.tell(new TurnEvent.TextDelta(id, "Let me look."));
        turns.tell(new TurnEvent.ToolStarted(id, call));
        turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.done("README.md")));
        turns.tell(new TurnEvent.TextDelta(id, " One file."));
        turns.end(id, "One file.");
    };

    private ApiHouse house() {
        return new ApiHouse(home);
    }

    private ApiHouse house(FileDatabases databases) {
        ApiHouse house = house();
        house.context.registry().publish(Databases.class, "sqlite", databases);
        return house;
    }

    private static HttpResponse<String> ask(ApiHouse house, String fields, String... headers) {
        return house.post("/v1/responses", "{" + fields + "}", headers);
    }

    private static JsonNode asked(ApiHouse house, String fields) {
        HttpResponse<String> response = ask(house, fields);
        assertEquals(200, response.statusCode(), response.body());
        return ApiHouse.json(response);
    }

    private static String id(JsonNode response) {
        return response.path("id").asText();
    }

    private static List<String> said(List<TranscriptLine> history) {
        return history.stream().map(line -> line.role() + ": " + line.text()).toList();
    }

    private static List<TranscriptLine> historyOf(ApiHouse house) {
        return Objects.requireNonNull(house.lastAsked().history());
    }

    @Test
    void item38_aBatchAnswerHasTheFormOfOpenAi() {
        try (ApiHouse house = house()) {
            house.turns().play(WITH_TOOL);
            JsonNode body = asked(house, "\"input\":\"look\",\"metadata\":{\"a\":\"b\"}");
            assertEquals("response", body.path("object").asText());
            assertEquals("completed", body.path("status").asText());
            assertTrue(id(body).matches("resp_.+"));
            JsonNode output = body.path("output");
            assertEquals("function_call", output.at("/0/type").asText());
            assertEquals("completed", output.at("/0/status").asText());
            assertEquals("{\"command\":\"ls\"}", output.at("/0/arguments").asText());
            assertEquals("function_call_output", output.at("/1/type").asText());
            assertTrue(output.at("/1/output").isTextual());
            assertEquals("README.md", output.at("/1/output").asText());
            assertEquals("message", output.at("/2/type").asText());
            assertEquals("assistant", output.at("/2/role").asText());
            assertEquals("One file.", output.at("/2/content/0/text").asText());
            assertTrue(output.at("/2/content/0/annotations").isArray());
            assertEquals(3, output.size());
            assertTrue(body.at("/usage/input_tokens_details").isObject());
            assertTrue(body.at("/usage/output_tokens_details").isObject());
            assertEquals("b", body.at("/metadata/a").asText());
            assertTrue(body.path("error").isNull());
        }
    }

    @Test
    void item38_aStreamHasOutputInPartsAndOneMessage() {
        try (ApiHouse house = house()) {
            house.turns().play(WITH_TOOL);
            HttpResponse<String> response = ask(house, "\"input\":\"look\",\"stream\":true");
            Frames frames = Frames.of(response.body());
            assertEquals(
                    List.of(
                            "response.created",
                            "response.output_item.added",
                            "response.content_part.added",
                            "response.output_text.delta",
                            "response.output_item.added",
                            "response.output_item.done",
                            "response.output_item.added",
                            "response.output_item.done",
                            "response.output_text.delta",
                            "response.output_text.done",
                            "response.content_part.done",
                            "response.output_item.done",
                            "response.completed"),
                    frames.names());
            for (int i = 0; i < frames.all().size(); i++) {
                JsonNode event = frames.all().get(i).json();
                assertEquals(i, event.path("sequence_number").asInt());
                assertEquals(frames.all().get(i).event(), event.path("type").asText());
            }
            JsonNode last = frames.all().get(12).json();
            assertEquals("completed", last.at("/response/status").asText());
            JsonNode output = last.at("/response/output");
            assertTrue(output.at("/1/output").isArray());
            assertEquals("README.md", output.at("/1/output/0/text").asText());
            assertEquals(
                    "Let me look. One file.", output.at("/2/content/0/text").asText());
            JsonNode stored = ApiHouse.json(
                    house.get("/v1/responses/" + last.at("/response/id").asText()));
            assertEquals(last.path("response"), stored);
        }
    }

    @Test
    void reasoningIsAnItemOfItsOwnBeforeTheText() {
        try (ApiHouse house = house()) {
            house.turns().play((turns, id, request) -> {
                turns.tell(new TurnEvent.ReasoningDelta(id, "hm"));
                turns.tell(new TurnEvent.ReasoningDelta(id, "..."));
                turns.tell(new TurnEvent.TextDelta(id, "yes"));
                turns.end(id, "yes");
            });
            Frames frames =
                    Frames.of(ask(house, "\"input\":\"?\",\"stream\":true").body());
            assertEquals(
                    List.of(
                            "response.created",
                            "response.output_item.added",
                            "response.reasoning_summary_part.added",
                            "response.reasoning_summary_text.delta",
                            "response.reasoning_summary_text.delta",
                            "response.reasoning_summary_text.done",
                            "response.reasoning_summary_part.done",
                            "response.output_item.done",
                            "response.output_item.added"),
                    frames.names().subList(0, 9));
            JsonNode output = frames.all().get(frames.all().size() - 1).json().at("/response/output");
            assertEquals("hm...", output.at("/0/summary/0/text").asText());
            assertEquals(
                    "reasoning",
                    asked(house, "\"input\":\"?\"").at("/output/0/type").asText());
        }
    }

    @Test
    void item21_tinyDeltasAreGathered() {
        try (ApiHouse house = house()) {
            StringBuilder whole = new StringBuilder();
            house.turns().play((turns, id, request) -> {
                for (int i = 0; i < 500; i++) {
                    whole.append(i).append(' ');
                    turns.tell(new TurnEvent.TextDelta(id, i + " "));
                    house.context.manualTasks().advance(Duration.ofMillis(2));
                }
                turns.end(id, whole.toString());
            });
            Frames frames =
                    Frames.of(ask(house, "\"input\":\"count\",\"stream\":true").body());
            List<Frames.Frame> deltas = frames.named("response.output_text.delta");
            StringBuilder joined = new StringBuilder();
            deltas.forEach(frame -> joined.append(frame.json().path("delta").asText()));
            assertEquals(whole.toString(), joined.toString());
            assertTrue(deltas.size() >= 15 && deltas.size() <= 25, "deltas: " + deltas.size());
        }
    }

    @Test
    void item22_whatWasSaidBeforeAToolComesBeforeIt() {
        try (ApiHouse house = house()) {
            house.turns().play((turns, id, request) -> {
                ToolCall call = new ToolCall("c", "terminal", "{}");
                turns.tell(new TurnEvent.TextDelta(id, "a"));
                turns.tell(new TurnEvent.TextDelta(id, "b"));
                turns.tell(new TurnEvent.ToolStarted(id, call));
                turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.done("")));
                turns.end(id, "ab");
            });
            Frames frames =
                    Frames.of(ask(house, "\"input\":\"x\",\"stream\":true").body());
            int call = frames.names().lastIndexOf("response.output_item.added") - 2;
            String before = "";
            for (Frames.Frame frame : frames.all().subList(0, call)) {
                before += frame.json().path("delta").asText("");
            }
            assertEquals("ab", before);
        }
    }

    @Test
    void item23_theLastEventIsSmallAndTheEarlierOnesAreWhole() {
        try (ApiHouse house = house()) {
            String content = "x".repeat(848_000);
            ToolCall call = new ToolCall("c", "write_file", "{\"path\":\"a\",\"content\":\"" + content + "\"}");
            house.turns().play((turns, id, request) -> {
                turns.tell(new TurnEvent.ToolStarted(id, call));
                turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.done("y".repeat(5_000))));
                turns.end(id, "written");
            });
            Frames frames =
                    Frames.of(ask(house, "\"input\":\"x\",\"stream\":true").body());
            Frames.Frame last = frames.all().get(frames.all().size() - 1);
            assertTrue(last.data().length() < 10_000);
            JsonNode arguments =
                    ApiHouse.json(last.json().at("/response/output/0/arguments").asText());
            assertEquals("a", arguments.path("path").asText());
            assertTrue(arguments.path("content").asText().contains("848000"));
            JsonNode added = frames.named("response.output_item.added").get(0).json();
            assertEquals(call.arguments(), added.at("/item/arguments").asText());
        }
    }

    @Test
    void item24_aFailureMidStreamEndsWithResponseFailed() {
        try (ApiHouse house = house()) {
            house.turns().play((turns, id, request) -> {
                turns.tell(new TurnEvent.TextDelta(id, "half"));
                turns.tell(new TurnEvent.Ended(id, "failed", "it broke", TurnOutcome.Usage.NONE, "plugin_failed"));
            });
            Frames frames =
                    Frames.of(ask(house, "\"input\":\"x\",\"stream\":true").body());
            JsonNode last = frames.all().get(frames.all().size() - 1).json();
            assertEquals("response.failed", last.path("type").asText());
            assertEquals("failed", last.at("/response/status").asText());
            assertEquals("it broke", last.at("/response/error/message").asText());
            assertEquals("server_error", last.at("/response/error/code").asText());
            assertEquals("half", last.at("/response/output/0/content/0/text").asText());
        }
    }

    @Test
    void complaint8_aFailedBatchIsNotCompleted() {
        try (ApiHouse house = house()) {
            house.turns()
                    .play((turns, id, request) -> turns.tell(new TurnEvent.Ended(
                            id, "failed", "half\n\nit broke", TurnOutcome.Usage.NONE, "plugin_failed", "half")));
            JsonNode body = asked(house, "\"input\":\"x\"");
            assertEquals("failed", body.path("status").asText());
            assertEquals("it broke", body.at("/error/message").asText());
            house.turns()
                    .play((turns, id, request) -> turns.tell(
                            new TurnEvent.Ended(id, "failed", "it broke", TurnOutcome.Usage.NONE, "plugin_failed")));
            assertEquals(502, ask(house, "\"input\":\"x\"").statusCode());
        }
    }

    @Test
    void item37_aChainStaysInOneSession() {
        try (ApiHouse house = house()) {
            HttpResponse<String> first = ask(house, "\"input\":\"one\",\"instructions\":\"be kind\"");
            String session = ApiHouse.header(first, "X-Hermes-Session-Id");
            HttpResponse<String> second =
                    ask(house, "\"input\":\"two\",\"previous_response_id\":\"" + id(ApiHouse.json(first)) + "\"");
            HttpResponse<String> third = ask(
                    house,
                    "\"input\":\"three\",\"stream\":true,\"previous_response_id\":\"" + id(ApiHouse.json(second))
                            + "\"");
            assertEquals(session, ApiHouse.header(second, "X-Hermes-Session-Id"));
            assertEquals(session, ApiHouse.header(third, "X-Hermes-Session-Id"));
            assertEquals("be kind", house.lastAsked().instructions());
            assertEquals(
                    List.of("user: one", "assistant: you said: one", "user: two", "assistant: you said: two"),
                    said(historyOf(house)));
        }
    }

    @Test
    void item48_chainsDoNotRepeatEarlierCallsNorDoubleTheirHistory() {
        try (ApiHouse house = house()) {
            house.turns().play(WITH_TOOL);
            String previous = "";
            for (int turn = 1; turn <= 10; turn++) {
                String chained = previous.isEmpty() ? "" : ",\"previous_response_id\":\"" + previous + "\"";
                JsonNode body = asked(house, "\"input\":\"go\"" + chained);
                assertEquals(3, body.path("output").size());
                assertEquals("call-" + turn, body.at("/output/0/call_id").asText());
                assertEquals((turn - 1) * 4, historyOf(house).size());
                previous = id(body);
            }
            TranscriptLine call = historyOf(house).get(1);
            assertTrue(String.valueOf(call.details()).contains("\"tool_calls\""));
            assertTrue(String.valueOf(historyOf(house).get(2).details()).contains("\"tool_call_id\":\"call-1\""));
        }
    }

    @Test
    void complaint5_anOwnHistoryStaysInTheSessionOfTheChain() {
        try (ApiHouse house = house()) {
            HttpResponse<String> first = ask(house, "\"input\":\"one\"");
            HttpResponse<String> second = ask(
                    house,
                    "\"input\":\"two\",\"conversation_history\":[{\"role\":\"user\",\"content\":\"mine\"}],"
                            + "\"previous_response_id\":\"" + id(ApiHouse.json(first)) + "\"");
            assertEquals(ApiHouse.header(first, "X-Hermes-Session-Id"), ApiHouse.header(second, "X-Hermes-Session-Id"));
            assertEquals(List.of("user: mine"), said(historyOf(house)));
        }
    }

    @Test
    void conversationsGoOnByName() {
        try (ApiHouse house = house()) {
            asked(house, "\"input\":\"one\",\"conversation\":\"c\"");
            asked(house, "\"input\":\"two\",\"conversation\":\"c\"");
            assertEquals(List.of("user: one", "assistant: you said: one"), said(historyOf(house)));
            asked(house, "\"input\":\"three\",\"conversation\":\"d\"");
            assertEquals(List.of(), said(historyOf(house)));
            assertEquals(
                    400,
                    ask(house, "\"input\":\"x\",\"conversation\":\"c\",\"previous_response_id\":\"y\"")
                            .statusCode());
        }
    }

    @Test
    void item13_aNameWhoseResponseWasDeletedIsFreshAgain() {
        try (ApiHouse house = house(new FileDatabases(home))) {
            JsonNode first = asked(house, "\"input\":\"one\",\"conversation\":\"c\"");
            HttpResponse<String> deleted = house.send(
                    house.request("/v1/responses/" + id(first)).DELETE().build());
            assertEquals(200, deleted.statusCode());
            assertTrue(ApiHouse.json(deleted).path("deleted").asBoolean());
            assertEquals(404, house.get("/v1/responses/" + id(first)).statusCode());
            assertEquals(
                    404,
                    house.send(house.request("/v1/responses/" + id(first))
                                    .DELETE()
                                    .build())
                            .statusCode());
            asked(house, "\"input\":\"two\",\"conversation\":\"c\"");
            assertEquals(List.of(), said(historyOf(house)));
        }
    }

    @Test
    void item14_theLeastAskedForIsEvictedAndItsNameIsFresh() {
        FileDatabases databases = new FileDatabases(home);
        try (ApiHouse house = house(databases)) {
            JsonNode old = asked(house, "\"input\":\"one\",\"conversation\":\"c\"");
            JsonNode read = asked(house, "\"input\":\"two\"");
            for (int i = 0; i < 99; i++) {
                if (i == 50) {
                    assertEquals(200, house.get("/v1/responses/" + id(read)).statusCode());
                    house.context.manualTasks().advance(Duration.ofSeconds(10));
                }
                asked(house, "\"input\":\"more\"");
            }
            house.context.manualTasks().advance(Duration.ofSeconds(1));
            assertEquals(404, house.get("/v1/responses/" + id(old)).statusCode());
            assertEquals(200, house.get("/v1/responses/" + id(read)).statusCode());
            asked(house, "\"input\":\"two\",\"conversation\":\"c\"");
            assertEquals(List.of(), said(historyOf(house)));
        }
        assertEquals("100", databases.one("SELECT count(*) FROM responses"));
    }

    @Test
    void whatIsStoredSurvivesARestart() {
        FileDatabases databases = new FileDatabases(home);
        String id;
        try (ApiHouse house = house(databases)) {
            id = id(asked(house, "\"input\":\"one\",\"conversation\":\"c\""));
        }
        try (ApiHouse house = house(databases)) {
            assertEquals(200, house.get("/v1/responses/" + id).statusCode());
            asked(house, "\"input\":\"two\",\"conversation\":\"c\"");
            assertEquals(List.of("user: one", "assistant: you said: one"), said(historyOf(house)));
        }
    }

    @Test
    void item1and2_aCorruptRowIsDroppedWithItsName() {
        FileDatabases databases = new FileDatabases(home);
        String id;
        try (ApiHouse house = house(databases)) {
            id = id(asked(house, "\"input\":\"one\",\"conversation\":\"c\""));
        }
        databases.execute("UPDATE responses SET data = '{\"response\": 17'");
        try (ApiHouse house = house(databases)) {
            assertEquals(404, house.get("/v1/responses/" + id).statusCode());
            assertEquals(
                    404,
                    ask(house, "\"input\":\"x\",\"previous_response_id\":\"" + id + "\"")
                            .statusCode());
            asked(house, "\"input\":\"two\",\"conversation\":\"c\"");
            assertEquals(List.of(), said(historyOf(house)));
        }
        assertEquals("1", databases.one("SELECT count(*) FROM responses"));
        assertTrue(databases.one("SELECT data FROM responses").contains("two"));
    }

    @Test
    void withoutADatabaseTheMemoryServesAndIsWrittenWhenOneComes() {
        FileDatabases databases = new FileDatabases(home);
        databases.away = true;
        String id;
        try (ApiHouse house = house(databases)) {
            id = id(asked(house, "\"input\":\"one\""));
            assertEquals(200, house.get("/v1/responses/" + id).statusCode());
            house.context.manualTasks().advance(Duration.ofSeconds(1));
            databases.away = false;
            house.context.manualTasks().advance(Duration.ofSeconds(10));
            assertEquals("1", databases.one("SELECT count(*) FROM responses WHERE response_id = '" + id + "'"));
        }
    }

    @Test
    void whatIsNotToBeStoredIsNot() {
        try (ApiHouse house = house()) {
            JsonNode kept = asked(house, "\"input\":\"one\",\"conversation\":\"c\"");
            JsonNode body = asked(house, "\"input\":\"two\",\"conversation\":\"c\",\"store\":\"false\"");
            assertEquals(404, house.get("/v1/responses/" + id(body)).statusCode());
            asked(house, "\"input\":\"three\",\"conversation\":\"c\"");
            assertEquals(2, historyOf(house).size());
            assertEquals(200, house.get("/v1/responses/" + id(kept)).statusCode());
        }
    }

    @Test
    void aRunningStreamCanBeLookedUp() {
        try (ApiHouse house = house()) {
            FakeTurns.Play echo = (turns, id, request) -> turns.end(id, "you said: " + request.text());
            house.turns().play((turns, id, request) -> {
                turns.tell(new TurnEvent.Started(id, 1));
                turns.play(echo);
                asked(house, "\"input\":\"and?\",\"conversation\":\"c\",\"store\":false");
                turns.end(id, "done");
            });
            Frames frames = Frames.of(ask(house, "\"input\":\"x\",\"stream\":true,\"conversation\":\"c\"")
                    .body());
            assertEquals(
                    "in_progress",
                    frames.all().get(0).json().at("/response/status").asText());
            assertEquals(List.of("user: x"), said(historyOf(house)), "the name points at it while it runs");
        }
    }

    @Test
    void truncationKeepsTheNewestAndEverySummary() {
        try (ApiHouse house = house()) {
            StringBuilder history = new StringBuilder();
            for (int i = 0; i < 150; i++) {
                String text = i == 1 ? "[CONTEXT COMPACTION] before" : "m" + i;
                history.append(i == 0 ? "" : ",").append("{\"role\":\"user\",\"content\":\"" + text + "\"}");
            }
            asked(house, "\"input\":\"x\",\"truncation\":\"auto\",\"conversation_history\":[" + history + "]");
            List<String> said = said(historyOf(house));
            assertEquals(100, said.size());
            assertEquals("user: [CONTEXT COMPACTION] before", said.get(0));
            assertEquals("user: m51", said.get(1));
            assertEquals("user: m149", said.get(99));
        }
    }

    @Test
    void inputComesInManyForms() {
        try (ApiHouse house = house()) {
            asked(
                    house,
                    """
                    "instructions":"a","input":[{"role":"developer","content":"b"},{"role":"user","content":"one"},
                    {"type":"message","role":"assistant","content":[{"type":"output_text","text":"two"}]},
                    {"type":"reasoning","summary":[]},{"type":"function_call","name":"x","arguments":"{}","call_id":"1"},
                    {"type":"function_call_output","call_id":"1","output":"y"},{"type":"item_reference","id":"z"},
                    "three",{"type":"function_call_output","call_id":"2","output":"y"}]""");
            assertEquals("three", house.lastAsked().text());
            assertEquals(List.of("user: one", "assistant: two"), said(historyOf(house)));
            assertEquals("a\nb", house.lastAsked().instructions());
            for (String bad : List.of(
                    "\"model\":\"x\"",
                    "\"input\":null",
                    "\"input\":\" \"",
                    "\"input\":[]",
                    "\"input\":7",
                    "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"2\",\"output\":\"y\"}]",
                    "\"input\":\"x\",\"conversation_history\":{}",
                    "\"input\":\"x\",\"conversation_history\":[{\"role\":\"user\"}]")) {
                assertEquals(400, ask(house, bad).statusCode(), bad);
            }
        }
    }
}
