package io.hermesgateway.core.journal;

import static io.hermesgateway.testkit.journal.Records.append;
import static io.hermesgateway.testkit.journal.Records.appendIf;
import static io.hermesgateway.testkit.journal.Records.close;
import static io.hermesgateway.testkit.journal.Records.open;
import static io.hermesgateway.testkit.journal.Records.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.AppendResult.Appended;
import io.hermesgateway.spi.journal.AppendResult.Unavailable;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.journal.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are really full. */
class FileJournalFullDiskTest {
    @TempDir
    Path home;

    @Test
    void refusesNewWorkFinishesOldWorkAndRecoversOnASmallDisk() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", home.toString()), "may not mount");
        try {
            fillsUpAndRecovers();
        } finally {
            run("umount", "-l", home.toString());
        }
    }

    private void fillsUpAndRecovers() throws IOException {
        Path filler = Files.write(home.resolve("filler"), new byte[1 << 20]);
        ManualClock clock = new ManualClock();
        try (FileJournal journal = FileJournal.open(
                home.resolve("journal"), clock, Options.standard(Thread::new).withSizes(1 << 20, 1 << 30))) {
            Position asked = append(journal, open("approval/1", 1));
            int kept = fill(journal, "first");
            assertTrue(kept > 20, "kept " + kept);
            String trouble = journal.health().trouble();
            assertTrue(String.valueOf(trouble).contains("No space left on device"), trouble);
            assertInstanceOf(Appended.class, appendIf(journal, asked, close("approval/1", 2)), "from the reserve");

            clock.advance(Duration.ofSeconds(2));
            assertInstanceOf(Unavailable.class, journal.append(List.of(large("turn/no")), List.of()));
            Files.delete(filler);
            clock.advance(Duration.ofSeconds(2));
            append(journal, large("turn/yes"));
            assertNull(journal.health().trouble());
            assertEquals(kept + 3, read(journal).size());
        }
        try (FileJournal journal = FileJournal.open(home.resolve("journal"), clock, Options.standard(Thread::new))) {
            assertEquals(
                    "turn/yes",
                    read(journal).get(read(journal).size() - 1).record().subject());
        }
    }

    private static int fill(FileJournal journal, String name) {
        for (int i = 0; ; i++) {
            AppendResult result = journal.append(List.of(large("turn/" + name + i)), List.of());
            if (result instanceof Unavailable) {
                return i;
            }
        }
    }

    private static JournalRecord large(String subject) {
        return new JournalRecord("large", subject, Effect.OPEN, Records.AT, '"' + "x".repeat(60_000) + '"');
    }

    @Test
    void refusesInWordsWhereFilesMayNotGrow() throws IOException {
        Path folder = home.resolve("journal");
        List<String> limited = List.of("sh", "-c", "ulimit -f 200; exec \"$@\"", "sh");
        try (JournalChild child = JournalChild.start(folder, 1, limited)) {
            var said = child.acknowledged();
            assertNotNull(said);
            assertEquals(-1, said == null ? 0 : said.getKey(), "refused, and the process lives");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
