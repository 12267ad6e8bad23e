package io.hermesgateway.api;

import static io.hermesgateway.api.ApiHouse.header;
import static io.hermesgateway.api.ApiHouse.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.testkit.FakeControl;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class InfoTest {
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

    private int withKey(String path, String key) {
        return house.send(HttpRequest.newBuilder(house.at(path))
                        .header("Authorization", "Bearer " + key)
                        .build())
                .statusCode();
    }

    private HttpResponse<String> anonymous(String path) {
        return house.send(HttpRequest.newBuilder(house.at(path)).build());
    }

    @Test
    void item8And27_capabilitiesNameSkillsAndTheSessionKey() {
        JsonNode all = json(house.get("/v1/capabilities"));
        assertTrue(all.path("features").path("skills_api").asBoolean());
        assertEquals(
                "X-Hermes-Session-Key",
                all.path("features").path("session_key_header").asText());
        assertEquals("bearer", all.path("auth").path("type").asText());
        assertTrue(all.path("features").path("run_submission").asBoolean());
        assertFalse(all.path("features").path("audio_api").asBoolean(true));
        assertEquals(401, anonymous("/v1/capabilities").statusCode());
    }

    /** Whatever is named is there: no path of the list is unknown. */
    @Test
    void capabilitiesNameOnlyWhatIsThere() {
        for (JsonNode endpoint : json(house.get("/v1/capabilities")).path("endpoints")) {
            String path = endpoint.path("path").asText().replaceAll("\\{[a-z_]+}", "x");
            HttpRequest request = house.request(path)
                    .method(endpoint.path("method").asText(), HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpResponse<String> answer = house.send(request);
            assertFalse(answer.body().contains("there is nothing at this path"), path);
            assertFalse(answer.statusCode() == 405, path);
        }
    }

    @Test
    void item9_skillsAreListedWithAKeyOnly() {
        assertEquals(List.of(), json(house.get("/v1/skills")).path("data").findValuesAsText("name"));
        house.context
                .registry()
                .publish(
                        ControlVerb.class,
                        "skills.list",
                        (who, args, shown) ->
                                List.of(Map.of("name", "pdf", "description", "reads", "category", "docs")));
        JsonNode skills = json(house.get("/v1/skills"));
        assertEquals("list", skills.path("object").asText());
        assertEquals("pdf", skills.path("data").path(0).path("name").asText());
        assertEquals("docs", skills.path("data").path(0).path("category").asText());
        assertEquals(401, anonymous("/v1/skills").statusCode());
    }

    @Test
    void item10_toolsetsAreListedWithTheirToolsSorted() {
        house.context
                .registry()
                .publish(
                        ControlVerb.class,
                        "toolsets.list",
                        (who, args, shown) -> Map.of("terminal", List.of("terminal", "process")));
        JsonNode toolsets = json(house.get("/v1/toolsets"));
        assertEquals("api_server", toolsets.path("platform").asText());
        JsonNode terminal = toolsets.path("data").path(0);
        assertEquals("[\"process\",\"terminal\"]", terminal.path("tools").toString());
        assertTrue(terminal.path("enabled").asBoolean());
        house.context
                .registry()
                .publish(ControlVerb.class, "toolsets.disabled", (who, args, shown) -> List.of("terminal"));
        assertFalse(json(house.get("/v1/toolsets"))
                .path("data")
                .path(0)
                .path("enabled")
                .asBoolean());
        assertEquals(401, anonymous("/v1/toolsets").statusCode());
        JsonNode endpoints = json(house.get("/v1/capabilities")).path("endpoints");
        assertTrue(endpoints.has("skills") && endpoints.has("toolsets"));
    }

    @Test
    void item39_healthIsBriefForEverybodyAndDetailedForKeys() {
        house.context.fakeControl().platforms(FakeControl.platform("telegram", "online", "secret detail"));
        for (String path : List.of("/health", "/v1/health")) {
            JsonNode brief = json(anonymous(path));
            assertEquals("ok", brief.path("status").asText());
            assertEquals("hermes-agent", brief.path("platform").asText());
            assertEquals(3, brief.size());
        }
        assertEquals(401, anonymous("/health/detailed").statusCode());
        HttpResponse<String> answer = house.get("/health/detailed");
        JsonNode detailed = json(answer);
        assertEquals("running", detailed.path("gateway_state").asText());
        assertEquals(
                "online",
                detailed.path("platforms").path("telegram").path("state").asText());
        assertEquals(0, detailed.path("active_agents").asInt(-1));
        assertTrue(detailed.path("pid").isNumber());
        assertTrue(detailed.path("updated_at").isTextual());
        assertTrue(detailed.path("readiness").path("checks").has("disk"));
        assertFalse(answer.body().contains("secret detail"));
        assertFalse(answer.body().contains(home.toString()));
    }

    @Test
    void namedKeysHaveScopesAndLimits() {
        house.close();
        Map<String, Object> ci = Map.of("key", "the-key-of-the-build", "scopes", List.of("models"), "rate_limit", 2);
        Map<String, Object> weak = Map.of("key", "changeme");
        house = new ApiHouse(home, Map.of("keys", Map.of("ci", ci, "weak", weak)));
        assertEquals(200, withKey("/v1/models", "the-key-of-the-build"));
        assertEquals(403, withKey("/v1/skills", "the-key-of-the-build"));
        assertEquals(200, withKey("/v1/models", "the-key-of-the-build"));
        HttpResponse<String> late = house.send(HttpRequest.newBuilder(house.at("/v1/models"))
                .header("Authorization", "Bearer the-key-of-the-build")
                .build());
        assertEquals(429, late.statusCode());
        assertEquals("30", header(late, "Retry-After"));
        assertEquals(401, withKey("/v1/models", "changeme"));
        assertEquals(200, withKey("/v1/models", ApiHouse.KEY));
        List<String> reports = house.context.reports();
        assertTrue(reports.get(reports.size() - 1).contains("'weak'"), reports.toString());
    }

    @Test
    void runsBelongToTheKeyThatStartedThem() {
        house.close();
        house = new ApiHouse(home, Map.of("keys", Map.of("other", Map.of("key", "another-key-of-somebody"))));
        String id = json(house.post("/v1/runs", "{\"input\":\"go\"}"))
                .path("run_id")
                .asText();
        assertEquals(200, withKey("/v1/runs/" + id, ApiHouse.KEY));
        assertEquals(404, withKey("/v1/runs/" + id, "another-key-of-somebody"));
    }

    @Test
    void item40And41_aKeyThatGuardsNothingKeepsTheApiClosedAndSaysWhy() {
        for (String key : List.of("", "short", "your_api_key_here", "CHANGEME", "***")) {
            house.close();
            house = new ApiHouse(home, Map.of("key", key));
            assertEquals(401, withKey("/v1/models", key.isEmpty() ? "x" : key), key);
            assertEquals(200, anonymous("/health").statusCode());
            assertTrue(house.context.reports().get(0).startsWith("the API is closed: "), key);
        }
        house.close();
        house = new ApiHouse(home);
        assertEquals("", house.context.reports().get(0));
    }

    @Test
    void item45_aTokenThatIsNoTextIsRefusedLikeAWrongOne() {
        assertEquals(401, withKey("/v1/models", "schl\u00fcssel-der-lang-genug-ist"));
        assertEquals(401, withKey("/v1/models", ApiHouse.KEY + "x"));
        assertEquals(401, anonymous("/v1/models").statusCode());
    }
}
