package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.testkit.FakeTurns;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ChatStreamTest {
    @TempDir
    Path home;

    private static final String STREAM =
            "{\"model\":\"mine\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static Frames stream(ApiHouse house, FakeTurns.Play play, String... headers) {
        house.turns().play(play);
        HttpResponse<String> response = house.post("/v1/chat/completions", STREAM, headers);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("text/event-stream", ApiHouse.header(response, "Content-Type"));
        assertEquals("no-cache", ApiHouse.header(response, "Cache-Control"));
        assertEquals("no", ApiHouse.header(response, "X-Accel-Buffering"));
        assertTrue(
                String.valueOf(ApiHouse.header(response, "X-Hermes-Session-Id")).matches("api-[0-9a-f]{16}"));
        return Frames.of(response.body());
    }

    private static void say(FakeTurns turns, String id, String... pieces) {
        for (String piece : pieces) {
            turns.tell(new TurnEvent.TextDelta(id, piece));
        }
    }

    private static final FakeTurns.Play WITH_TOOL = (turns, id, request) -> {
        ToolCall call = new ToolCall("call-1", "terminal", "{\"command\":\"ls  -l\"}");
        ToolCall hidden = new ToolCall("call-2", "_inner", "{}");
        say(turns, id, "Let me ", "look.");
        turns.tell(new TurnEvent.ToolStarted(id, call));
        turns.tell(new TurnEvent.ToolStarted(id, hidden));
        turns.tell(new TurnEvent.ToolEnded(id, hidden, ToolResult.done("x")));
        turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.done("README.md")));
        turns.tell(new TurnEvent.ToolEnded(id, new ToolCall("orphan", "terminal", "{}"), ToolResult.done("")));
        say(turns, id, " Done");
        turns.end(id, "Let me look. Done");
    };

    @Test
    void chunksComeInTheOrderOfOpenAi() {
        try (ApiHouse house = new ApiHouse(home)) {
            Frames frames = stream(house, (turns, id, request) -> {
                say(turns, id, "Hel", "lo \"you\"\n");
                turns.end(id, "Hello \"you\"\n");
            });
            List<JsonNode> chunks = frames.chunks();
            assertEquals("assistant", chunks.get(0).at("/choices/0/delta/role").asText());
            assertEquals("Hello \"you\"\n", frames.text());
            assertEquals(4, chunks.size());
            assertEquals(
                    "stop", frames.lastChunk().at("/choices/0/finish_reason").asText());
            assertTrue(frames.lastChunk().has("usage"));
            assertFalse(frames.lastChunk().has("hermes"));
            assertEquals("[DONE]", frames.all().get(frames.all().size() - 1).data());
            for (JsonNode chunk : chunks) {
                assertEquals("mine", chunk.path("model").asText());
                assertEquals(chunks.get(0).path("id"), chunk.path("id"));
                assertEquals(chunks.get(0).path("created"), chunk.path("created"));
            }
        }
    }

    @Test
    void item29_toolFramesComeOnceAndNeverAmongTheText() {
        try (ApiHouse house = new ApiHouse(home)) {
            Frames frames = stream(house, WITH_TOOL);
            List<Frames.Frame> tools = frames.named("hermes.tool.progress");
            assertEquals(2, tools.size());
            JsonNode running = tools.get(0).json();
            assertEquals("terminal", running.path("tool").asText());
            assertEquals("ls -l", running.path("label").asText());
            assertEquals("call-1", running.path("toolCallId").asText());
            assertEquals("running", running.path("status").asText());
            assertTrue(running.has("emoji"));
            assertEquals("completed", tools.get(1).json().path("status").asText());
            assertEquals("call-1", tools.get(1).json().path("toolCallId").asText());
            assertTrue(running.at("/choices/0/delta").isObject(), "clients that know only chunks can read it");
            assertEquals("Let me look. Done", frames.text());
        }
    }

    @Test
    void toolFramesCanBeTurnedOffPerRequestAndForAll() {
        try (ApiHouse house = new ApiHouse(home)) {
            assertEquals(
                    List.of(),
                    stream(house, WITH_TOOL, "X-Hermes-Tool-Events", "off").named("hermes.tool.progress"));
        }
        try (ApiHouse house = new ApiHouse(home, Map.of("tool_progress_events", false))) {
            assertEquals(List.of(), stream(house, WITH_TOOL).named("hermes.tool.progress"));
            assertEquals(
                    2,
                    stream(house, WITH_TOOL, "X-Hermes-Tool-Events", "on")
                            .named("hermes.tool.progress")
                            .size());
        }
    }

    @Test
    void item50_anAnswerWithoutDeltasIsSentOnceAsText() {
        try (ApiHouse house = new ApiHouse(home)) {
            Frames frames = stream(house, (turns, id, request) -> turns.end(id, "all at once"));
            assertEquals("all at once", frames.text());
            assertEquals(3, frames.chunks().size());
        }
    }

    @Test
    void item24_aFailureMidStreamEndsTheStreamProperly() {
        try (ApiHouse house = new ApiHouse(home)) {
            Frames frames = stream(house, (turns, id, request) -> {
                say(turns, id, "half");
                turns.tell(new TurnEvent.Ended(id, "failed", "it broke", TurnOutcome.Usage.NONE, "plugin_failed"));
            });
            JsonNode last = frames.lastChunk();
            assertEquals("error", last.at("/choices/0/finish_reason").asText());
            assertEquals("it broke", last.at("/hermes/error").asText());
            assertEquals("agent_error", last.at("/hermes/error_code").asText());
            assertFalse(last.has("error"), "there is text: the SDKs would throw it away");
            assertEquals("[DONE]", frames.all().get(frames.all().size() - 1).data());
        }
    }

    @Test
    void aFailureWithoutTextCarriesAnError() {
        try (ApiHouse house = new ApiHouse(home)) {
            Frames frames = stream(
                    house,
                    (turns, id, request) -> turns.tell(
                            new TurnEvent.Ended(id, "failed", "it broke", TurnOutcome.Usage.NONE, "plugin_failed")));
            assertEquals("it broke", frames.lastChunk().at("/error/message").asText());
            assertEquals(
                    "error", frames.lastChunk().at("/choices/0/finish_reason").asText());
        }
    }

    @Test
    void reasoningHasItsOwnField() {
        try (ApiHouse house = new ApiHouse(home)) {
            Frames frames = stream(house, (turns, id, request) -> {
                turns.tell(new TurnEvent.ReasoningDelta(id, "hm"));
                turns.end(id, "yes");
            });
            assertEquals(
                    "hm",
                    frames.chunks()
                            .get(1)
                            .at("/choices/0/delta/reasoning_content")
                            .asText());
            assertEquals("yes", frames.text());
        }
    }

    @Test
    void theWordFalseDoesNotStream() {
        try (ApiHouse house = new ApiHouse(home)) {
            HttpResponse<String> response = house.post("/v1/chat/completions", STREAM.replace("true", "\"false\""));
            assertEquals(
                    "chat.completion", ApiHouse.json(response).path("object").asText());
        }
    }
}
