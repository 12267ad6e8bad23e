package io.hermesgateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Starts an unpacked distribution again and again, each time in a fresh home, and prints one line of JSON: the time and
 * the processor time until {@code /health} answers 200, then the memory, the threads, the open files and the processor
 * time of an idle gateway. The first start is not counted: it waits until the distribution has its archive of classes.
 * Minima count where other programs run on the machine.
 *
 * <p>Arguments: {@code folder of the distribution [starts] [idle seconds]}; Linux only. The Java that is measured is the
 * one in JAVA_HOME.
 */
public final class StartBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path distribution;
    private final Duration idle;

    private StartBench(Path distribution, Duration idle) {
        this.distribution = distribution;
        this.idle = idle;
    }

    /** One start. Memory in MB, times in ms; {@code tree} is the process with its children. */
    private record Run(
            double wall, double cpu, double rss, double tree, double threads, double files, double idleCpu) {}

    public static void main(String[] args) throws Exception {
        Machine.need(args, 1, "StartBench DISTRIBUTION [STARTS] [IDLE_SECONDS]");
        int starts = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Duration idle = Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 10);
        StartBench bench = new StartBench(Path.of(args[0]).toAbsolutePath(), idle);
        bench.prepare();
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            runs.add(bench.run());
        }
        System.out.println("{\"starts\":" + starts
                + figures("wallMs", runs, Run::wall)
                + figures("cpuMs", runs, Run::cpu)
                + figures("rssMb", runs, Run::rss)
                + figures("treeRssMb", runs, Run::tree)
                + figures("threads", runs, Run::threads)
                + figures("files", runs, Run::files)
                + figures("idleCpuMsPerS", runs, Run::idleCpu) + "}");
    }

    private static String figures(String name, List<Run> runs, ToDoubleFunction<Run> value) {
        double[] all = runs.stream().mapToDouble(value).sorted().toArray();
        return String.format(Locale.ROOT, ",\"%s\":{\"min\":%.1f,\"median\":%.1f}", name, all[0], all[all.length / 2]);
    }

    /** A supervised start makes the archive in the background. */
    private void prepare() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("start-bench");
        Process process = launch(home, "HERMES_ARCHIVE_AFTER", "0", "run");
        try {
            Machine.await("the archive of classes", PATIENCE, this::archived);
        } finally {
            end(process, home);
        }
    }

    private boolean archived() throws IOException {
        Path cache = distribution.resolve("cache");
        if (!Files.isDirectory(cache)) {
            return false;
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith("gateway-") && !name.endsWith(".new"));
        }
    }

    private Run run() throws IOException, InterruptedException {
        int port = Machine.freePort();
        Path home = Files.createTempDirectory("start-bench");
        Files.writeString(home.resolve("config.yaml"), "gateway:\n  port: " + port + "\n");
        long began = System.nanoTime();
        Process process = launch(home, "HERMES_BENCH", "start", "run", "--no-supervise");
        try {
            Machine.await("/health", PATIENCE, () -> healthy(port));
            double wall = (System.nanoTime() - began) / 1e6;
            double cpu = Machine.cpuMillis(process.pid());
            LockSupport.parkNanos(idle.toNanos());
            double later = Machine.cpuMillis(process.pid());
            double rss = Machine.rss(process.pid());
            double children = process.descendants()
                    .mapToDouble(child -> Machine.rss(child.pid()))
                    .sum();
            return new Run(
                    wall,
                    cpu,
                    rss,
                    rss + children,
                    Machine.count(process.pid(), "task"),
                    Machine.count(process.pid(), "fd"),
                    (later - cpu) * 1000 / idle.toMillis());
        } finally {
            end(process, home);
        }
    }

    private Process launch(Path home, String name, String value, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(distribution.resolve("bin/hermes").toString(), "gateway"));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.txt").toFile());
        builder.environment().put(name, value);
        return builder.start();
    }

    private static void end(Process process, Path home) throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** By hand, so that the measuring program takes no processor time of its own to speak of. */
    private static boolean healthy(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(2_000);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException notYet) {
            return false;
        }
    }
}
