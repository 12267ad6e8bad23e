package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ChatBatchTest {
    @TempDir
    Path home;

    private static void fails(ApiHouse house, String text, @Nullable String partial) {
        house.turns()
                .play((turns, id, request) -> turns.tell(
                        new TurnEvent.Ended(id, "failed", text, TurnOutcome.Usage.NONE, "provider_failed", partial)));
    }

    @Test
    void answersInTheFormOfOpenAi() {
        try (ApiHouse house = new ApiHouse(home)) {
            HttpResponse<String> response = house.chat("hello");
            JsonNode body = ApiHouse.json(response);
            assertEquals(200, response.statusCode(), response.body());
            assertEquals("chat.completion", body.path("object").asText());
            assertEquals("hermes-agent", body.path("model").asText());
            assertEquals(
                    "you said: hello", body.at("/choices/0/message/content").asText());
            assertEquals("stop", body.at("/choices/0/finish_reason").asText());
            assertTrue(body.path("usage").has("total_tokens"));
        }
    }

    @Test
    void item15_aFailureWithoutTextIs502() {
        try (ApiHouse house = new ApiHouse(home)) {
            fails(house, "the model is away", null);
            HttpResponse<String> response = house.chat("hello");
            assertEquals(502, response.statusCode());
            assertEquals(
                    "agent_incomplete",
                    ApiHouse.json(response).at("/error/code").asText());
            assertTrue(ApiHouse.json(response).at("/error/hermes/failed").asBoolean());
            assertEquals("false", ApiHouse.header(response, "X-Hermes-Completed"));
            assertEquals("false", ApiHouse.header(response, "X-Hermes-Partial"));
            assertEquals("false", ApiHouse.header(response, "x-should-retry"));
        }
    }

    @Test
    void item16_aTruncatedAnswerEndsWithLength() {
        try (ApiHouse house = new ApiHouse(home)) {
            fails(house, "as far as\n\nThe output was Truncated.", "as far as");
            HttpResponse<String> response = house.chat("hello");
            JsonNode body = ApiHouse.json(response);
            assertEquals(200, response.statusCode());
            assertEquals("length", body.at("/choices/0/finish_reason").asText());
            assertEquals("as far as", body.at("/choices/0/message/content").asText());
            assertEquals("output_truncated", body.at("/hermes/error_code").asText());
            assertEquals("true", ApiHouse.header(response, "X-Hermes-Partial"));
            assertEquals("The output was Truncated.", ApiHouse.header(response, "X-Hermes-Error"));
        }
    }

    @Test
    void item17_aFailureWithTextIsNeverAnAnswer() {
        try (ApiHouse house = new ApiHouse(home)) {
            fails(house, "half\n\nthe model is away", "half");
            JsonNode body = ApiHouse.json(house.chat("hello"));
            assertEquals("error", body.at("/choices/0/finish_reason").asText());
            assertEquals("half", body.at("/choices/0/message/content").asText());
            assertEquals("agent_error", body.at("/hermes/error_code").asText());
        }
    }

    @Test
    void item18_successCarriesNothingOfHermes() {
        try (ApiHouse house = new ApiHouse(home)) {
            HttpResponse<String> response = house.chat("hello");
            assertFalse(ApiHouse.json(response).has("hermes"));
            assertNull(ApiHouse.header(response, "X-Hermes-Completed"));
            assertNull(ApiHouse.header(response, "X-Hermes-Partial"));
            assertNull(ApiHouse.header(response, "X-Hermes-Error"));
        }
    }

    @Test
    void picturesOfTheSessionTravelInTheTextAndNothingElseDoes() throws IOException {
        try (ApiHouse house = new ApiHouse(home)) {
            Path folder = Files.createDirectories(home.resolve("workspaces/mine"));
            Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});
            Files.write(folder.resolve("a.txt"), new byte[] {1});
            Path other = Files.createDirectories(home.resolve("workspaces/other"));
            Files.write(other.resolve("b.png"), new byte[] {1});
            Files.createSymbolicLink(folder.resolve("link.png"), other.resolve("b.png"));
            for (String name : List.of("a.txt", "../other/b.png", "link.png", "none.png")) {
                assertEquals("MEDIA:" + folder + "/" + name, said(house, "MEDIA:" + folder + "/" + name));
            }
            assertEquals("here: ![image](data:image/png;base64,AQID)", said(house, "here: MEDIA:" + folder + "/a.png"));
        }
    }

    private static String said(ApiHouse house, String answer) {
        house.turns().play((turns, id, request) -> turns.end(id, answer));
        return ApiHouse.json(house.chat("x", "X-Hermes-Session-Id", "mine"))
                .at("/choices/0/message/content")
                .asText();
    }

    @Test
    void wantsTheKey() {
        try (ApiHouse house = new ApiHouse(home)) {
            HttpResponse<String> response =
                    house.send(HttpRequest.newBuilder(house.at("/v1/models")).build());
            assertEquals(401, response.statusCode());
            assertEquals(
                    "gateway_auth_failed",
                    ApiHouse.json(response).at("/error/code").asText());
        }
    }

    @Test
    void listsTheAgentAndTheRoutesAsModels() {
        try (ApiHouse house =
                new ApiHouse(home, Map.of("model_routes", Map.of("fast", Map.of("model", "gpt-4o-mini"))))) {
            JsonNode list = ApiHouse.json(house.get("/v1/models"));
            assertEquals("hermes-agent", list.at("/data/0/id").asText());
            assertEquals("fast", list.at("/data/1/id").asText());
            assertEquals("gpt-4o-mini", list.at("/data/1/root").asText());
            assertEquals("hermes-agent", list.at("/data/1/parent").asText());
        }
    }

    @Test
    void theUnprefixedServerIsTheDefaultProfile() {
        try (ApiHouse house = new ApiHouse(home)) {
            assertEquals(200, house.get("/p/default/v1/models").statusCode());
            assertEquals(404, house.get("/p/other/v1/models").statusCode());
        }
    }
}
