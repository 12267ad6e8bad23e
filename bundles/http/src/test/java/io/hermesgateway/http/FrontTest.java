package io.hermesgateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hermesgateway.testkit.FakeControl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(180)
class FrontTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger access = (Logger) LoggerFactory.getLogger("io.hermesgateway.http.access");

    @TempDir
    Path home;

    private Stand stand;

    @BeforeEach
    void open() {
        log.start();
        access.setLevel(Level.INFO);
        access.addAppender(log);
        stand = new Stand(home, Map.of("access_log", "all"));
    }

    @AfterEach
    void close() throws Exception {
        access.detachAppender(log);
        stand.close();
    }

    private RawHttp get(String path, String... headers) throws IOException {
        String[] lines = new String[headers.length + 5];
        lines[0] = "GET " + path + " HTTP/1.1";
        lines[1] = "Host: localhost";
        lines[2] = "Connection: close";
        System.arraycopy(headers, 0, lines, 3, headers.length);
        lines[lines.length - 2] = "";
        lines[lines.length - 1] = "";
        return RawHttp.exchange(stand.address, lines);
    }

    /** The appender holds its own lock while it adds. */
    private List<String> logged() {
        synchronized (log) {
            return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }
    }

    @Test
    void theAccessLogNamesTheKeyAndNeverShowsItOrAQuery() throws Exception {
        get("/v1/echo%20x?token=hidden", Stand.AUTH, "X-Request-Id: mine");
        stand.sweepUntil(() -> logged().size() == 1);
        String line = logged().get(0);
        assertTrue(line.contains("127.0.0.1 main GET /v1/echo%20x 200"), line);
        assertTrue(line.endsWith("mine"), line);
        assertFalse(line.contains("hidden") || line.contains(Stand.KEY), line);
    }

    @Test
    void theAccessLogIsAsLoudAsItIsWanted() throws Exception {
        stand.set(Map.of("access_log", "errors"));
        assertTrue(stand.service.changed());
        get("/health");
        get("/nowhere");
        stand.sweepUntil(() -> logged().size() == 1);
        assertTrue(logged().get(0).contains(" - GET /nowhere 404"), logged().get(0));
    }

    @Test
    void aLargeAnswerIsCompressedForThoseWhoCanReadIt() throws Exception {
        RawHttp plain = get("/v1/large", Stand.AUTH);
        assertEquals("8000", plain.header("content-length"));
        try (Socket socket = stand.connect()) {
            socket.getOutputStream()
                    .write(("GET /v1/large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + Stand.AUTH
                                    + "\r\nAccept-Encoding: gzip, br\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            byte[] all = socket.getInputStream().readAllBytes();
            String text = new String(all, StandardCharsets.ISO_8859_1);
            assertTrue(text.contains("Content-Encoding: gzip"), text);
            int body = text.indexOf("\r\n\r\n") + 4;
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            new GZIPInputStream(new ByteArrayInputStream(all, body, all.length - body)).transferTo(read);
            assertEquals(plain.body(), read.toString(StandardCharsets.UTF_8));
            assertTrue(all.length < 1_500, "length " + all.length);
        }
    }

    @Test
    void aStreamOfEventsIsNotCompressed() throws Exception {
        try (Socket socket = stand.connect()) {
            socket.getOutputStream()
                    .write(("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n" + Stand.AUTH
                                    + "\r\nAccept-Encoding: gzip\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            String head = Stand.until(socket.getInputStream(), ": keepalive\n\n");
            assertFalse(head.contains("Content-Encoding"), head);
            assertTrue(head.contains("nosniff"), head);
        }
    }

    @Test
    void aStreamGoesOnWhileASuccessorTakesOver() throws Exception {
        try (Socket socket = stand.connect()) {
            socket.getOutputStream()
                    .write(("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n" + Stand.AUTH + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            Stand.until(socket.getInputStream(), "\r\n\r\n");
            stand.service.close();
            var rest = stand.service.rest(Duration.ofSeconds(60)).toCompletableFuture();
            Stand.until(socket.getInputStream(), ": keepalive\n\n");
            assertFalse(rest.isDone());
            var stream = stand.streams.remove();
            assertTrue(stream.data("after the swap"));
            stream.end();
            Stand.until(socket.getInputStream(), "data: after the swap\n\n");
            rest.get();
        }
    }

    @Test
    void metricsAreTextForPrometheus() throws Exception {
        stand.context.fakeControl().platforms(FakeControl.platform("telegram", "online", "a secret detail"));
        stand.context.fakeControl().plugins(FakeControl.plugin("http", "running"));
        get("/nowhere");
        Await.until(() -> get("/metrics").body().contains("hermes_http_requests_total{status=\"4xx\"} 1\n"));
        RawHttp metrics = get("/metrics");
        assertTrue(metrics.header("content-type").startsWith("text/plain; version=0.0.4"));
        for (String line : List.of(
                "hermes_info{version=\"0.1.0\"} 1",
                "hermes_up 1",
                "hermes_platform_online{platform=\"telegram\"} 1",
                "hermes_plugin_running{plugin=\"http\"} 1",
                "hermes_http_requests_total{status=\"5xx\"} 0",
                "# TYPE hermes_http_request_seconds histogram")) {
            assertTrue(metrics.body().contains(line + "\n"), line + " in\n" + metrics.body());
        }
        assertFalse(metrics.body().contains("secret"));
    }

    @Test
    void metricsNeedTheTokenWhenOthersCanAsk() throws Exception {
        stand.set(Map.of("public_url", "https://bot.example.org"));
        stand.context.set("console", Map.of("token", "the-token-of-the-console"));
        assertTrue(stand.service.changed());
        assertEquals(401, get("/metrics").status());
        assertEquals(401, get("/metrics", Stand.AUTH).status());
        assertEquals(
                200,
                get("/metrics", "Authorization: Bearer the-token-of-the-console")
                        .status());
    }

    @Test
    void aPageMayAskForTheHealthWhenItMayAskTheApi() throws Exception {
        assertEquals(200, get("/health").status());
        assertEquals(403, get("/health", "Origin: https://evil.example").status());
    }

    @Test
    void errorsLookAsTheSurfaceWouldSayThem() throws Exception {
        assertTrue(get("/console/x").body().startsWith("{\"error\":{\"code\":\"not_found\""));
        assertTrue(get("/api/jobs").body().startsWith("{\"error\":\""));
        assertTrue(get("/x").body().contains("\"type\":\"invalid_request_error\",\"param\":null"));
    }
}
