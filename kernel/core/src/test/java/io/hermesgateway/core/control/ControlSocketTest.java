package io.hermesgateway.core.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.FakeControl;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.FakeTurns;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.ManualTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ControlSocketTest {
    private final ManualClock clock = new ManualClock();
    private final ManualTasks tasks = new ManualTasks(clock);
    private final FakeControl control = new FakeControl()
            .plugins(FakeControl.plugin("http", "running"))
            .approvals(FakeControl.approvalRow("a1", "ab12", "pending", "rm -r x"));
    private final FakeTurns turns = new FakeTurns();
    private final FakeRegistry registry = new FakeRegistry();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path home;

    private ControlSocket socket;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(home.resolve("control.sock"), "what a killed gateway left behind");
        socket = new ControlSocket(
                home,
                new ControlCalls(control, turns, registry, message -> Optional.empty(), clock),
                threads,
                tasks,
                clock);
    }

    @AfterEach
    void close() {
        socket.close();
        threads.shutdownNow();
    }

    private JsonNode ask(String request) throws IOException {
        try (ControlClient client = new ControlClient(socket.path())) {
            return client.say(request).hearNews();
        }
    }

    @Test
    void belongsToTheOwnerOfTheHomeAlone() throws IOException {
        assertEquals(home.resolve("control.sock"), socket.path());
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(socket.path()));
    }

    @Test
    void answersWithTheRowsInSnakeCase() throws IOException {
        JsonNode row = ask("{'id':7,'call':'plugins.list'}");
        assertEquals(7, row.path("id").asInt());
        assertEquals("http", row.path("result").path(0).path("id").asText());
        assertTrue(row.path("result").path(0).has("allocated_mb"));
        JsonNode approval = ask("{'id':8,'call':'approvals.list','args':{'state':'pending'}}")
                .path("result")
                .path(0);
        assertTrue(approval.path("expires_at").isNull());
        assertEquals("1", approval.path("requester").path("user_id").asText());
        assertEquals(
                60,
                ask("{'id':9,'call':'status'}").path("result").path("uptime_s").asInt());
    }

    @Test
    void saysWhoActed() throws IOException {
        ask("{'id':1,'call':'plugins.restart','args':{'id':'http'},'who':'ann'}");
        ask("{'id':1,'call':'platforms.pause','args':{'id':'nowhere'},'who':'ann'}");
        ask("{'id':1,'call':'gateway.stop','args':{}}");
        assertEquals(
                List.of("plugins.restart http by ann", "platforms.pause nowhere by ann", "gateway.stop  by operator"),
                control.asked());
    }

    @Test
    void refusesWithACodeAndGoesOnServing() throws IOException {
        try (ControlClient client = new ControlClient(socket.path())) {
            assertEquals("bad_request", code(client.say("this is no JSON")));
            assertEquals("bad_request", code(client.say("[1]")));
            assertEquals("not_found", code(client.say("{'id':1,'call':'plugins.fly'}")));
            assertEquals("not_found", code(client.say("{'id':1,'call':'plugins.stop','args':{'id':'x'}}")));
            assertEquals("bad_request", code(client.say("{'id':1,'call':'plugins.stop','args':{}}")));
            assertEquals("internal", code(client.say("{'id':1,'call':'plugins.install','args':{'jar':'\\u0000'}}")));
            assertEquals(
                    "running",
                    client.say("{'id':1,'call':'status'}")
                            .hear()
                            .path("result")
                            .path("state")
                            .asText());
        }
    }

    private static String code(ControlClient client) throws IOException {
        return client.hear().path("error").path("code").asText();
    }

    @Test
    void refusesALineThatIsTooLong() throws IOException {
        try (ControlClient client = new ControlClient(socket.path())) {
            threads.execute(() -> {
                try {
                    client.say("x".repeat(1_200_000));
                } catch (IOException cutOff) {
                    assertTrue(cutOff.getMessage() != null);
                }
            });
            assertEquals("too_large", code(client));
        }
    }

    @Test
    void answersAnApprovalByItsCode() throws IOException {
        control.answering(new AnswerResult.NotNow("the disk is full"));
        JsonNode answer = ask("{'id':1,'call':'approvals.answer','args':{'id':'AB12','choice':'once'},'who':'ann'}");
        assertEquals("not_now", answer.path("result").path("outcome").asText());
        assertEquals(
                "rm -r x",
                answer.path("result").path("approval").path("command").asText());
        assertEquals(List.of("approvals.once a1 by ann"), control.asked());
    }

    @Test
    void callsWhatBundlesOffer() throws IOException {
        registry.publish(ControlVerb.class, "kanban.list", (caller, arguments, progress) -> {
            progress.show(new Rows.Gauge(1, 2));
            return Map.of("by", caller.name(), "board", arguments.get("board"));
        });
        try (ControlClient client = new ControlClient(socket.path())) {
            client.say("{'id':'k','call':'kanban.list','args':{'board':'b1'},'who':'ann'}");
            assertEquals(2, client.hear().path("item").path("limit").asInt());
            JsonNode end = client.hear();
            assertEquals("b1", end.path("result").path("board").asText());
            assertEquals("k", end.path("id").asText());
        }
    }

    @Test
    void aChatStreamsItsEventsAndEndsWithTheAnswer() throws IOException {
        turns.play((all, id, request) -> {
            all.tell(new TurnEvent.TextDelta(id, "hel"));
            all.end(id, "hello " + request.text());
        });
        try (ControlClient client = new ControlClient(socket.path())) {
            client.say("{'id':1,'call':'chat','args':{'text':'you'},'who':'ann'}");
            assertEquals("accepted", client.hearNews().path("item").path("type").asText());
            JsonNode delta = client.hearNews().path("item");
            assertEquals("text_delta", delta.path("type").asText());
            assertEquals("hel", delta.path("text").asText());
            JsonNode end = client.hearNews().path("result");
            assertEquals("answered", end.path("outcome").asText());
            assertEquals("hello you", end.path("text").asText());
        }
        assertEquals("cli", turns.requests().get(0).conversation().platform());
    }

    @Test
    void answersOtherCallsWhileAChatWaits() throws IOException {
        turns.play((all, id, request) -> {});
        try (ControlClient client = new ControlClient(socket.path())) {
            client.say("{'id':1,'call':'chat','args':{'text':'wait'}}");
            assertEquals("accepted", client.hearNews().path("item").path("type").asText());
            client.say("{'id':2,'call':'turns.stop','args':{'id':'turn-1'}}");
            assertTrue(client.hearNews().path("result").path("stopped").asBoolean());
            turns.end("turn-1", "stopped");
            assertEquals(1, client.hearNews().path("id").asInt());
        }
    }

    @Test
    void streamsEventsUntilTheClientGoes() throws IOException {
        try (ControlClient client = new ControlClient(socket.path())) {
            client.say("{'id':1,'call':'events'}");
            assertEquals("tick", client.hear().path("item").path("type").asText());
            control.happen(new Rows.Event(12, "log", "2026-01-01T00:00:00Z", Map.of("line", "hello")));
            assertEquals(12, client.hearNews().path("item").path("id").asInt());
        }
        assertTimeoutPreemptively(Duration.ofSeconds(90), () -> {
            while (control.watching() > 0) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void dropsAClientThatDoesNotRead() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        registry.publish(ControlVerb.class, "flood", (caller, arguments, progress) -> {
            while (progress.show("x".repeat(10_000))) {
                Thread.onSpinWait();
            }
            ended.countDown();
            return null;
        });
        try (ControlClient client = new ControlClient(socket.path())) {
            client.say("{'id':1,'call':'flood'}");
            assertTimeoutPreemptively(Duration.ofSeconds(90), () -> {
                while (ended.getCount() > 0) {
                    tasks.advance(Duration.ofSeconds(15));
                }
            });
        }
        assertEquals(
                "running",
                ask("{'id':1,'call':'status'}").path("result").path("state").asText());
    }

    @Test
    void movesAsideWhenThePathOfTheHomeIsTooLong() throws IOException {
        Path deep = Files.createDirectories(home.resolve("d".repeat(100)));
        try (ControlSocket far = new ControlSocket(
                deep,
                new ControlCalls(control, turns, registry, message -> Optional.empty(), clock),
                threads,
                tasks,
                clock)) {
            assertFalse(far.path().startsWith(deep));
            try (ControlClient client = new ControlClient(far.path())) {
                assertEquals(
                        1,
                        client.say("{'id':1,'call':'status'}").hear().path("id").asInt());
            }
        }
    }

    @Test
    void servesManyClientsAtOnce() throws Exception {
        List<java.util.concurrent.Callable<Integer>> clients = java.util.stream.IntStream.range(0, 100)
                .<java.util.concurrent.Callable<Integer>>mapToObj(i ->
                        () -> ask("{'id':" + i + ",'call':'status'}").path("id").asInt())
                .toList();
        int sum = 0;
        for (var answer : threads.invokeAll(clients)) {
            sum += answer.get();
        }
        assertEquals(99 * 100 / 2, sum);
    }
}
