package io.hermesgateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean no good: a clean status, never a 500, and nothing left behind. */
@Timeout(180)
class HostileTest {
    private static final int LIMIT = 10_000_000;
    private static final String HEAD = "Host: localhost\r\n" + Stand.AUTH + "\r\nConnection: close\r\n";

    @TempDir
    Path home;

    private Stand stand;

    @BeforeEach
    void open() {
        stand = new Stand(home, Map.of("access_log", "off"));
    }

    @AfterEach
    void close() throws Exception {
        stand.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/echo HTTP/1.1\r\n%Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "POST /v1/echo HTTP/1.1\r\n%Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /v1/echo HTTP/1.1\r\n%Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: 2, 3\r\n\r\n{}x",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: two\r\n\r\n{}",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: -2\r\n\r\n{}",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: +2\r\n\r\n{}",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: 0x2\r\n\r\n{}",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length: 99999999999999999999\r\n\r\n{}",
                "POST /v1/echo HTTP/1.1\r\n%Content-Length : 2\r\n\r\n{}",
                "GET /v1/echo HTTP/1.1\r\n%X-A: b\r\n folded\r\n\r\n",
                "GET /v1/echo HTTP/1.1\r\n%Host: other\r\n\r\n",
                "GET /v1/echo HTTP/1.1\r\n%X-A: b\u0000c\r\n\r\n",
                "GET /v1/echo HTTP/1.1\r\n%: nameless\r\n\r\n",
                "GET /v1/echo HTTP/1.1\r\n%X A: b\r\n\r\n",
                "GET /v1/echo HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /v1/%2e%2e/x HTTP/1.1\r\n%\r\n",
                "GET /v1/%zz HTTP/1.1\r\n%\r\n",
                "GET /v1/%c3%28 HTTP/1.1\r\n%\r\n",
                "GET /v1/a%00b HTTP/1.1\r\n%\r\n",
                "GET /v1/a b HTTP/1.1\r\n%\r\n",
                "GET  HTTP/1.1\r\n%\r\n",
                "GET /v1/echo HTTP/3.7\r\n%\r\n",
                "GET /v1/echo\r\n\r\n",
                "G@T /v1/echo HTTP/1.1\r\n%\r\n",
                "TRACE /v1/echo HTTP/1.1\r\n%\r\n",
                "BREW /v1/echo HTTP/1.1\r\n%\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\n%\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
                "\r\n\r\n\r\nnonsense\r\n\r\n",
                "GET http://evil.example/v1/echo HTTP/1.1\r\n%\r\n",
            })
    void nonsenseIsRefusedCleanly(String text) throws IOException {
        String reply = stand.raw(text.replaceFirst("%(?=[A-Z:\r])", HEAD));
        int status = Stand.status(reply);
        assertTrue((status >= 400 && status < 500) || status == 505 || status == 501, reply);
        assertFalse(reply.contains("jetty") || reply.contains("Exception"), reply);
        assertTrue(reply.contains("X-Content-Type-Options: nosniff"), reply);
        assertTrue(reply.contains("\"error\"") || reply.contains("Content-Length: 0"), reply);
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        assertEquals(
                431,
                Stand.status(
                        stand.raw("GET /v1/echo HTTP/1.1\r\n" + HEAD + "X-A: " + "a".repeat(20_000) + "\r\n\r\n")));
        assertEquals(414, Stand.status(stand.raw("GET /v1/" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HEAD + "\r\n")));
    }

    @Test
    void anUnreadableLengthHasACodeOfItsOwn() throws IOException {
        String reply = stand.raw("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: two\r\n\r\n{}");
        assertTrue(reply.contains("invalid_content_length"), reply);
    }

    @Test
    void aSecondRequestCannotHideInABody() throws IOException {
        String hidden = "GET /v1/events HTTP/1.1\r\nHost: localhost\r\n" + Stand.AUTH + "\r\n\r\n";
        String reply = stand.raw("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\n" + Stand.AUTH
                + "\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);
        assertEquals(400, Stand.status(reply));
        assertEquals(0, stand.streams.size());
    }

    @Test
    void bodiesUpToTheLimitAreTakenAndOneByteMoreIsNot() throws IOException {
        assertEquals(200, Stand.status(sized(LIMIT)));
        assertEquals(200, Stand.status(chunked(LIMIT)));
        for (String over : List.of(sized(LIMIT + 1), chunked(LIMIT + 1), sized(3 * LIMIT))) {
            assertEquals(413, Stand.status(over));
            assertTrue(over.contains("body_too_large"), over);
        }
    }

    @Test
    void whoSendsALargeBodyWithoutAKeyHearsSo() throws IOException {
        String head = "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + LIMIT
                + "\r\n\r\n";
        assertEquals(401, Stand.status(stand.raw((head + body(LIMIT)).getBytes(StandardCharsets.UTF_8))));
    }

    private static String body(int size) {
        return "{\"a\":\"" + "x".repeat(size - 8) + "\"}";
    }

    private String sized(int size) throws IOException {
        return stand.raw("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: " + size + "\r\n\r\n" + body(size));
    }

    private String chunked(int size) throws IOException {
        String body = body(size);
        int half = size / 2;
        return stand.raw("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(half) + "\r\n" + body.substring(0, half) + "\r\n"
                + Integer.toHexString(size - half) + "\r\n" + body.substring(half) + "\r\n0\r\n\r\n");
    }

    @Test
    void aClientThatWaitsForPermissionIsToldAtOnce() throws IOException {
        String head = "POST /v1/echo HTTP/1.1\r\n" + HEAD + "Expect: 100-continue\r\nContent-Length: ";
        assertEquals(413, Stand.status(stand.raw(head + (LIMIT + 1) + "\r\n\r\n")));
        try (Socket socket = stand.connect()) {
            socket.getOutputStream().write((head + "2\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            Stand.until(socket.getInputStream(), "100 Continue\r\n\r\n");
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
            Stand.until(socket.getInputStream(), "200 OK");
        }
    }

    @Test
    void jsonThatIsMeantToHurtIsRefused() throws IOException {
        List<byte[]> bodies = List.of(
                "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                ("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
                "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8),
                new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'},
                ("{\"a\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8),
                "{\"a\":1}{".getBytes(StandardCharsets.UTF_8));
        for (byte[] body : bodies) {
            String head = "POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: " + body.length + "\r\n\r\n";
            byte[] all = new byte[head.length() + body.length];
            System.arraycopy(head.getBytes(StandardCharsets.UTF_8), 0, all, 0, head.length());
            System.arraycopy(body, 0, all, head.length(), body.length);
            String reply = stand.raw(all);
            assertEquals(400, Stand.status(reply));
            assertTrue(reply.contains("invalid_json"), reply);
        }
    }

    @Test
    void aClientThatHasSentItsEndStillGetsItsAnswer() throws IOException {
        byte[] request = ("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\n" + Stand.AUTH
                        + "\r\nContent-Length: 2\r\n\r\n{}")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(200, Stand.status(stand.raw(request)));
    }

    @Test
    void aClientThatLeavesInTheMiddleOfABodyLeavesNothing() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = stand.connect()) {
                socket.getOutputStream()
                        .write(("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: 100\r\n\r\n{")
                                .getBytes(StandardCharsets.UTF_8));
                socket.setSoLinger(i % 2 == 0, 0);
            }
        }
        stand.sweepUntil(() -> connections() == 0);
    }

    @Test
    void manyWhoNeverFinishTheirHeadDisturbNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Socket socket = stand.connect();
            socket.getOutputStream().write("GET /v1/echo HTTP/1.1\r\nX-".getBytes(StandardCharsets.UTF_8));
            slow.add(socket);
        }
        assertEquals(200, Stand.status(stand.raw("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: 2\r\n\r\n{}")));
        for (Socket socket : slow) {
            socket.close();
        }
        stand.sweepUntil(() -> connections() == 0);
    }

    @Test
    void manyWhoSendBodiesSlowlyHoldNoThreads() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Socket socket = stand.connect();
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.UTF_8));
            slow.add(socket);
        }
        String reply = stand.raw("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: 2\r\n\r\n{}");
        assertEquals(200, Stand.status(reply));
        for (Socket socket : slow) {
            socket.close();
        }
        stand.sweepUntil(() -> connections() == 0);
    }

    @Test
    void streamsOfClientsThatVanishedAreNotKept() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = stand.connect()) {
                socket.getOutputStream()
                        .write(("GET /v1/events HTTP/1.1\r\n" + HEAD + "\r\n").getBytes(StandardCharsets.UTF_8));
                Stand.until(socket.getInputStream(), "\r\n\r\n");
            }
        }
        stand.sweepUntil(() -> stand.gate.streams() == 0 && connections() == 0);
    }

    @Test
    void failedAndGoodConnectionsLeaveNoDescriptorsBehind() throws Exception {
        stand.raw("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: 2\r\n\r\n{}");
        stand.sweepUntil(() -> connections() == 0);
        int before = descriptors();
        for (int i = 0; i < 50; i++) {
            stand.raw("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }
        for (int i = 0; i < 1_000; i++) {
            stand.raw("POST /v1/echo HTTP/1.1\r\n" + HEAD + "Content-Length: 2\r\n\r\n{}");
        }
        stand.sweepUntil(() -> connections() == 0 && descriptors() <= before + 20);
    }

    private int connections() throws IOException {
        String text = RawHttp.get(stand.address, "/metrics").body();
        String line = text.lines()
                .filter(each -> each.startsWith("hermes_http_connections "))
                .findFirst()
                .orElseThrow();
        // The one that asks is one of them.
        return Integer.parseInt(line.split(" ")[1]) - 1;
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
