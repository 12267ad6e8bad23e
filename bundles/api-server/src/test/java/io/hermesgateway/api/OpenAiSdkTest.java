package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.testkit.FakeTurns;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official Java SDK as a client, over a real socket. */
@Timeout(180)
class OpenAiSdkTest {
    @TempDir
    Path home;

    private static final FakeTurns.Play WITH_TOOL = (turns, id, request) -> {
        ToolCall call = new ToolCall("call-1", "terminal", "{\"command\":\"ls\"}");
        turns.tell(new TurnEvent.TextDelta(id, "Let me look. "));
        turns.tell(new TurnEvent.ToolStarted(id, call));
        turns.tell(new TurnEvent.ToolEnded(id, call, ToolResult.done("README.md")));
        turns.tell(new TurnEvent.TextDelta(id, "One file."));
        turns.end(id, "One file.");
    };

    private static final FakeTurns.Play FAILING = (turns, id, request) ->
            turns.tell(new TurnEvent.Ended(id, "failed", "it broke", TurnOutcome.Usage.NONE, "provider_failed"));

    /** A client with everything as it comes: also the retries. */
    private static void with(ApiHouse house, String key, Consumer<OpenAIClient> use) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(house.at("/v1").toString())
                .build();
        try {
            use.accept(client);
        } finally {
            client.close();
        }
    }

    private static ChatCompletionCreateParams chat(String text) {
        return ChatCompletionCreateParams.builder()
                .model("hermes-agent")
                .addUserMessage(text)
                .build();
    }

    private static ResponseCreateParams.Builder input(String text) {
        return ResponseCreateParams.builder().model("hermes-agent").input(text);
    }

    private static String said(ChatCompletion chat) {
        return chat.choices().get(0).message().content().orElseThrow();
    }

    private static String said(Response response) {
        int last = response.output().size() - 1;
        return response.output()
                .get(last)
                .message()
                .orElseThrow()
                .content()
                .get(0)
                .outputText()
                .orElseThrow()
                .text();
    }

    @Test
    void chatsInOnePiece() {
        try (ApiHouse house = new ApiHouse(home)) {
            with(house, ApiHouse.KEY, client -> {
                ChatCompletion chat = client.chat().completions().create(chat("hello"));
                chat.validate();
                assertEquals("you said: hello", said(chat));
                assertEquals(
                        ChatCompletion.Choice.FinishReason.STOP,
                        chat.choices().get(0).finishReason());
                assertEquals(
                        "hermes-agent", client.models().list().data().get(0).id());
            });
        }
    }

    @Test
    void streamsAChatWithToolFramesAmongTheChunks() {
        try (ApiHouse house = new ApiHouse(home)) {
            house.turns().play(WITH_TOOL);
            with(house, ApiHouse.KEY, client -> {
                ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
                try (StreamResponse<ChatCompletionChunk> stream =
                        client.chat().completions().createStreaming(chat("look"))) {
                    stream.stream().forEach(all::accumulate);
                }
                assertEquals("Let me look. One file.", said(all.chatCompletion()));
            });
        }
    }

    @Test
    void asksForResponsesAndGoesOnFromThem() {
        try (ApiHouse house = new ApiHouse(home)) {
            with(house, ApiHouse.KEY, client -> {
                Response first = client.responses().create(input("one").build());
                first.validate();
                assertEquals("you said: one", said(first));
                Response second = client.responses()
                        .create(input("two").previousResponseId(first.id()).build());
                assertEquals(first.id(), second.previousResponseId().orElseThrow());
                assertEquals("you said: two", said(client.responses().retrieve(second.id())));
                client.responses().delete(second.id());
                assertThrows(NotFoundException.class, () -> client.responses().retrieve(second.id()));
            });
        }
    }

    @Test
    void streamsAResponseWithATool() {
        try (ApiHouse house = new ApiHouse(home)) {
            house.turns().play(WITH_TOOL);
            with(house, ApiHouse.KEY, client -> {
                ResponseAccumulator all = ResponseAccumulator.create();
                try (StreamResponse<ResponseStreamEvent> stream =
                        client.responses().createStreaming(input("look").build())) {
                    stream.stream().forEach(all::accumulate);
                }
                assertEquals("Let me look. One file.", said(all.response()));
                assertEquals(ResponseStatus.COMPLETED, all.response().status().orElseThrow());
            });
        }
    }

    @Test
    void knowsOurErrorsAndDoesNotRunAFailingAgentAgain() {
        try (ApiHouse house = new ApiHouse(home)) {
            house.turns().play(FAILING);
            with(house, ApiHouse.KEY, client -> {
                InternalServerException failed = assertThrows(
                        InternalServerException.class,
                        () -> client.chat().completions().create(chat("hello")));
                assertEquals(502, failed.statusCode());
                assertEquals(1, house.turns().requests().size());
                assertThrows(
                        BadRequestException.class,
                        () -> client.chat().completions().create(chat(" ")));
                assertTrue(assertThrows(NotFoundException.class, () -> client.responses()
                                .create(input("x")
                                        .previousResponseId("resp_none")
                                        .build()))
                        .code()
                        .isPresent());
            });
            with(
                    house,
                    "another-key-that-is-long",
                    client -> assertThrows(
                            UnauthorizedException.class, () -> client.models().list()));
        }
    }
}
