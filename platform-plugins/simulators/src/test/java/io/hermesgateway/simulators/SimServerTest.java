package io.hermesgateway.simulators;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SimServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private SimServer server;
    private Far far;

    @BeforeEach
    void start() throws IOException {
        server = SimServer.start(0);
        far = new Far(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Says what it hears, and tells how it ended. */
    private final class Parrot implements SimSocket.Events {
        final CompletableFuture<SimSocket> socket = new CompletableFuture<>();

        @Override
        public void opened(SimSocket opened) {
            socket.complete(opened);
            opened.text("hello");
        }

        @Override
        public void text(SimSocket from, String text) {
            heard.add(text);
        }

        @Override
        public void gone(SimSocket from, int code, String reason) {
            heard.add("gone " + code);
        }
    }

    private String heard() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void answersTheLongestPathWithExactlyTheGivenType() throws Exception {
        server.handle("/", call -> call.reply(SimReply.json(200, Json.object().put("at", "root"))));
        server.handle(
                "/a",
                call -> call.reply(SimReply.json(
                        201,
                        Json.object()
                                .put("said", call.text())
                                .put("query", call.query("q"))
                                .put("path", call.path()))));

        Far.Answer answer = far.call("POST", "/a/b%20c?q=%E4%BD%A0", "嗨");
        assertEquals(201, answer.status());
        assertEquals("application/json", answer.header("Content-Type"));
        assertEquals("{\"said\":\"嗨\",\"query\":\"你\",\"path\":\"/a/b c\"}", answer.text());
        assertEquals("root", far.get("/ab").json().path("at").asText());
    }

    @Test
    void answersLaterAndFromAnyThread() throws Exception {
        BlockingQueue<SimCall> held = new LinkedBlockingQueue<>();
        server.handle("/held", held::add);
        CompletableFuture<Far.Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return far.get("/held");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        held.take().reply(SimReply.empty(204));
        assertEquals(204, answer.get(60, TimeUnit.SECONDS).status());
    }

    @Test
    void aBrokenHandlerIsA500AndAMissingOneA404() throws Exception {
        server.handle("/broken", call -> {
            throw new IllegalStateException("oops");
        });
        assertEquals(500, far.get("/broken").status());
        assertEquals(404, far.get("/nothing").status());
    }

    /** A request by hand, for what no client shows. */
    private Socket raw(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(UTF_8));
        return socket;
    }

    @Test
    void resetsBeforeAndWithinTheBody() throws Exception {
        SimReply whole = SimReply.json(200, Json.object().put("text", "a long answer"));
        server.handle("/before", call -> call.reply(whole.resetAfter(0)));
        server.handle("/within", call -> call.reply(whole.resetAfter(5)));

        try (Socket socket = raw("/before")) {
            assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
        }
        try (Socket socket = raw("/within")) {
            InputStream in = socket.getInputStream();
            List<Integer> came = new ArrayList<>();
            SocketException reset = assertThrows(SocketException.class, () -> {
                for (int b = in.read(); b >= 0; b = in.read()) {
                    came.add(b);
                }
                throw new AssertionError("ended without a reset after " + came.size());
            });
            assertTrue(String.valueOf(reset.getMessage()).contains("reset"), "not a reset: " + reset);
        }
    }

    @Test
    void hangsUntilItStops() throws Exception {
        server.handle("/hang", call -> call.reply(SimReply.empty(200).hanging()));
        try (Socket socket = raw("/hang")) {
            socket.setSoTimeout(200);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
        }
    }

    @Test
    void isSlowOnRequest() throws Exception {
        byte[] body = "0123456789".getBytes(UTF_8);
        server.handle(
                "/slow", call -> call.reply(SimReply.of(200, "text/plain", body).slow(3, Duration.ofMillis(5))));
        assertEquals("0123456789", far.get("/slow").text());
    }

    @Test
    void speaksWebSocketBothWays() throws Exception {
        Parrot parrot = new Parrot();
        server.accept("/ws", call -> parrot);
        Ear ear = Ear.open(client, server.webSocketUrl() + "/ws?x=1");
        assertEquals("hello", ear.next());
        SimSocket socket = parrot.socket.get(60, TimeUnit.SECONDS);
        assertEquals("1", socket.call().query("x"));

        String big = "大".repeat(100_000);
        ear.say(big);
        assertEquals(big, heard());
        socket.text(big);
        assertEquals(big, ear.next());
        socket.fragments("in three pieces", 3);
        assertEquals("in three pieces", ear.next());
        socket.binary(new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, ear.nextBinary());
        socket.ping();
        ear.say("after the pong");
        assertEquals("after the pong", heard());
    }

    @Test
    void closesWithAnyCodeAndHearsTheirs() throws Exception {
        Parrot parrot = new Parrot();
        server.accept("/ws", call -> parrot);
        Ear ear = Ear.open(client, server.webSocketUrl() + "/ws");
        parrot.socket.get(60, TimeUnit.SECONDS).close(4903, "create session error");
        assertEquals(new Ear.End(4903, "create session error"), ear.end());
        assertEquals("gone 4903", heard());
        assertFalse(parrot.socket.get(60, TimeUnit.SECONDS).isOpen());

        Ear other = Ear.open(client, server.webSocketUrl() + "/ws");
        other.close(4321);
        assertEquals("gone 4321", heard());
        assertEquals(4321, other.end().code());
    }

    @Test
    void resetsASocketAndNoticesAReset() throws Exception {
        Parrot parrot = new Parrot();
        server.accept("/ws", call -> parrot);
        Ear ear = Ear.open(client, server.webSocketUrl() + "/ws");
        parrot.socket.get(60, TimeUnit.SECONDS).reset();
        assertEquals(SimSocket.NO_FRAME, ear.end().code());
        assertEquals("gone 1006", heard());

        Ear.open(client, server.webSocketUrl() + "/ws").abort();
        assertEquals("gone 1006", heard());
    }

    @Test
    void refusesAWebSocketWithAnAnswer() {
        server.accept("/ws", call -> {
            call.reply(SimReply.html(502, "<h1>Bad Gateway</h1>"));
            return null;
        });
        assertThrows(RuntimeException.class, () -> Ear.open(client, server.webSocketUrl() + "/ws"));
    }

    @Test
    void stopsReadingAndReadsAgain() throws Exception {
        Parrot parrot = new Parrot();
        server.accept("/ws", call -> parrot);
        Ear ear = Ear.open(client, server.webSocketUrl() + "/ws");
        SimSocket socket = parrot.socket.get(60, TimeUnit.SECONDS);
        socket.stopReading();
        ear.say("one");
        ear.say("two");
        socket.readAgain();
        assertEquals("one", heard());
        assertEquals("two", heard());
    }

    @Test
    void closesAClientThatDoesNotMask() throws Exception {
        Parrot parrot = new Parrot();
        server.accept("/ws", call -> parrot);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(
                            """
                            GET /ws HTTP/1.1
                            Host: h
                            Upgrade: websocket
                            Connection: Upgrade
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                            Sec-WebSocket-Version: 13

                            """
                                    .replace("\n", "\r\n")
                                    .getBytes(UTF_8));
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 1, 'x'});
            String came = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertTrue(came.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), came);
            assertTrue(came.contains("protocol error"), came);
        }
    }
}
