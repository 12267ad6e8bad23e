package io.hermesgateway.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Holds many idle streams of events open on an unpacked distribution and prints one line of JSON: the memory, the threads
 * and the share of one core that they cost, keep-alive comments included.
 *
 * <p>Arguments: {@code folder of the distribution [clients] [seconds]}; Linux only, and needs twice as many open files.
 * With {@code serve} as the third one it only starts the gateway, prints its port and process, and waits for its end.
 */
public final class SseBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final byte[] REQUEST =
            "GET /bench/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    private final Path distribution;
    private final int clients;
    private long comments;

    private SseBench(Path distribution, int clients) {
        this.distribution = distribution;
        this.clients = clients;
    }

    public static void main(String[] args) throws Exception {
        Machine.need(args, 1, "SseBench DISTRIBUTION [CLIENTS] [SECONDS]");
        int clients = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        SseBench bench = new SseBench(Path.of(args[0]).toAbsolutePath(), clients);
        if (args.length > 2 && args[2].equals("serve")) {
            bench.serve();
        } else {
            bench.run(Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 30));
        }
    }

    private void serve() throws Exception {
        int port = Machine.freePort();
        Path home = home(port);
        Process gateway = launch(home);
        try {
            Machine.await("an answer", PATIENCE, () -> answers(port));
            System.out.println("{\"port\":" + port + ",\"pid\":" + gateway.pid() + "}");
            gateway.waitFor();
        } finally {
            end(gateway, home);
        }
    }

    private void run(Duration watched) throws Exception {
        int port = Machine.freePort();
        Path home = home(port);
        Process gateway = launch(home);
        try (Selector selector = Selector.open()) {
            Machine.await("an answer", PATIENCE, () -> answers(port));
            double before = Machine.rss(gateway.pid());
            for (int i = 0; i < clients; i++) {
                open(port, selector);
                read(selector, 0);
            }
            read(selector, TimeUnit.SECONDS.toNanos(5));
            comments = 0;
            double cpu = Machine.cpuMillis(gateway.pid());
            long since = System.nanoTime();
            read(selector, watched.toNanos());
            double seconds = (System.nanoTime() - since) / 1e9;
            double share = (Machine.cpuMillis(gateway.pid()) - cpu) / seconds / 10;
            System.out.printf(
                    Locale.ROOT,
                    "{\"clients\":%d,\"open\":%d,\"rssBeforeMb\":%.0f,\"rssMb\":%.0f,\"threads\":%d,"
                            + "\"percentOfACore\":%.2f,\"commentsPerS\":%.0f}%n",
                    clients,
                    selector.keys().size(),
                    before,
                    Machine.rss(gateway.pid()),
                    Machine.count(gateway.pid(), "task"),
                    share,
                    comments / seconds);
        } finally {
            end(gateway, home);
        }
    }

    private static void open(int port, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(REQUEST));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Reads what comes; a stream that ended is no longer counted. */
    private void read(Selector selector, long nanos) throws IOException {
        long until = System.nanoTime() + nanos;
        ByteBuffer buffer = ByteBuffer.allocate(4_096);
        do {
            selector.select(key -> take(key, buffer), nanos == 0 ? 1 : 50);
        } while (System.nanoTime() < until);
    }

    private void take(SelectionKey key, ByteBuffer buffer) {
        try {
            buffer.clear();
            comments++;
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                key.channel().close();
            }
        } catch (IOException gone) {
            key.cancel();
        }
    }

    /** A home with the plugin of the benchmarks dropped in, as a plain jar. */
    private static Path home(int port) throws IOException {
        Path home = Files.createTempDirectory("sse-bench");
        Files.writeString(home.resolve("config.yaml"), "gateway:\n  port: " + port + "\n");
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        try (OutputStream file = Files.newOutputStream(plugins.resolve("bench-streams.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("META-INF/services/io.hermesgateway.spi.plugin.Plugin"));
            jar.write(StreamPlugin.class.getName().getBytes(StandardCharsets.UTF_8));
            for (String name : new String[] {"", "$Open", "$Published", "$Bare"}) {
                String entry = StreamPlugin.class.getName().replace('.', '/') + name + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (var in = SseBench.class.getClassLoader().getResourceAsStream(entry)) {
                    if (in != null) {
                        in.transferTo(jar);
                    }
                }
            }
        }
        return home;
    }

    private Process launch(Path home) throws IOException {
        return new ProcessBuilder(
                        distribution.resolve("bin/hermes").toString(),
                        "gateway",
                        "run",
                        "--no-supervise",
                        "--home",
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.txt").toFile())
                .start();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("GET /bench/bare HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains(" 200 ");
        } catch (IOException notYet) {
            return false;
        }
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
}
