package io.hermesgateway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What the built-in agent costs in a whole gateway, as one line of JSON: processor time for each piece of a model's
 * answer (each in a write of its own), and memory, threads and processor time of many turns that wait for a person.
 *
 * <p>Arguments: {@code folder of the distribution [pieces] [waiting turns]}; Linux only. The provider is in this process.
 */
public final class DeltaBench {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path distribution;
    private final Path home;
    private final int pieces;

    private DeltaBench(Path distribution, Path home, int pieces) {
        this.distribution = distribution;
        this.home = home;
        this.pieces = pieces;
    }

    private record Usage(double cpuMs, double rssMb, long threads) {}

    public static void main(String[] args) throws Exception {
        Machine.need(args, 1, "DeltaBench DISTRIBUTION [PIECES] [TURNS]");
        int pieces = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        int turns = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
        Path home = Files.createTempDirectory("delta-bench");
        DeltaBench bench = new DeltaBench(Path.of(args[0]).toAbsolutePath(), home, pieces);
        HttpServer provider = bench.provider();
        Files.writeString(
                home.resolve("config.yaml"),
                "gateway: { port: 0 }\nmodel: { default: m, base_url: \"http://127.0.0.1:"
                        + provider.getAddress().getPort() + "/v1\" }\n");
        Process gateway = bench.start();
        try {
            bench.measure(gateway, turns);
        } finally {
            gateway.destroy();
            gateway.waitFor(60, TimeUnit.SECONDS);
            provider.stop(0);
        }
    }

    private void measure(Process gateway, int turns) throws Exception {
        Machine.await(
                "the gateway",
                PATIENCE,
                () -> Files.exists(home.resolve("control.sock")) && call("status", Map.of()) != null);
        for (int i = 0; i < 30; i++) {
            chat("warm", "speak");
        }
        Usage before = usage(gateway);
        int rounds = 20;
        for (int i = 0; i < rounds; i++) {
            chat("delta", "speak");
        }
        Usage after = usage(gateway);
        for (int i = 0; i < rounds; i++) {
            chat("short", "hush");
        }
        Usage last = usage(gateway);
        double perPiece = ((after.cpuMs() - before.cpuMs()) - (last.cpuMs() - after.cpuMs())) / rounds / pieces * 1000;
        for (int i = 0; i < turns; i++) {
            ask("waiting-" + i);
        }
        Machine.await(
                "the questions",
                PATIENCE,
                () -> call("approvals.list", Map.of("state", "pending")).size() >= turns);
        // Threads of pools end after a minute without work.
        Usage full = waited(gateway, 75);
        Usage still = waited(gateway, 10);
        System.out.printf(
                Locale.ROOT,
                "{\"pieces\":%d,\"cpuUsPerPiece\":%.1f,\"waiting\":%d,\"rssMbBefore\":%.0f,\"rssMbWaiting\":%.0f,"
                        + "\"rssMbOver\":%.0f,\"threadsBefore\":%d,\"threadsWaiting\":%d,\"cpuMsPerSecondWaiting\":%.1f}%n",
                pieces,
                perPiece,
                turns,
                before.rssMb(),
                still.rssMb(),
                still.rssMb() - before.rssMb(),
                before.threads(),
                still.threads(),
                (still.cpuMs() - full.cpuMs()) / 10);
    }

    private static Usage waited(Process gateway, long seconds) throws Exception {
        if (gateway.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the gateway has ended");
        }
        return usage(gateway);
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                distribution.resolve("bin/hermes").toString(),
                "gateway",
                "run",
                "--no-supervise",
                "--home",
                home.toString());
        builder.redirectErrorStream(true).redirectOutput(home.resolve("said").toFile());
        return builder.start();
    }

    private static Usage usage(Process gateway) throws IOException {
        Path proc = Path.of("/proc/" + gateway.pid());
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
        double rss = 0;
        long threads = 0;
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            rss = line.startsWith("VmRSS:") ? Long.parseLong(line.replaceAll("\\D", "")) / 1024.0 : rss;
            threads = line.startsWith("Threads:") ? Long.parseLong(line.replaceAll("\\D", "")) : threads;
        }
        return new Usage(cpu, rss, threads);
    }

    private void chat(String who, String text) throws IOException {
        call("chat", Map.of("chat", who, "text", text));
    }

    /** Begins a turn and leaves before it waits. */
    private void ask(String who) throws IOException {
        try (SocketChannel channel = open("chat", Map.of("chat", who, "text", "danger"))) {
            JSON.getFactory().createParser(Channels.newInputStream(channel)).readValueAsTree();
        }
    }

    private SocketChannel open(String name, Map<String, ?> arguments) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("control.sock")));
        String line = JSON.writeValueAsString(Map.of("id", 1, "call", name, "args", arguments)) + "\n";
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private JsonNode call(String name, Map<String, ?> arguments) throws IOException {
        try (SocketChannel channel = open(name, arguments);
                var parser = JSON.getFactory().createParser(Channels.newInputStream(channel))) {
            for (JsonNode line = parser.readValueAsTree(); line != null; line = parser.readValueAsTree()) {
                if (!line.has("item")) {
                    return line.path("result");
                }
            }
            throw new IOException("the gateway left before it answered");
        }
    }

    private HttpServer provider() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/v1/chat/completions", exchange -> {
            JsonNode messages = JSON.readTree(exchange.getRequestBody()).path("messages");
            String said = messages.path(messages.size() - 1).path("content").asText();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (String event : events(said)) {
                    out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        });
        server.start();
        return server;
    }

    private List<String> events(String said) {
        List<String> events = new ArrayList<>();
        if (said.equals("danger")) {
            events.add("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"terminal\",\"arguments\":"
                    + "\"{\\\"command\\\":\\\"rm -rf /srv/data/old\\\"}\"}}]}}]}");
        } else {
            for (int i = 0; i < (said.equals("speak") ? pieces : 1); i++) {
                events.add("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word" + i
                        + "\"},\"finish_reason\":null}]}");
            }
        }
        events.add("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
        events.add("[DONE]");
        return events;
    }
}
