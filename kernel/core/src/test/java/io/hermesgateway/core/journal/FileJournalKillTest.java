package io.hermesgateway.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.journal.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes the journal is killed with signal 9, again and again. */
class FileJournalKillTest {
    private static final int THREADS = 4;

    @TempDir
    Path home;

    @Test
    void losesNothingAcknowledgedAndNoPartOfAnAppend() throws Exception {
        kill(home.resolve("journal"), 3, 1);
    }

    /** More of it: {@code --reps N --seed S}. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("--reps", "100", "--seed", "1"));
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        int reps = Integer.parseInt(options.get("--reps"));
        kill(Files.createTempDirectory("journal-kill"), reps, Long.parseLong(options.get("--seed")));
        System.out.println(reps + " kills: nothing acknowledged was lost, no append was torn");
    }

    private static void kill(Path folder, int reps, long seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        for (int rep = 0; rep < reps; rep++) {
            Map<Integer, Integer> acknowledged = new HashMap<>();
            try (JournalChild child = JournalChild.start(folder, THREADS)) {
                int moment = 1 + random.nextInt(400);
                for (int i = 0; i < moment; i++) {
                    note(child.acknowledged(), acknowledged);
                }
                child.kill();
                for (var late = child.acknowledged(); late != null; late = child.acknowledged()) {
                    note(late, acknowledged);
                }
            }
            check(folder, acknowledged, "seed " + seed + ", rep " + rep);
        }
    }

    private static void note(Map.@Nullable Entry<Integer, Integer> line, Map<Integer, Integer> acknowledged) {
        assertTrue(line != null && line.getKey() >= 0, "the child appends");
        if (line != null) {
            acknowledged.merge(line.getKey(), line.getValue(), Math::max);
        }
    }

    private static void check(Path folder, Map<Integer, Integer> acknowledged, String when) {
        List<Stored> all;
        try (FileJournal journal = FileJournal.open(folder, new ManualClock(), Options.standard(Thread::new))) {
            all = Records.read(journal);
            assertEquals(new Position(all.size()), journal.end(), when);
            assertEquals(folder.toString(), journal.health().where(), when);
        }
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, Integer> copies = new HashMap<>();
        for (Stored stored : all) {
            String thread = stored.record().subject();
            int number = Integer.parseInt(stored.record().payload().replaceAll("\\D", ""));
            int before = numbers.getOrDefault(thread, 0);
            if (number != before) {
                assertEquals(before + 1, number, when);
                assertEquals(before == 0 ? 0 : JournalChild.size(before), copies.getOrDefault(thread, 0), when);
                numbers.put(thread, number);
                copies.put(thread, 0);
            }
            copies.merge(thread, 1, Integer::sum);
        }
        numbers.forEach((thread, number) -> assertEquals(JournalChild.size(number), copies.get(thread), when));
        acknowledged.forEach(
                (thread, number) -> assertTrue(numbers.getOrDefault("thread/" + thread, 0) >= number, when));
    }
}
