package io.hermesgateway.core.journal;

import static io.hermesgateway.testkit.journal.Records.append;
import static io.hermesgateway.testkit.journal.Records.appendIf;
import static io.hermesgateway.testkit.journal.Records.close;
import static io.hermesgateway.testkit.journal.Records.last;
import static io.hermesgateway.testkit.journal.Records.open;
import static io.hermesgateway.testkit.journal.Records.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import io.hermesgateway.testkit.ManualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalRecoveryTest {
    private static final int TAIL = 64 << 10;

    @TempDir
    Path home;

    private FileJournal journal(Options options) {
        return FileJournal.open(home.resolve("journal"), new ManualClock(), options);
    }

    private FileJournal journal() {
        return journal(Options.standard(Thread::new));
    }

    private FileJournal inSmallSegments() {
        return journal(Options.standard(Thread::new).withSizes(4096, 1L << 30));
    }

    private List<Path> segments() throws IOException {
        return Segment.files(home.resolve("journal"));
    }

    private Recovery recover() throws IOException {
        return new Recovery(new Versions(1, 1000, 1000)).read(home.resolve("journal"));
    }

    /** Appends of one to four records, together a little more than the tail; where each ends and its last position. */
    private NavigableMap<Long, Long> fill() throws IOException {
        try (FileJournal journal = journal()) {
            Random random = new Random(42);
            for (long bytes = 0; bytes < TAIL + 4096; ) {
                List<JournalRecord> group = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    group.add(open("turn/" + random.nextInt(1000), random.nextInt()));
                }
                last(journal.append(group, List.of()));
                bytes = journal.health().bytes();
            }
        }
        return ends(segments().get(0));
    }

    private static NavigableMap<Long, Long> ends(Path path) throws IOException {
        NavigableMap<Long, Long> ends = new TreeMap<>(Map.of((long) Segment.HEADER, Segment.first(path) - 1));
        try (SegmentReader reader = new SegmentReader(path, Long.MAX_VALUE)) {
            for (Group group = reader.next(); group != null; group = reader.next()) {
                ends.put(reader.at(), group.last());
            }
        }
        return ends;
    }

    /** The last 64 KiB lie in several segments, each of which is the newest one in its turn. */
    @Test
    void keepsExactlyTheCompleteAppendsWhereverTheJournalIsCut() throws IOException {
        try (FileJournal journal = journal(Options.standard(Thread::new).withSizes(8192, 1L << 30))) {
            Random random = new Random(42);
            while (journal.health().bytes() < 2 * TAIL) {
                List<JournalRecord> group = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    group.add(open("turn/" + "x".repeat(random.nextInt(250)), random.nextInt()));
                }
                last(journal.append(group, List.of()));
            }
        }
        List<Path> newestFirst = new ArrayList<>(segments());
        Collections.reverse(newestFirst);
        long cuts = 0;
        for (Path path : newestFirst) {
            if (cuts < TAIL) {
                cuts += cutEverywhere(Files.move(
                        path, Files.createDirectory(home.resolve("" + cuts)).resolve(path.getFileName())));
            }
        }
        assertTrue(cuts >= TAIL);
    }

    private static long cutEverywhere(Path path) throws IOException {
        NavigableMap<Long, Long> ends = ends(path);
        long size = Files.size(path);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (long cut = size; cut >= 0; cut--) {
                file.setLength(cut);
                Recovery found = new Recovery(new Versions(1, 1000, 1000)).read(path.resolveSibling("."));
                Segment segment = found.segments.get(0);
                if (cut < Segment.HEADER) {
                    assertEquals(1, found.leftovers.size(), "cut at " + cut);
                } else {
                    assertEquals(ends.floorEntry(cut), Map.entry(segment.bytes(), segment.last()), "cut at " + cut);
                }
                assertEquals(List.of(), found.damage, "cut at " + cut);
            }
        }
        return size;
    }

    @Test
    void goesOnAfterACutAtAnyPlace() throws IOException {
        NavigableMap<Long, Long> ends = fill();
        Path path = segments().get(0);
        for (long cut = Files.size(path); cut > 8000; cut -= 991) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(cut);
            }
            long last = ends.floorEntry(cut).getValue();
            try (FileJournal journal = journal()) {
                assertEquals(last, read(journal).size());
                assertEquals(new Position(last), journal.end());
                assertEquals(new Position(last + 1), append(journal, open("turn/new", 1)));
                assertEquals(last + 1, read(journal).size());
            }
        }
    }

    @Test
    void cutsATailOfGarbageAndZeros() throws IOException {
        NavigableMap<Long, Long> ends = fill();
        Path path = segments().get(0);
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int cut = whole.length - 1 - random.nextInt(whole.length / 2);
            byte[] torn = whole.clone();
            byte[] rest = new byte[whole.length - cut];
            if (round % 2 == 0) {
                random.nextBytes(rest);
            }
            System.arraycopy(rest, 0, torn, cut, rest.length);
            Files.write(path, torn);
            Segment segment = recover().segments.get(0);
            assertEquals(ends.floorEntry((long) cut).getValue(), segment.last(), "torn at " + cut);
        }
    }

    @Test
    void neverReadsAFlippedBitAsARecord() throws IOException {
        fill();
        Path path = segments().get(0);
        byte[] whole = Files.readAllBytes(path);
        Set<Stored> before;
        try (FileJournal journal = journal()) {
            before = new HashSet<>(read(journal));
        }
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(path, flipped);
            try (FileJournal journal = journal()) {
                List<Stored> after = read(journal);
                assertTrue(before.containsAll(after));
                assertTrue(before.size() - after.size() <= 4, "one append at most is lost");
            }
        }
    }

    @Test
    void keepsTheReadableRestOfADamagedSegmentAndSetsThePartAside() throws IOException {
        try (FileJournal journal = inSmallSegments()) {
            for (int i = 1; i <= 200; i++) {
                append(journal, open("turn/" + i, i));
            }
        }
        Path damaged = segments().get(1);
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(2000);
            file.write(new byte[300]);
        }
        for (int start = 0; start < 2; start++) {
            try (FileJournal journal = inSmallSegments()) {
                int size = read(journal).size();
                assertTrue(size >= 194 && size < 200, "kept " + size);
                assertEquals(new Position(200 + start), journal.end());
                assertTrue(
                        journal.health().where().contains("quarantine"),
                        journal.health().where());
                append(journal, open("turn/new", start));
            }
            try (Stream<Path> parts = Files.list(home.resolve("journal/quarantine"))) {
                assertEquals(1, parts.count());
            }
        }
    }

    @Test
    void keepsWhatFollowsDamageInTheNewestSegmentBecauseItWasAcknowledged() throws IOException {
        fill();
        Path path = segments().get(0);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(5000);
            file.write(1);
        }
        try (FileJournal journal = journal()) {
            List<Stored> left = read(journal);
            assertEquals(left.get(left.size() - 1).position(), journal.end());
            assertTrue(left.size() > 100);
            assertTrue(journal.health().where().contains("quarantine"));
        }
    }

    @Test
    void forgetsASegmentThatWasNeverFinished() throws IOException {
        try (FileJournal journal = journal()) {
            append(journal, open("turn/1", 1));
        }
        Files.write(home.resolve("journal/00000000000000000002.journal"), new byte[17]);
        try (FileJournal journal = journal()) {
            assertEquals(new Position(1), journal.end());
            assertEquals(new Position(2), append(journal, open("turn/2", 2)));
        }
    }

    @Test
    void readsBackAcrossManySegments() throws IOException {
        try (FileJournal journal = inSmallSegments()) {
            for (int i = 1; i <= 500; i++) {
                append(journal, open("turn/" + i, i));
            }
            assertTrue(segments().size() > 10);
            assertEquals(500, read(journal).size());
            assertEquals(100, read(journal, new Position(400)).size());
        }
        try (FileJournal journal = inSmallSegments()) {
            assertEquals(500, read(journal).size());
            assertEquals(new Position(501), append(journal, open("turn/501", 1)));
        }
    }

    @Test
    void refusesAFileOfAnotherVersion() throws IOException {
        journal().close();
        Segment other = Segment.empty(home.resolve("journal"), 1);
        byte[] header = other.header(2).array();
        Files.write(other.path(), header);
        GatewayException refused = assertThrows(GatewayException.class, this::journal);
        assertEquals(KernelError.BAD_SETTING, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("another version"), refused.getMessage());
    }

    @Test
    void forgetsAClosedSubjectButNotAMarkOfSomethingSeen() {
        try (FileJournal journal = journal()) {
            append(journal, open("turn/1", 1), close("turn/1", 2), close("message/1", 3));
            assertInstanceOf(AppendResult.Appended.class, appendIf(journal, Position.NONE, open("turn/1", 4)));
            assertInstanceOf(AppendResult.Conflict.class, appendIf(journal, Position.NONE, close("message/1", 5)));
        }
    }
}
