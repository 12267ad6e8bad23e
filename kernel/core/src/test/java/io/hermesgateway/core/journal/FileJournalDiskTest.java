package io.hermesgateway.core.journal;

import static io.hermesgateway.testkit.journal.Records.append;
import static io.hermesgateway.testkit.journal.Records.appendIf;
import static io.hermesgateway.testkit.journal.Records.close;
import static io.hermesgateway.testkit.journal.Records.open;
import static io.hermesgateway.testkit.journal.Records.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.AppendResult.Appended;
import io.hermesgateway.spi.journal.AppendResult.Unavailable;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.journal.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileJournalDiskTest {
    @TempDir
    Path home;

    private final ManualClock clock = new ManualClock();
    private final FaultyDisk disk = new FaultyDisk();
    private FileJournal journal;

    @BeforeEach
    void start() {
        journal = FileJournal.open(
                home.resolve("journal"),
                clock,
                Options.standard(Thread::new).withSizes(1 << 20, 1L << 30).withDisk(disk));
    }

    @AfterEach
    void end() {
        disk.fail(FaultyDisk.Fault.NONE);
        journal.close();
    }

    private void restart() {
        journal.close();
        start();
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyDisk.Fault.class,
            names = {"WRITE", "SYNC"})
    void refusesInWordsKeepsWhatIsThereAndRecoversByItself(FaultyDisk.Fault fault) {
        Position first = append(journal, open("turn/1", 1));
        disk.fail(fault);
        AppendResult refused = appendIf(journal, first, open("turn/1", 2));
        String why = assertInstanceOf(Unavailable.class, refused).why();
        assertTrue(why.contains("No space left on device") || why.contains("Input/output error"), why);
        assertEquals(why, journal.health().trouble());
        assertEquals(1, read(journal).size());
        assertEquals(first, journal.end());

        disk.fail(FaultyDisk.Fault.NONE);
        assertInstanceOf(Unavailable.class, appendIf(journal, Position.NONE, open("turn/2", 1)), "not yet");
        clock.advance(Duration.ofSeconds(1));
        assertInstanceOf(Appended.class, appendIf(journal, first, open("turn/1", 3)), "versions are rolled back");
        assertNull(journal.health().trouble());
        restart();
        assertEquals(
                List.of(open("turn/1", 1), open("turn/1", 3)),
                read(journal).stream().map(stored -> stored.record()).toList());
        assertEquals(new Position(2), journal.end());
    }

    @Test
    void recoversWhenItsHealthIsAskedFor() throws Exception {
        disk.fail(FaultyDisk.Fault.SYNC);
        append(journal);
        appendIf(journal, Position.NONE, open("turn/1", 1));
        assertNotNull(journal.health().trouble());
        disk.fail(FaultyDisk.Fault.NONE);
        clock.advance(Duration.ofSeconds(1));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (journal.health().trouble() != null && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertNull(journal.health().trouble());
    }

    @Test
    void finishesWhatIsOpenFromTheReserveWhileNewWorkIsRefused() {
        Position asked = append(journal, open("approval/1", 1));
        fillUp();
        Path reserve = home.resolve("journal/reserve");
        assertFalse(Files.exists(reserve), "given back");
        disk.full(200_000);
        assertInstanceOf(Unavailable.class, appendIf(journal, Position.NONE, open("approval/2", 1)));
        assertInstanceOf(Unavailable.class, appendIf(journal, Position.NONE, close("message/2", 1)));
        assertInstanceOf(Appended.class, appendIf(journal, asked, close("approval/1", 2)));
        assertNotNull(journal.health().trouble());

        clock.advance(Duration.ofSeconds(2));
        assertInstanceOf(Unavailable.class, appendIf(journal, Position.NONE, open("approval/3", 1)), "still full");
        disk.fail(FaultyDisk.Fault.NONE);
        clock.advance(Duration.ofSeconds(2));
        assertInstanceOf(Appended.class, appendIf(journal, Position.NONE, open("approval/3", 1)));
        assertTrue(Files.exists(reserve), "made again");
    }

    private void fillUp() {
        disk.fail(FaultyDisk.Fault.WRITE);
        assertInstanceOf(Unavailable.class, appendIf(journal, Position.NONE, open("filler", 1)));
    }

    @Test
    void leavesNoTraceOfHalfAnAppend() {
        append(journal, open("turn/1", 1));
        for (int room = 0; room < 400; room += 13) {
            disk.full(room);
            AppendResult result = journal.append(
                    List.of(open("a/" + room, 1), open("b/" + room, 1), open("c/" + room, 1)), List.of());
            disk.fail(FaultyDisk.Fault.NONE);
            if (result instanceof Unavailable) {
                clock.advance(Duration.ofSeconds(1));
            }
            restart();
            long traces = read(journal).stream()
                    .filter(stored -> stored.record().subject().matches("[abc]/.*"))
                    .count();
            assertEquals(0, traces % 3);
        }
    }

    @Test
    void refusesEverybodyInTheQueueAndNobodyWaitsForEver() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            disk.fail(FaultyDisk.Fault.SYNC);
            List<Future<AppendResult>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String subject = "turn/" + i;
                all.add(threads.submit(() -> appendIf(journal, Position.NONE, open(subject, 1))));
            }
            for (Future<AppendResult> one : all) {
                assertInstanceOf(Unavailable.class, one.get(90, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(0, read(journal).size());
    }

    @Test
    void startsOnADiskThatCannotBeWrittenAndServesWhatIsThere() {
        append(journal, open("turn/1", 1));
        journal.close();
        disk.fail(FaultyDisk.Fault.OPEN);
        start();
        assertEquals(1, read(journal).size());
        assertTrue(String.valueOf(journal.health().trouble()).contains("Read-only file system"));
        assertInstanceOf(Unavailable.class, appendIf(journal, Position.NONE, open("turn/2", 1)));
        disk.fail(FaultyDisk.Fault.NONE);
        clock.advance(Duration.ofSeconds(1));
        assertEquals(new Position(2), append(journal, open("turn/2", 1)));
    }

    @Test
    void tellsFollowersOnlyWhatIsDurable() {
        Records.Seen seen = new Records.Seen();
        journal.follow(Position.NONE, seen);
        disk.fail(FaultyDisk.Fault.SYNC);
        appendIf(journal, Position.NONE, open("turn/1", 1));
        assertEquals(List.of(), seen.all());
    }
}
