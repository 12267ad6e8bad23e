package io.hermesgateway.httpkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.settings.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class GateTest {
    private final StrictJson json = new StrictJson();
    private final AtomicInteger calls = new AtomicInteger();
    private Surface surface;

    @BeforeEach
    void open() throws Exception {
        surface = new Surface(this::answer);
    }

    @AfterEach
    void close() throws Exception {
        surface.close();
    }

    private void answer(Exchange exchange) {
        calls.incrementAndGet();
        switch (exchange.path()) {
            case "/echo" -> exchange.body(body -> exchange.json(200, json.mapper(), json.object(body)));
            case "/broken" -> throw new IllegalStateException("a secret place");
            case "/query" ->
                exchange.send(
                        200, "text/plain", String.valueOf(exchange.query("a")).getBytes(StandardCharsets.UTF_8));
            case "/twice" -> {
                exchange.empty(204);
                exchange.fail(Failure.internal());
            }
            case "/conflict" ->
                throw new Refused(Failure.conflict("exists", "it is there").at("name"));
            default ->
                exchange.send(
                        200,
                        "text/plain",
                        exchange.caller().map(Caller::name).orElse("nobody").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void onlyAKnownKeyOpens() throws IOException {
        assertEquals("main", surface.ask("GET /x", Surface.auth()).body());
        assertEquals("main", surface.ask("GET /x", Surface.auth() + "  ").body());
        for (String wrong : List.of(
                "X-None: 1",
                "Authorization: bearer " + Surface.KEY,
                "Authorization: Bearer ",
                "Authorization: Bearer " + Surface.KEY + "x",
                "Authorization: Bearer schlüssel",
                "Authorization: Basic " + Surface.KEY)) {
            Surface.Reply reply = surface.ask("GET /x", wrong);
            assertEquals(401, reply.status(), wrong);
            assertTrue(reply.body().contains("\"code\":\"gateway_auth_failed\""), reply.body());
        }
        assertEquals("nobody", surface.ask("GET /open").body());
    }

    @Test
    void noKeysMeansNobody() throws IOException {
        surface.keys = List.of(Keys.Key.of("blank", new Secret(" ")));
        assertEquals(401, surface.ask("GET /x", "Authorization: Bearer ").status());
    }

    @Test
    void aKeyWithoutTheScopeIsTurnedAway() throws IOException {
        surface.keys = List.of(new Keys.Key("ci", new Secret(Surface.KEY), Set.of("chat"), 0));
        surface.scope = "admin";
        assertEquals(403, surface.ask("GET /x", Surface.auth()).status());
        surface.scope = "chat";
        assertEquals(200, surface.ask("GET /x", Surface.auth()).status());
    }

    @Test
    void aKeyThatAsksTooOftenHearsWhenToComeAgain() throws IOException {
        surface.keys = List.of(new Keys.Key("ci", new Secret(Surface.KEY), Set.of(), 2));
        surface.ask("GET /x", Surface.auth());
        surface.ask("GET /x", Surface.auth());
        Surface.Reply refused = surface.ask("GET /x", Surface.auth());
        assertEquals(429, refused.status());
        assertEquals("30", refused.header("retry-after"));
        surface.clock.advance(Duration.ofSeconds(30));
        assertEquals(200, surface.ask("GET /x", Surface.auth()).status());
    }

    @Test
    void pagesOfOtherOriginsNeedToBeListed() throws IOException {
        Surface.Reply refused = surface.ask("GET /open", "Origin: https://evil.example");
        assertEquals(403, refused.status());
        assertEquals("", refused.body());
        surface.origins = List.of("https://ui.example");
        Surface.Reply granted = surface.ask("GET /open", "Origin: https://ui.example");
        assertEquals(200, granted.status());
        assertEquals("https://ui.example", granted.header("access-control-allow-origin"));
        assertEquals("Origin", granted.header("vary"));
        assertTrue(granted.header("access-control-expose-headers").contains("X-Hermes-Session-Id"));
        assertEquals(
                403, surface.ask("GET /open", "Origin: https://ui.example.evil").status());
    }

    @Test
    void aPreflightNeedsNoKey() throws IOException {
        surface.origins = List.of("*");
        Surface.Reply granted = surface.ask("OPTIONS /x", "Origin: https://any.example");
        assertEquals(200, granted.status());
        assertEquals("*", granted.header("access-control-allow-origin"));
        assertEquals("", granted.header("vary"));
        assertEquals("600", granted.header("access-control-max-age"));
        assertTrue(granted.header("access-control-allow-methods").contains("PATCH"));
        assertTrue(granted.header("access-control-allow-headers").contains("X-Hermes-Session-Key"));
        assertEquals(403, surface.ask("OPTIONS /x").status());
        assertEquals(0, calls.get());
    }

    @Test
    void aBodyIsReadWhole() throws IOException {
        assertEquals(
                "{\"a\":1}",
                surface.ask("POST /echo", Surface.auth(), "\n{\"a\" : 1}").body());
        assertEquals("{}", surface.ask("POST /echo", Surface.auth()).body());
    }

    @Test
    void aBodyMayComeInPieces() throws IOException {
        try (Socket socket = surface.connect()) {
            Surface.write(socket, "POST /echo", Surface.auth(), "Transfer-Encoding: chunked");
            OutputStream out = socket.getOutputStream();
            for (String piece : List.of("3\r\n{\"a\r\n", "3\r\n\":1\r\n", "1\r\n}\r\n", "0\r\n\r\n")) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            assertEquals(
                    "{\"a\":1}",
                    Surface.Reply.of(socket.getInputStream().readAllBytes()).body());
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedByLengthAndWhileReading() throws IOException {
        Surface.Reply byLength = surface.ask("POST /echo", Surface.auth(), "Content-Length: 101");
        assertEquals(413, byLength.status());
        assertTrue(byLength.body().contains("body_too_large"), byLength.body());
        assertEquals(0, calls.get());
        try (Socket socket = surface.connect()) {
            Surface.write(socket, "POST /echo", Surface.auth(), "Transfer-Encoding: chunked");
            socket.getOutputStream()
                    .write(("65\r\n" + "x".repeat(101) + "\r\n0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    413,
                    Surface.Reply.of(socket.getInputStream().readAllBytes()).status());
        }
    }

    @Test
    void aBodyThatStopsComingIsATimeout() throws IOException {
        surface.idleTimeout(200);
        Surface.Reply reply = surface.ask("POST /echo", Surface.auth(), "Content-Length: 50");
        assertEquals(408, reply.status());
    }

    @Test
    void aBodyWithABrokenChunkIsRefused() throws IOException {
        try (Socket socket = surface.connect()) {
            Surface.write(socket, "POST /echo", Surface.auth(), "Transfer-Encoding: chunked");
            socket.getOutputStream().write("zz\r\n{}\r\n".getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    400,
                    Surface.Reply.of(socket.getInputStream().readAllBytes()).status());
        }
    }

    @Test
    void whatGoesWrongIsSaidWithoutDetails() throws IOException {
        Surface.Reply broken = surface.ask("GET /broken", Surface.auth());
        assertEquals(500, broken.status());
        assertFalse(broken.body().contains("secret"), broken.body());
        Surface.Reply badJson = surface.ask("POST /echo", Surface.auth(), "\n{\"token\":\"hidden");
        assertEquals(400, badJson.status());
        assertTrue(badJson.body().contains("invalid_json"), badJson.body());
        assertFalse(badJson.body().contains("hidden"), badJson.body());
        Surface.Reply conflict = surface.ask("GET /conflict", Surface.auth());
        assertEquals("false", conflict.header("x-should-retry"));
        assertEquals(
                "{\"error\":{\"message\":\"it is there\",\"type\":\"invalid_request_error\",\"param\":\"name\","
                        + "\"code\":\"exists\"}}",
                conflict.body());
    }

    @Test
    void theFirstAnswerCounts() throws IOException {
        assertEquals(204, surface.ask("GET /twice", Surface.auth()).status());
    }

    @Test
    void aQueryIsReadWhenItIsAsked() throws IOException {
        assertEquals("1", surface.ask("GET /query?a=1&a=2", Surface.auth()).body());
        assertEquals("null", surface.ask("GET /query", Surface.auth()).body());
        int status = surface.ask("GET /query?a=%zz", Surface.auth()).status();
        assertEquals(400, status);
    }

    @Test
    void aClosedGateSendsEverybodyAway() throws IOException {
        surface.gate.close();
        Surface.Reply away = surface.ask("GET /x", Surface.auth());
        assertEquals(503, away.status());
        assertEquals("1", away.header("retry-after"));
    }
}
