package io.hermesgateway.core.journal;

import static io.hermesgateway.testkit.journal.Records.append;
import static io.hermesgateway.testkit.journal.Records.appendIf;
import static io.hermesgateway.testkit.journal.Records.close;
import static io.hermesgateway.testkit.journal.Records.open;
import static io.hermesgateway.testkit.journal.Records.read;
import static io.hermesgateway.testkit.journal.Records.replace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.spi.journal.Stored;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.journal.Records;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalRetentionTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path home;

    private final ManualClock clock = new ManualClock(Records.AT.plus(Duration.ofDays(2)));
    private long maxBytes = 1L << 30;
    private long archiveBytes = 1L << 30;
    private FileJournal journal;

    @BeforeEach
    void start() {
        journal = FileJournal.open(
                home.resolve("journal"),
                clock,
                Options.standard(Thread::new).withSizes(4096, maxBytes).withArchive(archiveBytes));
    }

    @AfterEach
    void end() {
        journal.close();
    }

    private void restart() {
        journal.close();
        start();
    }

    /** So many turns that begin and end. */
    private Position turns(String name, int count) {
        Position last = Position.NONE;
        for (int i = 0; i < count; i++) {
            String turn = "turn/" + name + i;
            last = append(journal, open(turn, i), open(turn, i), close(turn, i));
        }
        return last;
    }

    private List<String> subjects() {
        return read(journal).stream()
                .map(stored -> stored.record().subject())
                .distinct()
                .toList();
    }

    private List<Path> segments() throws IOException {
        return Segment.files(home.resolve("journal"));
    }

    @Test
    void dropsWhatIsClosedReadByEverybodyAndOldEnough() throws IOException {
        Position end = turns("a", 200);
        int before = segments().size();
        journal.retain(end, end, DAY);
        assertTrue(before > 10);
        assertEquals(1, segments().size());
        assertEquals(end, journal.end());
        restart();
        assertEquals(end, journal.end());
        assertEquals(end.value() + 1, append(journal, open("turn/new", 1)).value());
    }

    @Test
    void keepsWhatAStoreOrABackupHasNotRead() {
        Position end = turns("a", 200);
        journal.retain(end, new Position(300), DAY);
        List<Stored> left = read(journal, new Position(300));
        assertEquals(300, left.size());
        journal.retain(new Position(400), end, DAY);
        assertEquals(200, read(journal, new Position(400)).size());
        assertTrue(read(journal).size() < 300);
    }

    @Test
    void keepsWhatIsYoungerThanTheWindow() {
        Position end = turns("a", 200);
        journal.retain(end, end, Duration.ofDays(3));
        assertEquals(600, read(journal).size());
    }

    @Test
    void keepsEveryRecordOfWhatIsOpenAndTheLatestOfWhatIsReplacedAtTheirPlaces() {
        append(journal, open("approval/1", 1), replace("cursor/1", 1));
        turns("a", 100);
        append(journal, open("approval/1", 2), replace("cursor/1", 2), replace("grant/1", 1));
        Position end = turns("b", 100);
        List<Stored> open = read(journal).stream()
                .filter(stored -> !stored.record().subject().startsWith("turn/"))
                .filter(stored -> !stored.record().equals(replace("cursor/1", 1)))
                .toList();
        journal.retain(end, end, DAY);
        for (int start = 0; start < 2; start++) {
            List<Stored> left = read(journal);
            assertEquals(open, left.subList(0, 4));
            assertTrue(left.size() < 60, "left " + left.size());
            assertEquals(
                    left,
                    left.stream().sorted(Comparator.comparing(Stored::position)).toList());
            restart();
        }
        assertInstanceOf(
                AppendResult.Appended.class, appendIf(journal, open.get(1).position(), close("approval/1", 3)));
    }

    @Test
    void neverOpensClosedWorkAgain() {
        append(journal, open("approval/old", 1), open("approval/closed", 1));
        turns("a", 60);
        append(journal, close("approval/closed", 2));
        for (int round = 0; round < 5; round++) {
            Position end = turns("r" + round, 60);
            journal.retain(end, end, DAY);
            restart();
            assertTrue(subjects().contains("approval/old"));
            assertInstanceOf(
                    AppendResult.Appended.class,
                    journal.append(List.of(), List.of(new Precondition("approval/closed", Position.NONE))),
                    "forgotten");
        }
        assertFalse(subjects().contains("approval/closed"));
    }

    @Test
    void removesWhatAnInterruptedRetentionLeftBehind() throws IOException {
        append(journal, open("approval/1", 1));
        Position end = turns("a", 200);
        Path second = segments().get(1);
        byte[] dropped = Files.readAllBytes(second);
        journal.retain(end, end, DAY);
        List<Stored> left = read(journal);
        journal.close();
        Files.write(second, dropped);
        Files.write(home.resolve("journal/compact.tmp"), new byte[100]);
        start();
        assertEquals(left, read(journal));
        assertFalse(Files.exists(second));
    }

    @Test
    void waitsWhileSomebodyReads() throws IOException {
        Position end = turns("a", 200);
        int before = segments().size();
        List<Integer> during = new ArrayList<>();
        journal.follow(Position.NONE, records -> {
                    journal.retain(end, end, DAY);
                    during.add(read(journal).size());
                })
                .close();
        assertEquals(List.of(600), during.stream().distinct().toList());
        assertEquals(before, segments().size());
        journal.retain(end, end, DAY);
        assertEquals(1, segments().size());
    }

    @Test
    void movesFinishedWorkThatNobodyReadToTheArchiveWhenItBecomesTooLarge() throws IOException {
        journal.close();
        maxBytes = 20_000;
        start();
        append(journal, open("approval/1", 1));
        turns("a", 200);
        List<Stored> all = read(journal);
        journal.retain(Position.NONE, Position.NONE, DAY);
        assertTrue(journal.health().bytes() <= maxBytes + 4096, journal.health().toString());
        TreeSet<Long> positions = new TreeSet<>();
        for (String line : archived()) {
            assertTrue(
                    line.startsWith("{\"position\":")
                            && line.endsWith(",\"payload\":{\"number\":" + number(line) + "}}"),
                    line);
            assertTrue(positions.add(Long.parseLong(line.replaceAll("\\D*(\\d+).*", "$1"))));
        }
        read(journal).forEach(stored -> positions.add(stored.position().value()));
        assertEquals(all.size(), positions.size());
        assertEquals(all, Records.pull(journal, Position.NONE), "archive and journal together are complete");
        assertTrue(subjects().contains("approval/1"));
        restart();
        assertTrue(subjects().contains("approval/1"));
    }

    private static String number(String line) {
        return line.replaceAll(".*\"number\":(\\d+)}}", "$1");
    }

    private List<String> archived() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.resolve("journal/archive"))) {
            files.sorted().forEach(file -> {
                try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    reader.lines().forEach(lines::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return lines;
    }

    @Test
    void ofAnArchiveThatIsTooLargeTheOldestGoesAsFarAsABackupHasIt() throws IOException {
        Path archive = home.resolve("journal/archive");
        for (String name : List.of("a", "b", "c", "d")) {
            Position end = turns(name, 100);
            journal.retain(end, end, DAY);
        }
        List<Path> all = Archives.files(archive);
        assertEquals(4, all.size());
        Position end = journal.end();
        archiveBytes = Files.size(all.get(2)) + Files.size(all.get(3));
        restart();
        journal.retain(end, new Position(Archives.last(all.get(0))), DAY);
        assertEquals(all.subList(1, 4), Archives.files(archive), "no backup has the second one");
        journal.retain(new Position(Archives.last(all.get(0))), end, DAY);
        assertEquals(all.subList(1, 4), Archives.files(archive), "the store has not got the second one");
        journal.retain(end, end, DAY);
        assertEquals(all.subList(2, 4), Archives.files(archive));
        archiveBytes = 0;
        restart();
        journal.retain(end, end, DAY);
        assertEquals(all.subList(3, 4), Archives.files(archive), "the newest stays");
        List<Stored> left = Records.pull(journal, Position.NONE);
        assertEquals(Archives.last(all.get(2)) + 1, left.get(0).position().value());
        assertEquals(end, left.get(left.size() - 1).position());
    }

    @Test
    void archiveAndJournalAreReadAsOneWhateverWasDroppedAndWhereverItBegins() {
        append(journal, open("approval/1", 1), replace("cursor/1", 1));
        JournalStore.Reading early = journal.read(Position.NONE);
        List<Stored> read = new ArrayList<>(early.next(50));
        Position end = Position.NONE;
        for (int round = 0; round < 6; round++) {
            turns("r" + round, 60);
            end = append(journal, replace("cursor/1", round), open("approval/1", round));
            journal.retain(end, end, DAY);
            read.addAll(early.next(70));
        }
        for (List<Stored> next = early.next(70); !next.isEmpty(); next = early.next(70)) {
            read.addAll(next);
        }
        assertTrue(journal.droppedUpTo().isAfter(Position.NONE));
        List<Stored> all = Records.pull(journal, Position.NONE);
        assertEquals(end.value(), all.size(), "each position once");
        assertEquals(all, read, "files that were replaced meanwhile make no difference");
        restart();
        assertEquals(all, Records.pull(journal, Position.NONE));
        for (int after = 1; after < all.size(); after += 37) {
            assertEquals(all.subList(after, all.size()), Records.pull(journal, new Position(after)));
        }
        append(journal, open("turn/new", 1));
        assertEquals(1, Records.pull(journal, end).size());
        early.close();
    }

    @Test
    void aDamagedArchiveCostsOnlyWhatStandsBehindTheDamage() throws IOException {
        for (int round = 0; round < 3; round++) {
            Position end = turns("r" + round, 100);
            journal.retain(end, end, DAY);
        }
        int all = Records.pull(journal, Position.NONE).size();
        Path first = Archives.files(home.resolve("journal/archive")).get(0);
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, Arrays.copyOf(bytes, bytes.length - 100));
        List<Stored> left = Records.pull(journal, Position.NONE);
        assertTrue(left.size() < all && left.size() >= all - 300, left.size() + " of " + all);
        assertEquals(all, left.get(left.size() - 1).position().value());
    }

    @Test
    void dropsLargeBodiesThatNobodyNamesAndKeepsTheOthers() {
        String named = journal.putBlob("named".getBytes(StandardCharsets.UTF_8));
        String archived = journal.putBlob("archived".getBytes(StandardCharsets.UTF_8));
        String orphan = journal.putBlob("orphan".getBytes(StandardCharsets.UTF_8));
        String again = journal.putBlob("again".getBytes(StandardCharsets.UTF_8));
        append(journal, naming("turn/x", archived), close("turn/x", 1));
        Position end = turns("a", 200);
        journal.retain(end, end, DAY);
        append(journal, naming("turn/y", named));
        clock.advance(Duration.ofHours(12));
        String young = journal.putBlob("young".getBytes(StandardCharsets.UTF_8));
        journal.putBlob("again".getBytes(StandardCharsets.UTF_8));
        journal.retain(end, end, DAY);
        assertEquals(
                List.of(true, true, false, true, true),
                Stream.of(named, archived, orphan, again, young)
                        .map(name -> journal.blob(name).isPresent())
                        .toList());
    }

    private static JournalRecord naming(String subject, String blob) {
        return new JournalRecord(
                "test-noted", subject, JournalRecord.Effect.OPEN, Records.AT, "{\"blob\":\"" + blob + "\"}");
    }

    @Test
    void positionsGoOnAfterThoseOfAnotherJournal() {
        Position before = turns("a", 5);
        Records.Seen seen = new Records.Seen();
        try (JournalStore.Following following = journal.follow(Position.NONE, seen)) {
            journal.goOnAfter(new Position(3));
            assertEquals(before, journal.end());
            journal.goOnAfter(new Position(5_000));
            assertEquals(new Position(5_000), journal.end());
            assertEquals(5_001, append(journal, open("turn/new", 1)).value());
            assertTrue(following.caughtUp(Duration.ofSeconds(90)));
        }
        restart();
        assertEquals(5_002, append(journal, close("turn/new", 2)).value());
        assertEquals(seen.all(), read(journal).subList(0, 16));
        assertEquals(read(journal), Records.pull(journal, Position.NONE));
        Position end = turns("b", 200);
        journal.retain(end, end, DAY);
        restart();
        assertEquals(end, journal.end());
        assertEquals(17 + 600, Records.pull(journal, Position.NONE).size());
    }

    @Test
    void keepsFollowersGoingWhileItDrops() {
        Records.Seen seen = new Records.Seen();
        try (JournalStore.Following following = journal.follow(Position.NONE, seen)) {
            for (int round = 0; round < 10; round++) {
                Position end = turns("r" + round, 50);
                journal.retain(end, end, DAY);
            }
            assertTrue(following.caughtUp(Duration.ofSeconds(90)));
        }
        assertEquals(1500, seen.all().size());
    }
}
