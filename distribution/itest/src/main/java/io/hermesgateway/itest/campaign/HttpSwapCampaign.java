package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Jars;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The http bundle is replaced again and again while clients come with a fresh connection for every request. */
public final class HttpSwapCampaign {
    private static final int CLIENTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Round round;
    private final List<Long> swaps = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private volatile boolean done;

    private HttpSwapCampaign(Round round) {
        this.round = round;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new HttpSwapCampaign(Round.of("http-swap", 200, arguments)).run());
    }

    private int run() throws IOException {
        int port = freePort();
        Home home = Home.in(round.folder().resolve("home")).config("gateway: {port: " + port + "}\n");
        Path made = Files.createDirectories(round.folder().resolve("jars"));
        Result result = new Result("http-swap", round);
        try (GatewayProcess gateway = GatewayProcess.alone(round.dist(), home, Map.of())) {
            gateway.ready().plugin("http", "running");
            Await.until("the first answer", PATIENCE, () -> ask(port) == null);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(client(port));
            }
            for (int i = 0; i < round.reps(); i++) {
                swap(gateway, home, made.resolve("next.jar"), "1.0." + i);
            }
            done = true;
            clients.forEach(client -> Await.until("a client to end", PATIENCE, () -> !client.isAlive()));
            return report(result);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Thread client(int port) {
        Thread thread = new Thread(
                () -> {
                    while (!done) {
                        long since = System.nanoTime();
                        IOException trouble = ask(port);
                        if (trouble instanceof ConnectException) {
                            refused.add(String.valueOf(trouble.getMessage()));
                        } else if (trouble != null) {
                            failed.add(trouble.toString());
                        } else {
                            answers.incrementAndGet();
                            waits.add(System.nanoTime() - since);
                        }
                        Await.pause(Duration.ofMillis(2));
                    }
                },
                "client");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One request on a connection of its own; what went wrong, or null. */
    private static @Nullable IOException ask(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            socket.setSoTimeout(20_000);
            String request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String reply = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            boolean good = reply.startsWith("HTTP/1.1 200 ") && reply.contains("\"status\":\"ok\"");
            return good ? null : new IOException("the reply was: " + reply);
        } catch (IOException trouble) {
            return trouble;
        }
    }

    private void swap(GatewayProcess gateway, Home home, Path next, String version) {
        Jars.version(round.dist().bundle("http"), version, next);
        long since = System.nanoTime();
        home.drop(next, "http.jar");
        Await.until(
                "version " + version + "\n" + gateway.evidence(), PATIENCE, () -> gateway.rows("plugins.list").stream()
                        .anyMatch(row -> row.path("id").asText().equals("http")
                                && row.path("state").asText().equals("running")
                                && row.path("version").asText().startsWith(version)));
        swaps.add(System.nanoTime() - since);
    }

    private int report(Result result) {
        Figures times = Figures.of(swaps);
        Figures requests = Figures.of(List.copyOf(waits));
        result.number("swaps", swaps.size())
                .number("swap_median_ms", times.at(0.5))
                .number("swap_worst_ms", times.at(1))
                .number("requests", answers.get())
                .number("request_median_ms", requests.at(0.5))
                .number("request_worst_ms", requests.at(1))
                .nought("refused", refused)
                .nought("failed", failed)
                .holds(answers.get() > swaps.size(), "too few requests to prove anything: " + answers);
        return result.print(swaps.size() + " replacements of the http bundle, median " + times.at(0.5) + " ms, under "
                + answers + " requests on fresh connections: " + refused.size() + " refused, " + failed.size()
                + " failed.");
    }
}
