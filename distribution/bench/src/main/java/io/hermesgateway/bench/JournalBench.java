package io.hermesgateway.bench;

import io.hermesgateway.core.journal.FileJournal;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The journal on this machine's disk, one line of JSON per measurement: what one sync costs, appends a second with one
 * sync each and with 64 writers that share theirs, side by side in alternating rounds; then opening and reading back a
 * million records, and what 100,000 open approvals take in memory.
 *
 * <p>Arguments: {@code [folder] [seconds a round] [records]}.
 */
public final class JournalBench {
    private static final int WRITERS = 64;
    private static final int ROUNDS = 3;
    private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(180) + "\"}";

    private JournalBench() {}

    public static void main(String[] args) throws Exception {
        Path parent = args.length > 0 ? Path.of(args[0]) : Path.of(System.getProperty("java.io.tmpdir"));
        Duration round = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 5);
        int records = args.length > 2 ? Integer.parseInt(args[2]) : 1_000_000;
        Path folder = Files.createTempDirectory(parent, "journal-bench");
        try {
            groupCommit(folder, round);
            replay(folder.resolve("large"), records);
            memory(folder.resolve("open"));
        } finally {
            delete(folder);
        }
    }

    private static void groupCommit(Path folder, Duration round) throws IOException, InterruptedException {
        double sync = syncMillis(folder.resolve("sync"));
        List<Double> single = new ArrayList<>();
        List<Double> grouped = new ArrayList<>();
        for (int i = 0; i <= ROUNDS; i++) {
            double alone = oneSyncEach(folder.resolve("single" + i), round);
            double together = appends(folder.resolve("grouped" + i), WRITERS, round);
            if (i > 0) {
                single.add(alone);
                grouped.add(together);
            }
        }
        double ratio = median(grouped) / median(single);
        double journalAlone = appends(folder.resolve("alone"), 1, round);
        say(
                "{\"what\":\"group commit\",\"fsync_ms\":%.3f,\"one_sync_each_per_s\":%.0f,\"journal_1_writer_per_s\":%.0f,"
                        + "\"journal_%d_writers_per_s\":%.0f,\"ratio\":%.1f,\"met\":%b}",
                sync,
                median(single),
                journalAlone,
                WRITERS,
                median(grouped),
                ratio,
                sync >= 1 ? ratio >= 20 : median(grouped) >= 60_000);
    }

    private static double syncMillis(Path path) throws IOException {
        List<Double> all = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 500; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(300), i * 300L);
                channel.force(false);
                all.add((System.nanoTime() - start) / 1e6);
            }
        }
        return median(all);
    }

    /** What a journal without group commit would do: write, sync, the next. */
    private static double oneSyncEach(Path path, Duration round) throws IOException {
        long count = 0;
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (System.nanoTime() - start < round.toNanos()) {
                channel.write(ByteBuffer.allocate(280), count * 280);
                channel.force(false);
                count++;
            }
        }
        return perSecond(count, start);
    }

    private static double appends(Path folder, int writers, Duration round) throws IOException, InterruptedException {
        LongAdder count = new LongAdder();
        long start = System.nanoTime();
        try (FileJournal journal = open(folder)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String name = "turn/" + i + "/";
                Thread thread = new Thread(() -> {
                    for (int n = 0; System.nanoTime() - start < round.toNanos(); n++) {
                        appended(journal.append(List.of(record(name + n)), List.of()));
                        count.increment();
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        double rate = perSecond(count.sum(), start);
        delete(folder);
        return rate;
    }

    private static void replay(Path folder, int records) throws IOException {
        try (FileJournal journal = open(folder)) {
            for (int from = 0; from < records; from += 1000) {
                List<JournalRecord> group = new ArrayList<>();
                for (int i = from; i < Math.min(records, from + 1000); i++) {
                    String subject = "turn/0123456789abcdef/" + i / 2;
                    Effect effect = i % 2 == 0 ? Effect.OPEN : Effect.CLOSE;
                    group.add(new JournalRecord(
                            "turn-started",
                            subject,
                            effect,
                            InstantSource.system().instant(),
                            PAYLOAD));
                }
                appended(journal.append(group, List.of()));
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            try (FileJournal journal = open(folder)) {
                double opened = seconds(start);
                long[] seen = new long[2];
                long begin = System.nanoTime();
                journal.follow(Position.NONE, stored -> {
                            seen[0] += stored.size();
                            stored.forEach(
                                    one -> seen[1] += one.record().payload().length());
                        })
                        .close();
                say(
                        "{\"what\":\"replay\",\"records\":%d,\"bytes\":%d,\"open_s\":%.2f,\"read_s\":%.2f,\"met\":%b}",
                        seen[0], journal.health().bytes(), opened, seconds(begin), seconds(begin) <= 2);
            }
        }
    }

    private static void memory(Path folder) throws IOException {
        try (FileJournal journal = open(folder)) {
            long before = used();
            for (int i = 0; i < 100_000; i += 1000) {
                List<JournalRecord> group = new ArrayList<>();
                for (int j = i; j < i + 1000; j++) {
                    group.add(record("approval/" + j));
                }
                appended(journal.append(group, List.of()));
            }
            say("{\"what\":\"100,000 open subjects\",\"heap_bytes\":%d}", used() - before);
            JournalStore.Following none = journal.follow(journal.end(), stored -> {});
            none.close();
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static JournalRecord record(String subject) {
        return new JournalRecord(
                "turn-started", subject, Effect.OPEN, InstantSource.system().instant(), PAYLOAD);
    }

    private static FileJournal open(Path folder) {
        return FileJournal.open(folder, InstantSource.system(), Options.standard(Thread::new));
    }

    private static void appended(AppendResult result) {
        if (!(result instanceof AppendResult.Appended)) {
            throw new IllegalStateException(result.toString());
        }
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
    }

    private static double perSecond(long count, long start) {
        return count / seconds(start);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
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
