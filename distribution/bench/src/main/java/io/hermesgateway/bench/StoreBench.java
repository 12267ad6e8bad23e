package io.hermesgateway.bench;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A store on this machine's disk, one line of JSON per measurement: how many messages a second it takes from the feed,
 * with and without work behind its back such as a search index, and how long a search for the newest 50 takes among all
 * of them, half of which are Chinese. It is measured through its contract, so every store can be.
 *
 * <p>Arguments: {@code [folder] [messages] [kind]}.
 */
public final class StoreBench {
    private static final int BATCH = 500;
    private static final int SEARCHES = 300;
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final StoreFactory factory;
    private final int messages;
    private final Prose prose = new Prose(new Random(42));

    private StoreBench(StoreFactory factory, int messages) {
        this.factory = factory;
        this.messages = messages;
    }

    public static void main(String[] args) throws Exception {
        Path parent = args.length > 0 ? Path.of(args[0]) : Path.of(System.getProperty("java.io.tmpdir"));
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        String kind = args.length > 2 ? args[2] : "sqlite";
        StoreFactory factory = ServiceLoader.load(Plugin.class).stream()
                .flatMap(plugin -> plugin.get().stores().stream())
                .filter(store -> store.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no store of the kind " + kind));
        Path folder = Files.createTempDirectory(parent, "store-bench");
        try {
            StoreBench bench = new StoreBench(factory, messages);
            bench.apply(Files.createDirectory(folder.resolve("alone")), false);
            bench.all(Files.createDirectory(folder.resolve("whole")));
        } finally {
            delete(folder);
        }
    }

    private void all(Path home) throws Exception {
        apply(home, true);
        try (BenchHome context = new BenchHome(home, true)) {
            Store store = factory.open(context);
            context.settle();
            search(store, "one word", prose::word);
            search(store, "two words", () -> prose.word() + " " + prose.word());
            search(store, "1 character", prose::character);
            search(store, "2 characters", () -> prose.chinese(2));
            search(store, "4 characters", () -> prose.chinese(4));
            search(store, "the most frequent of all", () -> prose.frequent());
            backup(store, home.resolve("backup"));
            store.close();
        }
    }

    private void apply(Path home, boolean whole) throws Exception {
        try (BenchHome context = new BenchHome(home, whole)) {
            Store store = factory.open(context);
            long start = System.nanoTime();
            long inApply = 0;
            long cpu = cpuNanos();
            for (int from = 0; from < messages; from += BATCH) {
                List<Fed> batch = batch(from);
                long before = System.nanoTime();
                store.apply(batch);
                inApply += System.nanoTime() - before;
            }
            context.settle();
            double all = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (cpuNanos() - cpu) / 1e9;
            say(
                    "{\"what\":\"apply\",\"kind\":\"%s\",\"messages\":%d,\"search_index\":%b,\"apply_per_s\":%.0f,"
                            + "\"with_what_follows_per_s\":%.0f,\"with_what_follows_per_cpu_s\":%.0f,\"mb\":%d,"
                            + "\"met\":%b}",
                    factory.kind(),
                    messages,
                    whole,
                    messages / (inApply / 1e9),
                    messages / all,
                    messages / cpuSeconds,
                    store.health().bytes() >> 20,
                    messages / all >= 5_000);
            long closing = System.nanoTime();
            store.close();
            say("{\"what\":\"close\",\"ms\":%.0f}", (System.nanoTime() - closing) / 1e6);
        }
    }

    /** Of all threads, so that a busy machine can be told from a slow store. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private List<Fed> batch(int from) {
        List<Fed> batch = new ArrayList<>(BATCH / 2);
        for (int i = from; i < from + BATCH; i += 2) {
            Instant at = AT.plusSeconds(i);
            String turn = "turn-" + i;
            List<TranscriptLine> lines = List.of(
                    new TranscriptLine("user", prose.line(), null, turn, at),
                    new TranscriptLine("assistant", prose.line(), null, turn, at));
            String session = "session-" + i / 50;
            Conversation place = Conversation.dm("bench", "chat-" + i / 500);
            batch.add(new Fed(
                    new Position(1 + i),
                    at,
                    new Fact.TurnEnded(turn, session, place, "answered", "", lines, TurnOutcome.Usage.NONE)));
        }
        return batch;
    }

    private interface Sought {
        String next();
    }

    private static void search(Store store, String what, Sought sought) {
        List<Double> all = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        long hits = 0;
        for (int i = 0; i < SEARCHES; i++) {
            String text = sought.next();
            long cpuStart = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            hits += store.search(text, Store.Query.newest(50)).size();
            all.add((System.nanoTime() - start) / 1e6);
            cpu.add((THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e6);
        }
        Collections.sort(all);
        Collections.sort(cpu);
        double p95 = all.get((int) (all.size() * 0.95));
        say(
                "{\"what\":\"search\",\"for\":\"%s\",\"hits_mean\":%.1f,\"p50_ms\":%.2f,\"p95_ms\":%.2f,\"max_ms\":%.2f,"
                        + "\"p95_cpu_ms\":%.2f,\"met\":%b}",
                what,
                hits / (double) SEARCHES,
                all.get(all.size() / 2),
                p95,
                all.get(all.size() - 1),
                cpu.get((int) (cpu.size() * 0.95)),
                p95 <= 100);
    }

    private static void backup(Store store, Path target) {
        long start = System.nanoTime();
        store.backup(target);
        say("{\"what\":\"backup\",\"s\":%.1f}", (System.nanoTime() - start) / 1e9);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
