package io.hermesgateway.api;

import static io.hermesgateway.api.ApiHouse.header;
import static io.hermesgateway.api.ApiHouse.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.service.Rows;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RunApprovalsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path home;

    private ApiHouse house;

    @BeforeEach
    void open() {
        house = new ApiHouse(home);
        house.turns().play((turns, id, request) -> turns.tell(new TurnEvent.Started(id, 1)));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String start() {
        return json(house.post("/v1/runs", "{\"input\":\"go\",\"session_id\":\"shared\"}"))
                .path("run_id")
                .asText();
    }

    private Approval approval(String id, String run, String turn, @Nullable Decision decision) {
        Question question = new Question(
                "terminal",
                "rm -rf " + id,
                "digest",
                List.of(Reason.of("recursive-delete", "deletes recursively")),
                List.of(Choice.values()));
        Conversation place = Conversation.dm("api_server", run);
        Sender by = Sender.of("api_server", "default", null);
        return new Approval(id, "c" + id, place, by, question, "shared", turn, List.of("k"), NOW, NOW, decision);
    }

    private static Rows.ApprovalRow row(String id, String run, String state) {
        boolean decided = !state.equals("pending");
        Rows.Person by = new Rows.Person("api", "default", "default");
        return new Rows.ApprovalRow(
                id,
                "c" + id,
                state,
                "api_server",
                new Rows.Place("agent:main:api_server:dm:" + run, "api_server", "dm", run, null),
                by,
                "terminal",
                "rm -rf " + id,
                List.of("deletes recursively"),
                List.of("once", "session", "always", "deny"),
                NOW.toString(),
                null,
                decided ? by : null,
                decided ? "api" : null,
                decided ? "once" : null,
                null);
    }

    /** The agent asks in this run. */
    private void ask(String id, String run, String turn) {
        house.context.fakeControl().approvals(row(id, run, "pending"));
        house.turns().tell(new TurnEvent.ApprovalAsked(turn, approval(id, run, turn, null)));
    }

    private void willDecide(String id, String run, String turn, Choice choice) {
        ApprovalState state = choice == Choice.DENY ? ApprovalState.DENIED : ApprovalState.APPROVED;
        Decision decision = new Decision(state, choice, null, "api", null, NOW);
        house.context.fakeControl().answering(new AnswerResult.Decided(approval(id, run, turn, decision), "Done."));
    }

    private HttpResponse<String> answer(String run, String body) {
        return house.post("/v1/runs/" + run + "/approval", body);
    }

    private JsonNode status(String run) {
        return json(house.get("/v1/runs/" + run));
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).path("error").path("code").asText();
    }

    @Test
    void complaint7_aQuestionIsShownAndAnsweredByItsId() {
        String run = start();
        ask("a1", run, "turn-1");
        JsonNode waiting = status(run);
        assertEquals("waiting_for_approval", waiting.path("status").asText());
        assertEquals("a1", waiting.path("approval").path("request_id").asText());
        assertEquals("rm -rf a1", waiting.path("approval").path("command").asText());
        willDecide("a1", run, "turn-1", Choice.ONCE);
        HttpResponse<String> answer = answer(run, "{\"choice\":\"Approve\",\"request_id\":\"a1\"}");
        assertEquals(200, answer.statusCode(), answer.body());
        JsonNode body = json(answer);
        assertEquals("hermes.run.approval_response", body.path("object").asText());
        assertEquals("once", body.path("choice").asText());
        assertEquals(1, body.path("resolved").asInt());
        assertEquals(
                List.of("approvals.once a1 by default"),
                house.context.fakeControl().asked());
        assertEquals("running", status(run).path("status").asText());
        assertFalse(status(run).has("approval"));
        house.turns().end("turn-1", "done");
        String events = house.get("/v1/runs/" + run + "/events").body();
        assertTrue(events.contains("\"event\":\"approval.request\""), events);
        assertTrue(events.contains("\"pattern_key\":\"recursive-delete\""), events);
        assertTrue(events.contains("\"choices\":[\"once\",\"session\",\"always\",\"deny\"]"), events);
        assertTrue(events.contains("\"event\":\"approval.responded\""), events);
        assertEquals(2, events.split("approval.responded").length, "told once");
    }

    @Test
    void anAnswerFromElsewhereIsToldToo() {
        String run = start();
        ask("a1", run, "turn-1");
        Decision decision = new Decision(ApprovalState.DENIED, Choice.DENY, null, "console", "no", NOW);
        house.turns().tell(new TurnEvent.ApprovalDecided("turn-1", approval("a1", run, "turn-1", decision)));
        assertEquals("running", status(run).path("status").asText());
        assertEquals("approval_not_pending", code(withoutRows(run)));
    }

    /** The console's answer has also changed the row. */
    private HttpResponse<String> withoutRows(String run) {
        house.context.fakeControl().noApprovals();
        return answer(run, "{\"choice\":\"once\"}");
    }

    @Test
    void answeringTwiceShowsHowItWasDecided() {
        String run = start();
        ask("a1", run, "turn-1");
        house.context.fakeControl().noApprovals().approvals(row("a1", run, "approved"));
        house.context
                .fakeControl()
                .answering(new AnswerResult.Already(approval("a1", run, "turn-1", null), "It was approved."));
        HttpResponse<String> again = answer(run, "{\"choice\":\"deny\",\"request_id\":\"a1\"}");
        assertEquals(409, again.statusCode());
        assertEquals("approval_already_decided", code(again));
        assertEquals("false", header(again, "x-should-retry"));
        JsonNode row = json(again).path("approval");
        assertEquals("approved", row.path("state").asText());
        assertEquals("once", row.path("choice").asText());
        assertEquals("default", row.path("decided_by").path("user_id").asText());
    }

    @Test
    void item44_questionsOfOneRunCannotBeAnsweredThroughAnother() {
        String a = start();
        String b = start();
        ask("a1", a, "turn-1");
        ask("b1", b, "turn-2");
        HttpResponse<String> foreign = answer(b, "{\"choice\":\"once\",\"request_id\":\"a1\"}");
        assertEquals(404, foreign.statusCode());
        assertEquals("approval_not_found", code(foreign));
        assertEquals(List.of(), house.context.fakeControl().asked());
        willDecide("b1", b, "turn-2", Choice.SESSION);
        JsonNode all = json(answer(b, "{\"choice\":\"session\",\"resolve_all\":true}"));
        assertEquals(1, all.path("resolved").asInt());
        assertEquals(
                List.of("approvals.session b1 by default"),
                house.context.fakeControl().asked());
        assertEquals("waiting_for_approval", status(a).path("status").asText());
        assertEquals("running", status(b).path("status").asText());
    }

    @Test
    void withSeveralQuestionsAnAnswerNamesOneOrMeansAll() {
        String run = start();
        ask("a1", run, "turn-1");
        ask("a2", run, "turn-1");
        assertEquals(2, status(run).path("approvals").size());
        assertEquals("invalid_approval_request", code(answer(run, "{\"choice\":\"once\"}")));
        assertEquals(List.of(), house.context.fakeControl().asked());
        willDecide("a2", run, "turn-1", Choice.ONCE);
        answer(run, "{\"choice\":\"once\",\"request_id\":\"a2\"}");
        assertEquals("waiting_for_approval", status(run).path("status").asText(), "one is still open");
        assertEquals("a1", status(run).path("approval").path("request_id").asText());
    }

    @Test
    void whatCannotBeAnsweredSaysWhy() {
        String run = start();
        assertEquals("approval_not_pending", code(answer(run, "{\"choice\":\"once\"}")));
        assertEquals("invalid_approval_choice", code(answer(run, "{\"choice\":\"maybe\"}")));
        assertEquals("invalid_approval_choice", code(answer(run, "{}")));
        assertEquals("invalid_approval_request", code(answer(run, "{\"choice\":\"once\",\"request_id\":5}")));
        assertEquals(
                "invalid_approval_request",
                code(answer(run, "{\"choice\":\"once\",\"request_id\":\"" + "x".repeat(257) + "\"}")));
        HttpResponse<String> unknown = answer(run, "{\"choice\":\"once\",\"request_id\":\"nothing\"}");
        assertEquals(404, unknown.statusCode());
        assertEquals(404, answer("run_x", "{\"choice\":\"once\"}").statusCode());
        house.turns().end("turn-1", "done");
        assertEquals("approval_not_active", code(answer(run, "{\"choice\":\"once\"}")));
    }

    @Test
    void aKeyAnswersOnlyForItsOwnRuns() {
        house.close();
        house = new ApiHouse(home, Map.of("keys", Map.of("other", Map.of("key", "another-key-of-somebody"))));
        house.turns().play((turns, id, request) -> turns.tell(new TurnEvent.Started(id, 1)));
        String run = start();
        ask("a1", run, "turn-1");
        HttpResponse<String> foreign = house.post(
                "/v1/runs/" + run + "/approval", "{\"choice\":\"once\",\"request_id\":\"a1\"}", "X-Other", "1");
        assertEquals(404, foreignly(run).statusCode());
        assertEquals(
                List.of("approvals.once a1 by default"),
                house.context.fakeControl().asked(),
                foreign.body());
    }

    private HttpResponse<String> foreignly(String run) {
        return house.send(java.net.http.HttpRequest.newBuilder(house.at("/v1/runs/" + run + "/approval"))
                .header("Authorization", "Bearer another-key-of-somebody")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"choice\":\"once\",\"request_id\":\"a1\"}"))
                .build());
    }

    @Test
    void complaint14_afterARestartTheQuestionIsAskedAnew() {
        String run = start();
        ask("a1", run, "turn-1");
        house.close();
        house = new ApiHouse(home, Map.of(), before -> {
            before.fakeTurns().known("turn-1", "shared", Conversation.dm("api_server", run), "waiting");
            before.fakeControl().approvals(row("a1", run, "pending"));
        });
        assertEquals("waiting_for_approval", status(run).path("status").asText());
        assertEquals("a1", status(run).path("approval").path("request_id").asText());
        willDecide("a1", run, "turn-1", Choice.ONCE);
        assertEquals(200, answer(run, "{\"choice\":\"once\"}").statusCode());
        house.turns().tell(new TurnEvent.Started("turn-1", 2));
        house.turns().end("turn-1", "done");
        assertEquals("completed", status(run).path("status").asText());
        assertEquals("done", status(run).path("output").asText());
    }
}
