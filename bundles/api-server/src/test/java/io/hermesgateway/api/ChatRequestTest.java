package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.api.turn.KeptPictures;
import io.hermesgateway.config.Redactor;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.service.Redaction;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ChatRequestTest {
    private static final String PNG = "data:image/png;base64,AAAA";

    @TempDir
    Path home;

    private ApiHouse house() {
        return new ApiHouse(home);
    }

    private static HttpResponse<String> messages(ApiHouse house, String messages, String... headers) {
        return house.post("/v1/chat/completions", "{\"messages\":[" + messages + "]}", headers);
    }

    private static HttpResponse<String> content(ApiHouse house, String content) {
        return messages(house, "{\"role\":\"user\",\"content\":" + content + "}");
    }

    private static void refused(HttpResponse<String> response, String code, String param) {
        JsonNode error = ApiHouse.json(response).path("error");
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(code, error.path("code").asText(), response.body());
        assertEquals(param, error.path("param").asText(), response.body());
        assertEquals("invalid_request_error", error.path("type").asText());
        assertEquals(4, error.size(), "all four keys are always there");
    }

    private static List<TranscriptLine> said(ApiHouse house) {
        return Objects.requireNonNull(asked(house).history());
    }

    private static Turns.Request asked(ApiHouse house) {
        return house.lastAsked();
    }

    @Test
    void systemAndDeveloperAreThePromptAndToolsAreDropped() {
        try (ApiHouse house = house()) {
            messages(
                    house,
                    """
                    {"role":"system","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":"ftp://x"}]},
                    {"role":"developer","content":"b"},{"role":"user","content":"one"},
                    {"role":"assistant","content":null,"tool_calls":[{"id":"1"}]},{"role":"tool","content":"x"},
                    {"role":"assistant","content":"two"},{"role":"user","content":"three"}""");
            assertEquals("a\nb", asked(house).instructions());
            assertEquals("three", asked(house).text());
            assertEquals(
                    List.of("user: one", "assistant: two"),
                    said(house).stream()
                            .map(line -> line.role() + ": " + line.text())
                            .toList());
            assertEquals(Turns.Asking.UNATTENDED, asked(house).asking(), "nobody is there to be asked");
        }
    }

    @Test
    void item35_imagesReachTheAgentInOrderWithTheirDetail() {
        try (ApiHouse house = house()) {
            content(
                    house,
                    """
                    [{"type":"text","text":"this"},{"type":"image_url","image_url":{"url":"%s","detail":"high"}},
                    {"type":"INPUT_TEXT ","text":"and"},{"type":"input_image","image_url":"https://a/b.png","detail":"low"}]"""
                            .formatted(PNG));
            Turns.Request request = asked(house);
            assertEquals("this\nand", request.text());
            assertEquals(PNG, request.attachments().get(0).location());
            assertEquals("image/png", request.attachments().get(0).mimeType());
            assertEquals("https://a/b.png", request.attachments().get(1).location());
            JsonNode parts = ApiHouse.json(String.valueOf(request.options().get("content")));
            assertEquals("this", parts.at("/0/text").asText());
            assertEquals("attachment:0", parts.at("/1/image_url/url").asText());
            assertEquals("high", parts.at("/1/image_url/detail").asText());
            assertEquals("and", parts.at("/2/text").asText());
            assertEquals("low", parts.at("/3/image_url/detail").asText());
        }
    }

    @Test
    void aPictureOfASessionThatTheGatewayRemembersIsKeptAsAFile() throws IOException {
        try (ApiHouse house = house()) {
            house.post(
                    "/v1/chat/completions",
                    "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\""
                            + PNG + "\"}}]}]}",
                    "X-Hermes-Session-Id",
                    "mine-9");
            Path file = Path.of(asked(house).attachments().get(0).location());
            assertArrayEquals(new byte[] {0, 0, 0}, Files.readAllBytes(file));
            KeptPictures pictures = new KeptPictures(Objects.requireNonNull(file.getParent()));
            Instant kept = Files.getLastModifiedTime(file).toInstant();
            pictures.sweep(kept.plus(Duration.ofDays(29)));
            assertTrue(Files.exists(file));
            pictures.sweep(kept.plus(Duration.ofDays(31)));
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void item35_anImageAloneIsATurnAndTextPartsAreOneText() {
        try (ApiHouse house = house()) {
            assertEquals(
                    200,
                    content(house, "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + PNG + "\"}}]")
                            .statusCode());
            assertEquals(1, asked(house).attachments().size());
            content(house, "[{\"type\":\"text\",\"text\":\"a\"},\"b\"]");
            assertEquals("a\nb", asked(house).text());
            assertNull(asked(house).options().get("content"));
            house.post(
                    "/v1/responses",
                    "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"" + PNG
                            + "\"}]}]}");
            assertEquals(PNG, asked(house).attachments().get(0).location());
        }
    }

    @Test
    void item36_whatCannotBeHandedOnIsRefusedWithItsPlace() {
        try (ApiHouse house = house()) {
            String unsupported = "unsupported_content_type";
            String at = "messages[0].content";
            refused(content(house, "[{\"type\":\"file\",\"file\":{}}]"), unsupported, at);
            refused(content(house, "[{\"type\":\"input_file\",\"file_id\":\"x\"}]"), unsupported, at);
            refused(content(house, "[{\"type\":\"hologram\"}]"), unsupported, at);
            refused(content(house, "[{\"text\":\"no type\"}]"), unsupported, at);
            refused(content(house, image("data:text/plain,x")), unsupported, at);
            refused(content(house, image("data:image/png;base64")), unsupported, at);
            refused(content(house, image("ftp://a/b.png")), "invalid_image_url", at);
            refused(content(house, image(" ")), "invalid_image_url", at);
            refused(content(house, "[{\"type\":\"image_url\"}]"), "invalid_image_url", at);
            refused(
                    content(house, "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x\",\"detail\":7}}]"),
                    "invalid_content_part",
                    at);
            refused(
                    house.post("/v1/responses", "{\"input\":[{\"content\":[{\"type\":\"input_file\"}]}]}"),
                    unsupported,
                    "input[0].content");
            refused(
                    house.post(
                            "/v1/responses",
                            "{\"input\":\"x\",\"conversation_history\":[{\"role\":\"user\",\"content\":\"a\"},"
                                    + "{\"role\":\"user\",\"content\":[{\"type\":\"file\"}]}]}"),
                    unsupported,
                    "conversation_history[1].content");
            assertEquals(0, house.turns().requests().size());
        }
    }

    private static String image(String url) {
        return "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]";
    }

    @Test
    void item42_hugeContentIsBounded() {
        try (ApiHouse house = house()) {
            content(house, "[\"a\"" + ",\"b\"".repeat(1_500) + "]");
            assertEquals(1_000, asked(house).text().split("\n").length);
            content(
                    house,
                    "[\"x\"," + "[".repeat(11) + "\"deep\"" + "]".repeat(11) + "," + "[".repeat(9) + "\"y\""
                            + "]".repeat(9) + "]");
            assertEquals("x\ny", asked(house).text());
            content(house, "\"" + "z".repeat(65_537) + "\"");
            assertEquals(65_536, asked(house).text().length());
            content(house, "\"" + "z".repeat(65_535) + "😀\"");
            assertEquals(65_535, asked(house).text().length(), "never half a character");
        }
    }

    @Test
    void numbersAndObjectsAreTheirText() {
        try (ApiHouse house = house()) {
            content(house, "42");
            assertEquals("42", asked(house).text());
            content(house, "{\"a\":1}");
            assertEquals("{\"a\":1}", asked(house).text());
        }
    }

    @Test
    void aRequestWithoutAMessageIsRefused() {
        try (ApiHouse house = house()) {
            for (String body : List.of(
                    "{}",
                    "{\"messages\":[]}",
                    "{\"messages\":\"x\"}",
                    "{\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":[]}]}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":null}]}",
                    "[]",
                    "{\"messages\":",
                    "[".repeat(100_000))) {
                HttpResponse<String> response = house.post("/v1/chat/completions", body);
                assertEquals(400, response.statusCode(), body.substring(0, Math.min(60, body.length())));
                assertEquals(
                        "invalid_request_error",
                        ApiHouse.json(response).at("/error/type").asText());
            }
            assertEquals(0, house.context.fakeTurns().requests().size(), "nothing of a refused request is left");
            assertEquals(200, house.chat("still here").statusCode());
        }
    }

    @Test
    void item25_fiveMegabytesAreAcceptedAndTenAndOneByteAreNot() {
        try (ApiHouse house = house()) {
            String big = "{\"role\":\"assistant\",\"content\":\"" + "x".repeat(5_000_000) + "\"},";
            assertEquals(
                    200,
                    messages(house, big + "{\"role\":\"user\",\"content\":\"and?\"}")
                            .statusCode());
            byte[] tooBig = (" ".repeat(10_000_000) + "x").getBytes(StandardCharsets.UTF_8);
            HttpRequest.BodyPublisher known = HttpRequest.BodyPublishers.ofByteArray(tooBig);
            HttpRequest.BodyPublisher chunked =
                    HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(tooBig));
            for (HttpRequest.BodyPublisher body : List.of(known, chunked)) {
                HttpResponse<String> response = house.send(
                        house.request("/v1/chat/completions").POST(body).build());
                assertEquals(413, response.statusCode());
                assertEquals(
                        "body_too_large",
                        ApiHouse.json(response).at("/error/code").asText());
            }
        }
    }

    @Test
    void item43_theSameBeginningIsTheSameSession() {
        try (ApiHouse house = house()) {
            String system = "{\"role\":\"system\",\"content\":\"be kind\"},";
            String one = "{\"role\":\"user\",\"content\":\"one\"}";
            String more = ",{\"role\":\"assistant\",\"content\":\"two\"},{\"role\":\"user\",\"content\":\"three\"}";
            String first = ApiHouse.header(messages(house, system + one), "X-Hermes-Session-Id");
            assertEquals(first, ApiHouse.header(messages(house, system + one + more), "X-Hermes-Session-Id"));
            assertEquals(first, asked(house).sessionId(), "which is also the session whose folder tools work in");
            assertNotEquals(first, ApiHouse.header(messages(house, one), "X-Hermes-Session-Id"));
            assertTrue(String.valueOf(first).matches("api-[0-9a-f]{16}"));
            assertFalse(asked(house).history() == null, "so that requests of one session run side by side");
        }
    }

    @Test
    void item26_aNamedSessionBringsItsOwnHistory() {
        try (ApiHouse house = house()) {
            HttpResponse<String> response = messages(
                    house,
                    "{\"role\":\"user\",\"content\":\"one\"},{\"role\":\"user\",\"content\":\"two\"}",
                    "X-Hermes-Session-Id",
                    "mine-1");
            assertEquals("mine-1", ApiHouse.header(response, "X-Hermes-Session-Id"));
            assertEquals("mine-1", asked(house).sessionId());
            assertEquals("two", asked(house).text());
            assertNull(asked(house).history());
        }
    }

    @Test
    void item46_aSessionIdIsNoPath() {
        try (ApiHouse house = house()) {
            for (String id : List.of("../../x", "/abs", "..\\w", "a/b", "C:x", "x".repeat(257), "a\u0001b")) {
                HttpResponse<String> response;
                try {
                    response = house.chat("hi", "X-Hermes-Session-Id", id);
                } catch (IllegalArgumentException clientRefuses) {
                    continue;
                }
                assertEquals(400, response.statusCode(), id);
            }
            assertEquals(0, house.turns().requests().size());
        }
    }

    @Test
    void item27_theSessionKeyIsEchoedAndChecked() {
        try (ApiHouse house = house()) {
            String name = "X-Hermes-Session-Key";
            assertEquals("ann", ApiHouse.header(house.chat("hi", name, " ann "), name));
            assertEquals("ann", asked(house).options().get("session_key"));
            for (String body : List.of("{\"input\":\"x\"}", "{\"input\":\"x\",\"stream\":true}")) {
                assertEquals("ann", ApiHouse.header(house.post("/v1/responses", body, name, "ann"), name));
            }
            assertEquals(400, house.chat("hi", name, "x".repeat(257)).statusCode());
        }
    }

    @Test
    void item19_noSecretLeavesWithAnError() {
        try (ApiHouse house = house()) {
            Redaction masking = new Redactor(List.of("sk-secret-1234"));
            house.context.registry().publish(Redaction.class, "kernel", masking);
            String words = "OPENAI_API_KEY=sk-secret-1234 was refused";
            house.turns().play((turns, id, request) -> {
                turns.tell(new TurnEvent.TextDelta(id, "half sk-sec"));
                turns.tell(new TurnEvent.TextDelta(id, "ret-1234"));
                turns.tell(new TurnEvent.Ended(
                        id, "failed", "half\n\n" + words, TurnOutcome.Usage.NONE, "provider_failed", "half"));
            });
            for (String stream : List.of("false", "true")) {
                for (String path : List.of("/v1/chat/completions", "/v1/responses")) {
                    HttpResponse<String> response = house.post(
                            path,
                            "{\"stream\":" + stream
                                    + ",\"input\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
                    String all = response.body() + response.headers().map();
                    assertFalse(all.contains("sk-secret-1234"), all);
                    assertTrue(all.contains("OPENAI_API_KEY"), all);
                }
            }
        }
    }

    @Test
    void item47_atTheCapTheAnswerIs429() {
        try (ApiHouse house = new ApiHouse(home, Map.of("max_concurrent_runs", 1))) {
            house.turns().play((turns, id, request) -> {
                turns.play((again, other, nested) -> again.end(other, "too many"));
                HttpResponse<String> second = house.chat("second");
                turns.end(
                        id,
                        second.statusCode() + " " + ApiHouse.header(second, "Retry-After") + " "
                                + ApiHouse.json(second).at("/error/code").asText());
            });
            HttpResponse<String> first = house.chat("first");
            assertEquals(
                    "429 1 rate_limit_exceeded",
                    ApiHouse.json(first).at("/choices/0/message/content").asText());
            assertEquals(200, house.chat("third").statusCode(), "the place is free again");
            assertEquals(400, house.post("/v1/chat/completions", "{}").statusCode());
            assertEquals(200, house.chat("fourth").statusCode());
        }
    }

    @Test
    void theModelIsEchoedAndSwitchesOnlyWhereItMay() {
        try (ApiHouse house =
                new ApiHouse(home, Map.of("model_routes", Map.of("fast", Map.of("model", "m", "provider", "p"))))) {
            HttpResponse<String> plain = house.post(
                    "/v1/chat/completions",
                    "{\"model\":\"gpt-9\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
            assertEquals("gpt-9", ApiHouse.json(plain).path("model").asText());
            assertNull(asked(house).options().get("model"));
            String body = "{\"model\":\"%s\",\"provider\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
            house.post("/v1/chat/completions", body.formatted("fast", ""));
            assertEquals("m", asked(house).options().get("model"));
            assertEquals("p", asked(house).options().get("provider"));
            house.post("/v1/chat/completions", body.formatted("gpt-9", "q"));
            assertEquals("gpt-9", asked(house).options().get("model"));
            refused(house.post("/v1/chat/completions", body.formatted("fast", "q")), "provider_conflict", "provider");
        }
    }

    @Test
    void complaint4_toolsOfAClientAreAnsweredForOneWayOrTheOther() {
        String body = "{\"tools\":[{\"type\":\"function\"}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        try (ApiHouse house = house()) {
            HttpResponse<String> response = house.post("/v1/chat/completions", body);
            assertEquals(200, response.statusCode());
            assertEquals("ignored", ApiHouse.header(response, "X-Hermes-Client-Tools"));
        }
        try (ApiHouse house = new ApiHouse(home, Map.of("reject_client_tools", true))) {
            refused(house.post("/v1/chat/completions", body), "tools_not_supported", "tools");
        }
    }
}
