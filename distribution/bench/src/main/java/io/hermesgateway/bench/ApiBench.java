package io.hermesgateway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The whole gateway and a bare Jetty handler before the same provider, measured in turns by the same load: what counts is
 * the ratio, for the machine is shared. One line per mode and number of clients, the medians of the rounds.
 *
 * <p>Arguments: {@code folder of the distribution, folder of the tools, rounds (3), requests per round (3000)}; needs
 * {@code node} and Linux.
 */
public final class ApiBench implements AutoCloseable {
    private static final String KEY = "bench-key-0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path distribution;
    private final Path tools;
    private final Path home;
    private final List<Process> processes = new ArrayList<>();

    private ApiBench(Path distribution, Path tools) throws IOException {
        this.distribution = distribution;
        this.tools = tools;
        this.home = Files.createTempDirectory("api-bench");
    }

    /** Somebody who answers. */
    private record Target(String name, int port, long pid) {}

    /** One round. */
    private record Figures(double rps, double p99, double firstByte, double cpu, double rss, long errors) {
        static Figures of(JsonNode line) {
            return new Figures(
                    line.path("rps").asDouble(),
                    line.at("/totalMs/p99").asDouble(),
                    line.at("/ttfbMs/p99").asDouble(),
                    line.path("targetCpuMsPerReq").asDouble(),
                    line.path("targetRssMb").asDouble(),
                    line.path("errors").asLong());
        }
    }

    public static void main(String[] args) throws Exception {
        Machine.need(args, 2, "ApiBench DISTRIBUTION TOOLS [ROUNDS] [REQUESTS]");
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        int requests = args.length > 3 ? Integer.parseInt(args[3]) : 3_000;
        try (ApiBench bench =
                new ApiBench(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath())) {
            bench.measure(rounds, requests);
        }
    }

    private void measure(int rounds, int requests) throws Exception {
        int provider = Machine.freePort();
        start("provider", "node", tools.resolve("fake-llm.mjs").toString(), "--port", "" + provider);
        Target bare = bare(provider);
        Target gateway = gateway(provider);
        for (String mode : List.of("batch", "stream", "responses")) {
            for (int clients : new int[] {1, 16, 64}) {
                load(gateway, mode, clients, requests);
                if (!mode.equals("responses")) {
                    load(bare, mode, clients, requests);
                }
                List<Figures> ours = new ArrayList<>();
                List<Figures> theirs = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    ours.add(load(gateway, mode, clients, requests));
                    if (!mode.equals("responses")) {
                        theirs.add(load(bare, mode, clients, requests));
                    }
                }
                print(mode, clients, ours, theirs);
            }
        }
    }

    private static void print(String mode, int clients, List<Figures> ours, List<Figures> theirs) {
        System.out.printf(
                Locale.ROOT,
                "%-10s %3d clients: gateway %s%s%n",
                mode,
                clients,
                line(ours),
                theirs.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " | bare Jetty %s | ratio %.2f",
                                line(theirs),
                                median(ours, Figures::rps) / median(theirs, Figures::rps)));
    }

    private static String line(List<Figures> rounds) {
        return String.format(
                Locale.ROOT,
                "%.0f/s p99 %.1f ms, first byte p99 %.1f ms, %.2f ms CPU, %.0f MB, %.0f errors",
                median(rounds, Figures::rps),
                median(rounds, Figures::p99),
                median(rounds, Figures::firstByte),
                median(rounds, Figures::cpu),
                median(rounds, Figures::rss),
                rounds.stream().mapToDouble(Figures::errors).sum());
    }

    private static double median(List<Figures> rounds, ToDoubleFunction<Figures> value) {
        double[] all = rounds.stream().mapToDouble(value).sorted().toArray();
        return all[all.length / 2];
    }

    private Figures load(Target target, String mode, int clients, int requests) throws Exception {
        String path = mode.startsWith("responses") ? "/v1/responses" : "/v1/chat/completions";
        ProcessBuilder builder = new ProcessBuilder(
                "node",
                tools.resolve("load.mjs").toString(),
                "--url",
                "http://127.0.0.1:" + target.port() + path,
                "--mode",
                mode,
                "--n",
                "" + (clients == 1 ? requests / 4 : requests),
                "--c",
                "" + clients,
                "--token",
                KEY,
                "--pid",
                "" + target.pid(),
                "--unique",
                "1");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = reader(process)) {
            return Figures.of(JSON.readTree(out.readLine()));
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private Process start(String name, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".txt").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private Target bare(int provider) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = start(
                "bare",
                java,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BareJetty.class.getName(),
                "" + provider,
                home.resolve("bare.port").toString());
        Path port = home.resolve("bare.port");
        Machine.await(
                "bare Jetty",
                PATIENCE,
                () -> Files.exists(port) && Files.readString(port).endsWith("\n"));
        return new Target("bare", Integer.parseInt(Files.readString(port).strip()), process.pid());
    }

    private Target gateway(int provider) throws Exception {
        int port = Machine.freePort();
        Path own = Files.createDirectory(home.resolve("home"));
        Files.writeString(
                own.resolve("config.yaml"),
                "model: { provider: fake, default: fake-model }\n"
                        + "providers: { fake: { base_url: \"http://127.0.0.1:" + provider
                        + "/v1\", api_key: \"sk-fake-0123456789\" } }\n"
                        + "gateway: { port: " + port + " }\n"
                        + "platforms: { api_server: { max_concurrent_runs: 0 } }\n");
        Files.writeString(own.resolve(".env"), "API_SERVER_KEY=" + KEY + "\nCONSOLE_TOKEN=bench-token-0123456789\n");
        start(
                "gateway",
                distribution.resolve("bin/hermes").toString(),
                "gateway",
                "run",
                "--no-supervise",
                "--home",
                own.toString());
        Machine.await("the gateway", PATIENCE, () -> answers(port));
        long pid =
                JSON.readTree(own.resolve("gateway.pid").toFile()).path("pid").asLong();
        return new Target("gateway", port, pid);
    }

    private static boolean answers(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/v1/models")
                    .toURL()
                    .openConnection();
            connection.setRequestProperty("Authorization", "Bearer " + KEY);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                process.onExit().get(20, TimeUnit.SECONDS);
            } catch (ExecutionException | InterruptedException | TimeoutException tooLong) {
                process.destroyForcibly().onExit().join();
            }
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
