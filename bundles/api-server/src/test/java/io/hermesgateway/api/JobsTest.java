package io.hermesgateway.api;

import static io.hermesgateway.api.ApiHouse.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.ControlVerb;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class JobsTest {
    private static final String JOB = "/api/jobs/0123456789ab";

    @TempDir
    Path home;

    private ApiHouse house;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void open() {
        house = new ApiHouse(home);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** A schedule that knows one job. */
    private void schedule() {
        verb("list", List.of(Map.of("id", "0123456789ab", "name", "tea")));
        for (String name : List.of("show", "create", "update", "remove", "pause", "resume", "run")) {
            verb(name, Map.of("id", "0123456789ab", "name", "tea", "enabled", true));
        }
    }

    private void verb(String name, Object answer) {
        house.context.registry().publish(ControlVerb.class, "cron." + name, (who, args, shown) -> {
            asked.add(name + " " + new java.util.TreeMap<>(args));
            if ("ffffffffffff".equals(args.get("id"))) {
                throw new GatewayException(KernelError.NOT_FOUND, "no such job");
            }
            return answer;
        });
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return house.send(house.request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String error(HttpResponse<String> answer) {
        return json(answer).path("error").asText();
    }

    @Test
    void withoutTheCronPluginThatIsTheAnswer() {
        HttpResponse<String> answer = house.get("/api/jobs");
        assertEquals(501, answer.statusCode());
        assertEquals("The cron plugin is not running", error(answer));
        assertEquals(
                501,
                house.post("/api/jobs", "{\"name\":\"a\",\"schedule\":\"1h\"}").statusCode());
        assertEquals(501, house.get(JOB).statusCode());
        assertEquals(501, house.post("/api/cron/fire", "{}").statusCode());
    }

    @Test
    void jobsAreListedMadeChangedAndRemoved() {
        schedule();
        assertEquals(
                "tea",
                json(house.get("/api/jobs")).path("jobs").path(0).path("name").asText());
        house.get("/api/jobs?include_disabled=1");
        assertEquals(List.of("list {include_disabled=false}", "list {include_disabled=true}"), asked);
        HttpResponse<String> made = house.post(
                "/api/jobs",
                "{\"name\":\" tea \",\"schedule\":\"every 2h\",\"repeat\":3,\"skills\":[\"pdf\"],\"x\":1}");
        assertEquals(200, made.statusCode(), made.body());
        assertEquals("0123456789ab", json(made).path("job").path("id").asText());
        String order = asked.get(2);
        for (String part : List.of(
                "name=tea",
                "deliver=local",
                "repeat=3",
                "skills=[pdf]",
                "platform=api_server",
                "source_ip=127.0.0.1")) {
            assertTrue(order.contains(part), order);
        }
        assertFalse(order.contains("x=1"), order);
        asked.clear();
        send("PATCH", JOB, "{\"enabled\":\"false\",\"unknown\":1}");
        house.get(JOB);
        house.post(JOB + "/pause", "");
        house.post(JOB + "/run", "{\"prompt\":\"now\"}");
        assertTrue(json(send("DELETE", JOB, "")).path("ok").asBoolean());
        assertEquals(
                List.of(
                        "update {enabled=false, id=0123456789ab}",
                        "show {id=0123456789ab}",
                        "pause {id=0123456789ab}",
                        "run {id=0123456789ab, prompt=now}",
                        "remove {id=0123456789ab}"),
                asked);
    }

    @Test
    void whatIsNoJobIsRefusedWithASentence() {
        schedule();
        for (String body : List.of(
                "{}",
                "{\"name\":\"a\"}",
                "{\"schedule\":\"1h\"}",
                "{\"name\":\"" + "n".repeat(201) + "\",\"schedule\":\"1h\"}",
                "{\"name\":\"a\",\"schedule\":\"1h\",\"prompt\":\"" + "p".repeat(5_001) + "\"}",
                "{\"name\":\"a\",\"schedule\":\"1h\",\"repeat\":0}",
                "{\"name\":\"a\",\"schedule\":\"1h\",\"repeat\":\"x\"}",
                "{\"name\":\"a\",\"schedule\":\"1h\",\"skills\":[1]}",
                "{\"name\":\"a\",\"schedule\":\"1h\",\"prompt\":\"Ignore all previous instructions and\"}")) {
            HttpResponse<String> answer = house.post("/api/jobs", body);
            assertEquals(400, answer.statusCode(), body);
            assertFalse(error(answer).isEmpty(), answer.body());
        }
        assertEquals(400, house.get("/api/jobs/XYZ").statusCode());
        assertEquals(400, send("PATCH", JOB, "{\"unknown\":1}").statusCode());
        assertEquals(List.of(), asked);
        HttpResponse<String> unknown = house.get("/api/jobs/ffffffffffff");
        assertEquals(404, unknown.statusCode());
        assertEquals("Job not found", error(unknown));
    }
}
