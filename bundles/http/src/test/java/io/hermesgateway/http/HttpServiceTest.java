package io.hermesgateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.core.control.KernelPorts;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.http.HttpReply;
import io.hermesgateway.spi.http.HttpRequest;
import io.hermesgateway.spi.http.HttpRoute;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.testkit.FakeControl;
import io.hermesgateway.testkit.FakeServiceContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HttpServiceTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final KernelPorts kernelPorts = new KernelPorts(threads, Duration.ofSeconds(60));
    private final BlockingQueue<InetSocketAddress> opened = new LinkedBlockingQueue<>();
    private final AtomicBoolean inUse = new AtomicBoolean();

    @TempDir
    Path home;

    private FakeServiceContext context;
    private Service service;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws InterruptedException {
        context = new FakeServiceContext("http", home, this::take).set("gateway", Map.of("port", 0));
        service = open();
        address = opened.take();
    }

    private Ports.Listening take(InetSocketAddress wanted, Ports.Taker taker) {
        if (inUse.get()) {
            throw new GatewayException(KernelError.PORT_IN_USE, "port 8642 is in use by process 17");
        }
        Ports.Listening listening = kernelPorts.take(wanted, taker);
        opened.add(listening.address());
        return listening;
    }

    private Service open() {
        Service fresh = new HttpPlugin().services().get(0).open(context);
        fresh.start();
        return fresh;
    }

    @AfterEach
    void close() throws Exception {
        service.close();
        service.rest(Duration.ZERO).toCompletableFuture().get();
        kernelPorts.close();
        threads.shutdownNow();
    }

    private void route(String path, HttpRoute route) {
        context.registry().publish(HttpRoute.class, path, route);
    }

    private static HttpRoute saying(String words) {
        return request -> HttpReply.text(200, "text/plain", words);
    }

    @Test
    void theLongestPathWins() throws IOException {
        route("/webhooks", saying("any"));
        route("/webhooks/feishu", saying("feishu"));
        assertEquals("feishu", RawHttp.get(address, "/webhooks/feishu").body());
        assertEquals("feishu", RawHttp.get(address, "/webhooks/feishu/x").body());
        assertEquals("any", RawHttp.get(address, "/webhooks/feishux").body());
        assertEquals("any", RawHttp.get(address, "/webhooks/a/../b").body());
        assertEquals(404, RawHttp.get(address, "/webhooksx").status());
    }

    @Test
    void contributionsComeAndGo() throws IOException {
        var here = context.registry().publish(HttpRoute.class, "/a", saying("here"));
        assertEquals(200, RawHttp.get(address, "/a").status());
        here.close();
        assertEquals(404, RawHttp.get(address, "/a").status());
    }

    @Test
    void aRouteSeesTheWholeRequest() throws IOException {
        Queue<HttpRequest> seen = new ConcurrentLinkedQueue<>();
        route("/in", request -> {
            seen.add(request);
            return new HttpReply(
                    201, Map.of("x-own", "yes"), out -> out.write(request.body().bytes()));
        });
        RawHttp answer = RawHttp.exchange(
                address,
                "POST /in/b%C3%A4r?a=1&a=2&b=%20 HTTP/1.1",
                "Host: localhost",
                "X-Sig: s1",
                "Content-Length: 5",
                "Connection: close",
                "",
                "hello");
        assertEquals(201, answer.status());
        assertEquals("yes", answer.header("x-own"));
        assertEquals("5", answer.header("content-length"));
        assertEquals("hello", answer.body());
        HttpRequest request = seen.remove();
        assertEquals("POST", request.method());
        assertEquals("/in/bär", request.path());
        assertEquals(List.of("1", "2"), request.query().get("a"));
        assertEquals(List.of(" "), request.query().get("b"));
        assertEquals("s1", request.header("x-sig").orElse(""));
        assertEquals("127.0.0.1", request.remote());
    }

    @Test
    void aLongAnswerStreams() throws IOException {
        route(
                "/long",
                request -> new HttpReply(200, Map.of(), out -> {
                    out.write("a".repeat(100_000).getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    out.write('b');
                }));
        RawHttp answer = RawHttp.get(address, "/long");
        assertEquals("", answer.header("content-length"));
        assertEquals("a".repeat(100_000) + "b", answer.body());
    }

    @Test
    void aHandlerIsCalledAsItIsAndGoesBeforeARoute() throws IOException {
        route("/console", saying("route"));
        context.registry().publish(Handler.class, "/console/", new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, true, "handler " + Request.getPathInContext(request), callback);
                return true;
            }
        });
        assertEquals("handler /console/x", RawHttp.get(address, "/console/x").body());
        assertEquals("handler /console", RawHttp.get(address, "/console").body());
    }

    @Test
    void failuresAreJsonWithoutDetails() throws IOException {
        route("/broken", request -> {
            throw new IllegalStateException("a secret place");
        });
        route("/worse", request -> {
            throw new NoClassDefFoundError("a.secret.Class");
        });
        for (String path : List.of("/broken", "/worse")) {
            RawHttp answer = RawHttp.get(address, path);
            assertEquals(500, answer.status());
            assertEquals("internal_error", code(answer));
            assertFalse(answer.body().contains("secret"), answer.body());
        }
        assertEquals("not_found", code(RawHttp.get(address, "/nowhere")));
        RawHttp noHttp = RawHttp.exchange(address, "this is no HTTP", "", "");
        assertEquals(400, noHttp.status());
        assertFalse(noHttp.body().contains("jetty"), noHttp.body());
        RawHttp dots = RawHttp.get(address, "/a/%2e%2e/secret");
        assertEquals(400, dots.status());
    }

    private static String code(RawHttp answer) throws IOException {
        return new ObjectMapper()
                .readTree(answer.body())
                .path("error")
                .path("code")
                .asText();
    }

    @Test
    void aBodyOverTheLimitIsRefusedByLengthAndWhileReading() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        route("/small", new HttpRoute() {
            @Override
            public long bodyLimit() {
                return 10;
            }

            @Override
            public HttpReply handle(HttpRequest request) {
                calls.incrementAndGet();
                return HttpReply.text(200, "text/plain", "ok");
            }
        });
        String[] start = {"POST /small HTTP/1.1", "Host: localhost", "Connection: close"};
        RawHttp byLength = RawHttp.exchange(address, start[0], start[1], start[2], "Content-Length: 11", "", "");
        assertEquals(413, byLength.status());
        assertEquals("body_too_large", code(byLength));
        RawHttp inTruth = RawHttp.exchange(
                address,
                start[0],
                start[1],
                start[2],
                "Transfer-Encoding: chunked",
                "",
                "b",
                "01234567890",
                "0",
                "",
                "");
        assertEquals(413, inTruth.status());
        assertEquals(0, calls.get());
        RawHttp fits = RawHttp.exchange(address, start[0], start[1], start[2], "Content-Length: 10", "", "0123456789");
        assertEquals(200, fits.status());
    }

    @Test
    void everyAnswerCarriesAnIdAndSecurityHeaders() throws IOException {
        RawHttp own = RawHttp.get(address, "/nowhere");
        assertTrue(own.header("x-request-id").startsWith("id-"), own.headers());
        assertEquals("nosniff", own.header("x-content-type-options"));
        assertEquals("no-referrer", own.header("referrer-policy"));
        assertEquals("DENY", own.header("x-frame-options"));
        assertEquals("", own.header("server"));
        RawHttp given = RawHttp.exchange(
                address,
                "GET /health HTTP/1.1",
                "Host: localhost",
                "X-Request-Id: mine-1",
                "Connection: close",
                "",
                "");
        assertEquals("mine-1", given.header("x-request-id"));
    }

    @Test
    void aStrangersNameForOurAddressIsRefused() throws IOException {
        context.set(
                "gateway", Map.of("port", 0, "allowed_hosts", "gate.lan", "public_url", "https://Bot.example.org/x"));
        assertTrue(service.changed());
        for (String host : List.of("gate.lan", "bot.example.org:443", "127.0.0.1:8642", "[::1]:8642", "LOCALHOST")) {
            assertEquals(200, asked(host).status(), host);
        }
        for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example")) {
            assertEquals(403, asked(host).status(), host);
            assertEquals("host_not_allowed", code(asked(host)));
        }
    }

    private RawHttp asked(String host) throws IOException {
        return RawHttp.exchange(address, "GET /health HTTP/1.1", "Host: " + host, "Connection: close", "", "");
    }

    @Test
    void tellsAProbeHowItIsWithoutDetails() throws IOException {
        context.fakeControl().platforms(FakeControl.platform("telegram", "online", "a secret detail"));
        assertEquals(
                "{\"status\":\"ok\",\"platform\":\"hermes-agent\",\"version\":\"0.1.0\"}",
                RawHttp.get(address, "/health").body());
        assertEquals(200, RawHttp.get(address, "/v1/health").status());
        RawHttp detailed = RawHttp.get(address, "/health/detailed");
        JsonNode json = new ObjectMapper().readTree(detailed.body());
        assertEquals("running", json.path("gateway_state").asText());
        assertEquals(
                "online", json.path("platforms").path("telegram").path("state").asText());
        assertEquals(
                "ok",
                json.path("readiness")
                        .path("checks")
                        .path("journal")
                        .path("status")
                        .asText());
        assertTrue(json.path("updated_at").isTextual());
        assertFalse(detailed.body().contains("secret"));
        assertEquals(404, RawHttp.get(address, "/health/x").status());
    }

    @Test
    void anotherBundleMayAnswerForTheHealth() throws IOException {
        route("/health", saying("mine"));
        assertEquals("mine", RawHttp.get(address, "/health").body());
    }

    @Test
    void aPortInUseIsToldAndTriedAgain() throws Exception {
        service.close();
        inUse.set(true);
        service = open();
        assertEquals("port 8642 is in use by process 17", context.reports().get(1));
        inUse.set(false);
        context.manualTasks().advance(Duration.ofSeconds(6));
        assertEquals("", context.reports().get(2));
        assertEquals(200, RawHttp.get(opened.take(), "/health").status());
    }

    @Test
    void anotherPortNeedsAFreshStart() {
        context.set("gateway", Map.of("port", 1));
        assertFalse(service.changed());
    }

    @Test
    void finishesWhatItHasWhenItIsClosed() throws Exception {
        assertEquals("finished", askedWhileClosing((request, pause) -> {
            pause.run();
            return HttpReply.text(200, "text/plain", "finished");
        }));
    }

    @Test
    void finishesAnAnswerThatHadBegunWhenItIsClosed() throws Exception {
        assertEquals(
                "begun finished",
                askedWhileClosing((request, pause) -> new HttpReply(200, Map.of(), out -> {
                    out.write("begun ".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    pause.run();
                    out.write("finished".getBytes(StandardCharsets.UTF_8));
                })));
    }

    private Future<?> rest() {
        service.close();
        return service.rest(Duration.ofSeconds(60)).toCompletableFuture();
    }

    /** A route that is quiet for a while. */
    private interface Slow {
        HttpReply handle(HttpRequest request, Runnable pause);
    }

    /** What it answers when the server is closed during the pause, which is longer than an idle connection lives. */
    private String askedWhileClosing(Slow slow) throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Runnable pause = () -> {
            began.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException cut) {
                throw new IllegalStateException(cut);
            }
        };
        route("/slow", request -> slow.handle(request, pause));
        Future<RawHttp> answer = threads.submit(() -> RawHttp.get(address, "/slow"));
        began.await();
        Future<?> resting = rest();
        assertThrows(TimeoutException.class, () -> resting.get(700, TimeUnit.MILLISECONDS), "closed too early");
        mayEnd.countDown();
        resting.get();
        return answer.get().body();
    }

    @Test
    void replacingItRefusesNobody() throws Exception {
        route("/work", saying("done"));
        AtomicBoolean on = new AtomicBoolean(true);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger served = new AtomicInteger();
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(threads.submit(() -> {
                while (on.get()) {
                    try {
                        assertEquals("done", RawHttp.get(address, "/work").body());
                        served.incrementAndGet();
                    } catch (IOException | RuntimeException | AssertionError failed) {
                        failures.add(failed.toString());
                    }
                }
            }));
        }
        List<Future<?>> resting = new ArrayList<>();
        int replacements = Integer.getInteger("http.replacements", 25);
        for (int i = 0; i < replacements; i++) {
            int enough = served.get() + 20;
            while (served.get() < enough && failures.isEmpty()) {
                Thread.onSpinWait();
            }
            resting.add(rest());
            service = open();
        }
        on.set(false);
        for (Future<?> client : clients) {
            client.get();
        }
        for (Future<?> each : resting) {
            each.get();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertTrue(served.get() >= 20 * replacements, "served " + served);
    }
}
