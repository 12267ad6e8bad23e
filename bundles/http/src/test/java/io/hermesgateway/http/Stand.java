package io.hermesgateway.http;

import io.hermesgateway.core.control.KernelPorts;
import io.hermesgateway.httpkit.ErrorForm;
import io.hermesgateway.httpkit.Exchange;
import io.hermesgateway.httpkit.Gate;
import io.hermesgateway.httpkit.Keys;
import io.hermesgateway.httpkit.RateLimit;
import io.hermesgateway.httpkit.Sse;
import io.hermesgateway.httpkit.StrictJson;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.testkit.FakeServiceContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;

/** The whole listener on a real socket with a small surface behind a gate: {@code /v1/echo}, {@code /v1/events}. */
final class Stand {
    static final String KEY = "a-key-of-enough-length";
    static final String AUTH = "Authorization: Bearer " + KEY;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final KernelPorts kernelPorts = new KernelPorts(threads, Duration.ofSeconds(60));
    private final StrictJson json = new StrictJson();
    private final Queue<InetSocketAddress> opened = new ConcurrentLinkedQueue<>();
    final Queue<Sse> streams = new ConcurrentLinkedQueue<>();
    final FakeServiceContext context;
    volatile boolean endless = true;
    final Gate gate;
    final Service service;
    final InetSocketAddress address;

    Stand(Path home, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("port", 0);
        context = new FakeServiceContext("http", home, (wanted, taker) -> {
                    var listening = kernelPorts.take(wanted, taker);
                    opened.add(listening.address());
                    return listening;
                })
                .set("gateway", all);
        gate = new Gate(Rules::new, new RateLimit(context.clock()), this::answer);
        context.registry().publish(Handler.class, "/v1", gate);
        service = new HttpPlugin().services().get(0).open(context);
        service.start();
        address = opened.remove();
    }

    private static final class Rules implements Gate.Rules {
        @Override
        public Keys keys() {
            return Keys.of(List.of(Keys.Key.of("main", new Secret(KEY))));
        }

        @Override
        public ErrorForm form(Request request) {
            return ErrorForm.OPENAI;
        }
    }

    private void answer(Exchange exchange) {
        switch (exchange.path()) {
            case "/v1/events" -> {
                Sse stream = exchange.events(new Sse.Options(Duration.ofMillis(50), 100_000));
                streams.add(stream);
                if (!endless) {
                    stream.end();
                }
            }
            case "/v1/large" ->
                exchange.send(
                        200, "application/json", "{\"a\":1} ".repeat(1_000).getBytes(StandardCharsets.UTF_8));
            default ->
                exchange.body(body -> {
                    int fields = json.object(body).size();
                    exchange.send(200, "text/plain", ("fields " + fields).getBytes(StandardCharsets.UTF_8));
                });
        }
    }

    void set(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("port", 0);
        context.set("gateway", all);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(90_000);
        return socket;
    }

    /** Sends the bytes as they are and reads to the end of the connection. */
    String raw(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The same without ending our side first. */
    String raw(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static int status(String reply) {
        if (!reply.startsWith("HTTP/1.1 ")) {
            throw new AssertionError("this is no answer: '" + reply + "'");
        }
        return Integer.parseInt(reply.substring(9, 12));
    }

    static String until(InputStream in, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended before '" + text + "': " + all);
            }
            all.append((char) next);
        }
        return all.toString();
    }

    /** A few seconds pass for the listener's own timers, as often as it takes. */
    void sweepUntil(Await.Condition condition) throws Exception {
        Await.until(() -> {
            context.manualTasks().advance(Duration.ofSeconds(5));
            return condition.holds();
        });
    }

    void close() throws Exception {
        service.close();
        service.rest(Duration.ZERO).toCompletableFuture().get();
        kernelPorts.close();
        threads.shutdownNow();
    }
}
