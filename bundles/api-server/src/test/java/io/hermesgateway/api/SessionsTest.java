package io.hermesgateway.api;

import static io.hermesgateway.api.ApiHouse.header;
import static io.hermesgateway.api.ApiHouse.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SessionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path home;

    private ApiHouse house;
    /** What the kernel knows to have been said, by session. */
    private final Map<String, List<TranscriptLine>> said = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        house = new ApiHouse(home);
        house.context
                .registry()
                .publish(
                        ControlVerb.class,
                        "sessions.list",
                        (who, args, shown) -> Map.of(
                                "sessions",
                                said.keySet().stream().map(this::row).toList(),
                                "partial",
                                false));
        house.context.registry().publish(ControlVerb.class, "sessions.show", (who, args, shown) -> {
            String spoken = String.valueOf(args.get("id"));
            String id = said.keySet().stream()
                    .filter(one -> one.startsWith(spoken))
                    .findFirst()
                    .orElseThrow(() -> new GatewayException(KernelError.NOT_FOUND, "there is no session"));
            shown.show(Map.of("messages", said.getOrDefault(id, List.of())));
            return Map.of("session", row(id), "partial", false);
        });
        house.context
                .registry()
                .publish(
                        ControlVerb.class,
                        "sessions.search",
                        (who, args, shown) -> Map.of(
                                "hits",
                                List.of(new Store.SearchHit("tg-1", "t1", "user", "about " + args.get("text"), NOW)),
                                "partial",
                                false));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Store.SessionRow row(String id) {
        List<TranscriptLine> lines = said.getOrDefault(id, List.of());
        String platform = id.startsWith("tg") ? "telegram" : "api_server";
        return new Store.SessionRow(
                id, "key", platform, null, null, NOW, NOW.plusSeconds(lines.size()), lines.size(), 0, "m", 5, 7);
    }

    private void say(String session, String role, String text) {
        say(session, role, text, null);
    }

    private void say(String session, String role, String text, @org.jspecify.annotations.Nullable String details) {
        said.computeIfAbsent(session, id -> new ArrayList<>()).add(new TranscriptLine(role, text, details, "t", NOW));
    }

    private HttpResponse<String> patch(String path, String body) {
        return house.send(house.request(path)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> delete(String path) {
        return house.send(house.request(path).DELETE().build());
    }

    private JsonNode create(String body) {
        HttpResponse<String> answer = house.post("/api/sessions", body);
        assertEquals(201, answer.statusCode(), answer.body());
        return json(answer).path("session");
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).path("error").path("code").asText();
    }

    private List<String> listed(String query) {
        return json(house.get("/api/sessions" + query)).path("data").findValuesAsText("id");
    }

    @Test
    void aSessionIsMadeChangedAndDeleted() {
        JsonNode session = create("{\"title\":\"Plans\",\"system_prompt\":\"be kind\",\"model\":\"hermes-agent\"}");
        String id = session.path("id").asText();
        assertTrue(id.startsWith("api_"), id);
        assertEquals("Plans", session.path("title").asText());
        assertTrue(session.path("has_system_prompt").asBoolean());
        assertFalse(session.has("system_prompt"));
        assertTrue(session.path("model").isNull());
        assertEquals("api_server", session.path("source").asText());
        assertEquals(
                "hermes.session",
                json(house.get("/api/sessions/" + id)).path("object").asText());
        JsonNode changed =
                json(patch("/api/sessions/" + id, "{\"title\":\"New\",\"pinned\":true,\"end_reason\":\"done\"}"));
        assertEquals("New", changed.path("session").path("title").asText());
        assertTrue(changed.path("session").path("pinned").asBoolean());
        assertTrue(changed.path("session").path("ended_at").isNumber());
        assertEquals("unsupported_session_field", code(patch("/api/sessions/" + id, "{\"model\":\"x\"}")));
        assertEquals("invalid_session_field", code(patch("/api/sessions/" + id, "{\"pinned\":\"yes\"}")));
        JsonNode deleted = json(delete("/api/sessions/" + id));
        assertEquals("hermes.session.deleted", deleted.path("object").asText());
        assertTrue(deleted.path("deleted").asBoolean());
        assertEquals("session_not_found", code(house.get("/api/sessions/" + id)));
        assertEquals(404, delete("/api/sessions/" + id).statusCode());
        assertEquals(List.of(), listed(""));
        assertEquals(id, create("{\"id\":\"" + id + "\"}").path("id").asText(), "the id is free again");
    }

    @Test
    void whatIsNoSessionIsRefused() {
        create("{\"id\":\"s-1\",\"title\":\"Plans\"}");
        assertEquals("session_exists", code(house.post("/api/sessions", "{\"id\":\"s-1\"}")));
        assertEquals("invalid_session_id", code(house.post("/api/sessions", "{\"id\":\"../up\"}")));
        assertEquals("invalid_title", code(house.post("/api/sessions", "{\"title\":\"Plans\"}")));
        assertEquals("invalid_title", code(house.post("/api/sessions", "{\"title\":5}")));
        assertEquals("invalid_system_prompt", code(house.post("/api/sessions", "{\"system_prompt\":[]}")));
        assertEquals(404, house.get("/api/sessions/nothing").statusCode());
        assertEquals(
                404,
                house.post("/api/sessions/nothing/chat", "{\"message\":\"x\"}").statusCode());
        assertEquals(404, house.get("/api/sessions/s").statusCode(), "the beginning of an id is no id");
    }

    @Test
    void ofTwoWhoMakeTheSameSessionOneDoes() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Callable<Integer> make =
                    () -> house.post("/api/sessions", "{\"id\":\"same\"}").statusCode();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : both.invokeAll(List.of(make, make))) {
                answers.add(answer.get());
            }
            answers.sort(null);
            assertEquals(List.of(201, 409), answers);
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void listsWhatTheKernelKnowsAndWhatClientsMade() {
        say("tg-1", "user", "hi");
        say("tg-1", "assistant", "hello");
        say("s-2", "user", "yo");
        create("{\"id\":\"s-3\",\"source\":\"web\"}");
        assertEquals(List.of("tg-1", "s-2", "s-3"), listed(""));
        assertEquals(List.of("tg-1"), listed("?source=telegram"));
        assertEquals(List.of("s-3"), listed("?source=web"));
        assertEquals(List.of("s-2"), listed("?limit=1&offset=1"));
        JsonNode page = json(house.get("/api/sessions?limit=2&offset=zero"));
        assertTrue(page.path("has_more").asBoolean());
        assertEquals(2, page.path("limit").asInt());
        assertEquals(0, page.path("offset").asInt());
        assertEquals(2, page.path("data").path(0).path("message_count").asInt());
        patch("/api/sessions/s-2", "{\"hidden\":true,\"title\":\"Secret\"}");
        assertEquals(List.of("tg-1", "s-3"), listed(""));
        assertEquals(List.of(), listed("?title=Secret"));
        assertEquals(List.of("s-2"), listed("?title=Secret&include_hidden=true"));
    }

    @Test
    void whatClientsNotedOutlivesARestart() {
        create("{\"id\":\"s-1\",\"title\":\"Plans\"}");
        house.close();
        house = new ApiHouse(home);
        assertEquals(
                "Plans",
                json(house.get("/api/sessions/s-1"))
                        .path("session")
                        .path("title")
                        .asText());
    }

    @Test
    void showsMessagesInPages() {
        for (int i = 0; i < 600; i++) {
            say("s-1", i % 2 == 0 ? "user" : "assistant", "m" + i);
        }
        JsonNode latest = json(house.get("/api/sessions/s-1/messages"));
        assertEquals(500, latest.path("data").size());
        assertEquals("m100", latest.path("data").path(0).path("content").asText());
        assertEquals("latest", latest.path("pagination").path("order").asText());
        JsonNode first = json(house.get("/api/sessions/s-1/messages?limit=2&offset=1"));
        assertEquals("m1", first.path("data").path(0).path("content").asText());
        assertEquals(2, first.path("pagination").path("returned").asInt());
        JsonNode last = json(house.get("/api/sessions/s-1/messages?limit=2&order=latest&offset=1"));
        assertEquals("m597", last.path("data").path(0).path("content").asText());
        assertEquals("m598", last.path("data").path(1).path("content").asText());
        assertEquals("invalid_pagination", code(house.get("/api/sessions/s-1/messages?order=random")));
        assertEquals(
                0,
                json(house.get("/api/sessions/s-1/messages?limit=5&offset=9999"))
                        .path("data")
                        .size());
    }

    @Test
    void messagesCarryCallsAndTheirResults() {
        say("s-1", "user", "list");
        say("s-1", "assistant", "", "{\"tool_calls\":[{\"id\":\"c1\"}],\"finish_reason\":\"tool_calls\"}");
        say("s-1", "tool", "README", "{\"tool_call_id\":\"c1\",\"tool_name\":\"terminal\"}");
        say("s-1", "notice", "stopped", "no json");
        JsonNode data = json(house.get("/api/sessions/s-1/messages")).path("data");
        assertEquals("c1", data.path(1).path("tool_calls").path(0).path("id").asText());
        assertEquals("tool_calls", data.path(1).path("finish_reason").asText());
        assertEquals("c1", data.path(2).path("tool_call_id").asText());
        assertEquals("terminal", data.path(2).path("tool_name").asText());
        assertEquals("system", data.path(3).path("role").asText());
        assertTrue(data.path(0).path("timestamp").isNumber());
    }

    @Test
    void aBranchBeginsWithWhatWasSaidAndEndsTheOther() {
        say("s-1", "user", "one");
        say("s-1", "assistant", "two");
        HttpResponse<String> answer = house.post("/api/sessions/s-1/fork", "{\"id\":\"s-1b\",\"title\":\"Branch\"}");
        assertEquals(201, answer.statusCode(), answer.body());
        JsonNode branch = json(answer).path("session");
        assertEquals("s-1", branch.path("parent_session_id").asText());
        assertEquals("Branch", branch.path("title").asText());
        assertEquals(2, branch.path("message_count").asInt());
        assertEquals(
                "branched",
                json(house.get("/api/sessions/s-1"))
                        .path("session")
                        .path("end_reason")
                        .asText());
        say("s-1", "user", "three");
        say("s-1b", "user", "other");
        assertEquals(
                List.of("one", "two", "other"),
                json(house.get("/api/sessions/s-1b/messages")).path("data").findValuesAsText("content"));
        house.post("/api/sessions/s-1b/chat", "{\"message\":\"go on\"}");
        List<TranscriptLine> history = house.lastAsked().history();
        assertEquals(
                List.of("one", "two", "other"),
                history == null
                        ? List.of()
                        : history.stream().map(TranscriptLine::text).toList());
        assertTrue(listed("").containsAll(List.of("s-1", "s-1b")));
        HttpResponse<String> taken = house.post("/api/sessions/s-1/fork", "{\"id\":\"s-1b\"}");
        assertEquals("session_exists", code(taken));
    }

    @Test
    void aSessionInWhichARunGoesOnIsNotDeleted() {
        create("{\"id\":\"s-1\"}");
        house.turns().play((turns, id, request) -> turns.tell(new TurnEvent.Started(id, 1)));
        house.post("/v1/runs", "{\"input\":\"go\",\"session_id\":\"s-1\"}");
        assertEquals("session_active_turn", code(delete("/api/sessions/s-1")));
        house.turns().end("turn-1", "done");
        assertEquals(200, delete("/api/sessions/s-1").statusCode());
        assertEquals(List.of("s-1"), house.turns().forgotten());
    }

    @Test
    void complaint16_sessionsCanBeSearched() {
        say("tg-1", "user", "hi");
        JsonNode hits = json(house.get("/api/sessions/search?q=bread")).path("data");
        assertEquals("tg-1", hits.path(0).path("session_id").asText());
        assertEquals("about bread", hits.path(0).path("excerpt").asText());
        assertEquals("missing_query", code(house.get("/api/sessions/search")));
    }

    @Test
    void chatsInASessionWithItsPromptAndModel() {
        create("{\"id\":\"s-1\",\"system_prompt\":\"be kind\"}");
        JsonNode lock = json(house.post("/api/sessions/s-1/model", "{\"model\":\"big\",\"provider\":\"p\"}"));
        assertEquals("hermes.session.model_lock", lock.path("object").asText());
        assertEquals("big", lock.path("runtime").path("model").asText());
        assertEquals("missing_model", code(house.post("/api/sessions/s-1/model", "{}")));
        HttpResponse<String> answer = house.post("/api/sessions/s-1/chat", "{\"message\":\"hi\"}");
        JsonNode body = json(answer);
        assertEquals("hermes.session.chat.completion", body.path("object").asText());
        assertEquals("you said: hi", body.path("message").path("content").asText());
        assertEquals("s-1", body.path("session_id").asText());
        assertEquals("s-1", header(answer, "X-Hermes-Session-Id"));
        assertEquals("s-1", house.lastAsked().sessionId());
        assertNull(house.lastAsked().history());
        assertEquals("be kind", house.lastAsked().instructions());
        assertEquals("big", house.lastAsked().options().get("model"));
        assertEquals(Turns.Asking.UNATTENDED, house.lastAsked().asking());
        house.post("/api/sessions/s-1/chat", "{\"input\":\"hi\",\"instructions\":\"be short\"}");
        assertEquals("be short", house.lastAsked().instructions());
        assertEquals("missing_message", code(house.post("/api/sessions/s-1/chat", "{}")));
        assertEquals("invalid_author", code(house.post("/api/sessions/s-1/chat", "{\"message\":\"x\",\"author\":1}")));
        assertEquals(
                "invalid_system_message",
                code(house.post("/api/sessions/s-1/chat", "{\"message\":\"x\",\"system_message\":1}")));
    }

    @Test
    void aChatWithoutAnAnswerIsAFailure() {
        create("{\"id\":\"s-1\"}");
        house.turns()
                .play((turns, id, request) ->
                        turns.tell(new TurnEvent.Ended(id, "failed", "no model", TurnOutcome.Usage.NONE, "x", null)));
        HttpResponse<String> answer = house.post("/api/sessions/s-1/chat", "{\"message\":\"hi\"}");
        assertEquals(502, answer.statusCode());
        assertEquals("agent_incomplete", code(answer));
    }

    private record Frame(String name, JsonNode data) {}

    private List<Frame> stream(String body) {
        HttpResponse<String> answer = house.post("/api/sessions/s-1/chat/stream", body);
        assertEquals(200, answer.statusCode(), answer.body());
        return Arrays.stream(answer.body().split("\n\n"))
                .filter(frame -> frame.startsWith("event: "))
                .map(frame -> new Frame(
                        frame.substring(7, frame.indexOf('\n')), json(frame.substring(frame.indexOf("data: ") + 6))))
                .toList();
    }

    @Test
    void item7_theEndOfAStreamHasTheTranscriptOfTheTurn() {
        create("{\"id\":\"s-1\"}");
        ToolCall call = new ToolCall("c1", "terminal", "{\"command\":\"ls\"}");
        house.turns().play((turns, id, request) -> {
            turns.tell(new TurnEvent.Started(id, 1));
            turns.tell(new TurnEvent.TextDelta(id, "let me "));
            turns.tell(new TurnEvent.TextDelta(id, "see ✓"));
            turns.tell(new TurnEvent.ToolStarted(id, call));
            turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.done("README")));
            turns.tell(new TurnEvent.ReasoningDelta(id, "hm"));
            turns.tell(new TurnEvent.TextDelta(id, "one file"));
            turns.end(id, "one file");
        });
        List<Frame> frames = stream("{\"message\":\"what is there\"}");
        assertEquals(
                List.of(
                        "run.started",
                        "message.started",
                        "assistant.delta",
                        "assistant.delta",
                        "tool.started",
                        "tool.completed",
                        "tool.progress",
                        "assistant.delta",
                        "assistant.completed",
                        "run.completed",
                        "done"),
                frames.stream().map(Frame::name).toList());
        for (int i = 0; i < frames.size(); i++) {
            JsonNode data = frames.get(i).data();
            assertEquals(i + 1, data.path("seq").asInt());
            assertEquals("s-1", data.path("session_id").asText());
            assertTrue(data.path("run_id").asText().startsWith("run_"));
        }
        JsonNode messages = frames.get(9).data().path("messages");
        assertEquals(3, messages.size(), messages.toString());
        assertEquals("let me see ✓", messages.path(0).path("content").asText());
        assertEquals(
                "terminal",
                messages.path(0)
                        .path("tool_calls")
                        .path(0)
                        .path("function")
                        .path("name")
                        .asText());
        assertEquals("README", messages.path(1).path("content").asText());
        assertEquals("one file", messages.path(2).path("content").asText());
        String run = frames.get(0).data().path("run_id").asText();
        assertEquals(
                "one file", json(house.get("/v1/runs/" + run)).path("output").asText());
        assertEquals(Turns.Asking.ATTENDED, house.lastAsked().asking());
    }

    @Test
    void aStreamThatFailsSaysSo() {
        create("{\"id\":\"s-1\"}");
        house.turns()
                .play((turns, id, request) ->
                        turns.tell(new TurnEvent.Ended(id, "failed", "no model", TurnOutcome.Usage.NONE, "x", null)));
        List<Frame> frames = stream("{\"message\":\"hi\"}");
        Frame end = frames.get(frames.size() - 2);
        assertEquals("run.failed", end.name());
        assertEquals("no model", end.data().path("error").asText());
        assertEquals("done", frames.get(frames.size() - 1).name());
    }

    @Test
    void complaint18_aStreamOutlivesItsClientWhenItIsAskedTo() throws Exception {
        create("{\"id\":\"s-1\"}");
        house.turns().play((turns, id, request) -> turns.tell(new TurnEvent.Started(id, 1)));
        String[] detach = {"X-Hermes-Detach", "on"};
        try (ApiHouse.Lines lines = house.postLines("/api/sessions/s-1/chat/stream", "{\"message\":\"hi\"}", detach)) {
            assertTrue(lines.lines().findFirst().isPresent());
        }
        house.turns().tell(new TurnEvent.TextDelta("turn-1", "more"));
        house.turns().end("turn-1", "more");
        assertEquals(List.of(), house.turns().stopped());
        JsonNode run =
                json(house.get("/v1/runs/" + house.lastAsked().conversation().chatId()));
        assertEquals("completed", run.path("status").asText());
    }
}
