package io.hermesgateway.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ExamplePlatformTest {
    private static final Conversation CHAT = Conversation.dm("example", "c1");

    @TempDir
    Path home;

    private final TestTasks tasks = new TestTasks();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ObjectMapper json = new ObjectMapper();
    private ServerSocket server;
    private Socket far;
    private BufferedReader in;
    private FakePlatformContext kernel;
    private Platform platform;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        kernel = new FakePlatformContext(new FakePlatformContext.Parts(
                "example",
                new MapSettings(Map.of("port", server.getLocalPort())),
                home,
                InstantSource.system(),
                tasks,
                new TestTasks.NoIds(),
                new FakeRegistry()));
        platform = new ExamplePlugin().platforms().get(0).open(kernel);
        platform.start();
        accept();
        assertEquals("example", read().path("hello").asText());
        write("{'ready':true}");
        kernel.await("online", k -> k.state() == PlatformState.ONLINE);
    }

    @AfterEach
    void close() throws IOException {
        platform.close();
        tasks.close();
        threads.shutdownNow();
        far.close();
        server.close();
    }

    private void accept() throws IOException {
        far = server.accept();
        in = new BufferedReader(new InputStreamReader(far.getInputStream(), StandardCharsets.UTF_8));
    }

    private JsonNode read() throws IOException {
        return json.readTree(in.readLine());
    }

    private void write(String line) throws IOException {
        far.getOutputStream().write((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Delivery delivery(Body body) {
        return new Delivery("d1", CHAT, body, null, null, Map.of(), 1, Instant.EPOCH);
    }

    private CompletableFuture<SendResult> send(Body body) {
        return CompletableFuture.supplyAsync(() -> platform.send(delivery(body)), threads);
    }

    @Test
    void acknowledgesWhatIsDurableAndOnlyThat() throws IOException {
        kernel.away(true);
        write("{'message':{'id':'1','chat':'c1','user':'ann','text':'hi'}}");
        write("{'message':{'id':'2','chat':'c1','user':'ann','text':'there'}}");
        write("{'click':{'n':'7','approval':'a','choice':'deny','user':'ann','chat':'c1'}}");
        assertEquals("7", read().path("clicked").asText(), "neither message was acknowledged");
        kernel.away(false);
        write("{'message':{'id':'1','chat':'c1','user':'ann','name':'Ann','text':'hi','group':true}}");
        assertEquals("1", read().path("ack").asText());
        assertEquals(
                Conversation.Kind.GROUP, kernel.accepted().get(0).conversation().kind());
        assertEquals("ann", kernel.accepted().get(0).sender().userId());
    }

    @Test
    void sentNeedsTheFarSidesWord() throws Exception {
        CompletableFuture<SendResult> result = send(new Body.Text("hello"));
        assertEquals("hello", read().path("send").path("text").asText());
        write("{'sent':'d1','as':'m9'}");
        assertEquals(new SendResult.Sent("m9"), result.get(90, TimeUnit.SECONDS));
    }

    @Test
    void passesOnThatTheFarSideIsBusyOrRefuses() throws Exception {
        CompletableFuture<SendResult> busy = send(new Body.Text("hello"));
        read();
        write("{'later':'d1','seconds':3,'why':'busy'}");
        assertEquals(new SendResult.Later(Duration.ofSeconds(3), "busy"), busy.get(90, TimeUnit.SECONDS));
        CompletableFuture<SendResult> refused = send(new Body.Text("hello"));
        read();
        write("{'refused':'d1','why':'no such chat'}");
        assertInstanceOf(SendResult.Refused.class, refused.get(90, TimeUnit.SECONDS));
    }

    @Test
    void aConnectionThatBreaksWhileWaitingLeavesItUncertain() throws Exception {
        CompletableFuture<SendResult> result = send(new Body.Text("hello"));
        read();
        far.close();
        assertInstanceOf(SendResult.Uncertain.class, result.get(90, TimeUnit.SECONDS));
        kernel.await("offline", k -> k.reports().stream().anyMatch(report -> report.startsWith("offline")));
        assertInstanceOf(SendResult.Later.class, platform.send(delivery(new Body.Text("again"))));
        accept();
        assertEquals("example", read().path("hello").asText(), "it connects again by itself");
    }

    @Test
    void buttonsCarryIdAndChoiceAndTheClickIsToldTheTruth() throws Exception {
        Approval approval = new Approval(
                "a1",
                "x7k2",
                CHAT,
                Sender.of("example", "ann", "Ann"),
                new Question("terminal", "rm -r x", "digest", List.of(), List.of(Choice.ONCE, Choice.DENY)),
                "s",
                "t",
                List.of("k"),
                Instant.EPOCH,
                null,
                null);
        CompletableFuture<SendResult> result = send(new Body.Edit("m1", new Body.Prompt(approval, "May it?")));
        JsonNode sent = read().path("send");
        assertEquals("m1", sent.path("edit").asText());
        assertEquals("[\"once\",\"deny\"]", sent.path("choices").toString());
        write("{'sent':'d1','as':'m1'}");
        assertTrue(result.get(90, TimeUnit.SECONDS) instanceof SendResult.Sent);
        kernel.desk(answer -> new AnswerResult.Already(approval, "too late: " + answer.choice()));
        write("{'click':{'n':'8','approval':'a1','choice':'once','user':'ann','chat':'c1'}}");
        assertEquals("too late: ONCE", read().path("words").asText());
        assertNull(kernel.answers().get(0).reason());
    }
}
