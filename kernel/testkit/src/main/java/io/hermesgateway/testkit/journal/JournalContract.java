package io.hermesgateway.testkit.journal;

import static io.hermesgateway.testkit.journal.Records.append;
import static io.hermesgateway.testkit.journal.Records.appendIf;
import static io.hermesgateway.testkit.journal.Records.close;
import static io.hermesgateway.testkit.journal.Records.last;
import static io.hermesgateway.testkit.journal.Records.open;
import static io.hermesgateway.testkit.journal.Records.read;
import static io.hermesgateway.testkit.journal.Records.replace;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.AppendResult.Appended;
import io.hermesgateway.spi.journal.AppendResult.Conflict;
import io.hermesgateway.spi.journal.AppendResult.Unavailable;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.JournalStore.Following;
import io.hermesgateway.spi.journal.Leases.Lease;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.spi.journal.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link JournalStore} promises. A journal is done when a subclass of this is green. */
public abstract class JournalContract {
    private static final Duration SOON = Duration.ofSeconds(30);

    private JournalStore journal;

    /** Opens the journal of this test; after a close, the same one again. */
    protected abstract JournalStore start();

    /** A second writer on the same data: another instance where that is allowed, else the one there is. */
    protected JournalStore second(JournalStore first) {
        return first;
    }

    @BeforeEach
    void begin() {
        journal = start();
    }

    @AfterEach
    void end() {
        journal.close();
    }

    private void reopen() {
        journal.close();
        journal = start();
    }

    @Test
    void beginsEmpty() {
        assertEquals(Position.NONE, journal.end());
        assertEquals(List.of(), read(journal));
        assertEquals(0, journal.health().records());
        assertNull(journal.health().trouble());
    }

    @Test
    void readsBackWhatWasAppendedInOrder() {
        List<JournalRecord> written = List.of(open("turn/a", 1), replace("cursor/b", 2), close("turn/a", 3));
        Appended first = assertInstanceOf(Appended.class, journal.append(written.subList(0, 2), List.of()));
        Appended second = assertInstanceOf(Appended.class, journal.append(written.subList(2, 3), List.of()));
        List<Stored> back = read(journal);
        assertEquals(written, back.stream().map(Stored::record).toList());
        assertEquals(
                List.of(first.first(), first.last(), second.first()),
                back.stream().map(Stored::position).toList());
        assertTrue(first.last().isAfter(first.first()) && second.first().isAfter(first.last()));
        assertEquals(second.last(), journal.end());
        assertEquals(back.subList(1, 3), read(journal, first.first()));
    }

    @Test
    void keepsEveryCharacterAndNanosecond() {
        JournalRecord odd = new JournalRecord(
                "kind-\u00e9",
                "message/\u5fae\u4fe1/\ud83d\ude00",
                Effect.OPEN,
                Instant.parse("2026-03-04T05:06:07.123456789Z"),
                "{\"text\":\"\u4f60\u597d \ud83d\ude80 \\n \\u0000\",\"empty\":\"\"}");
        append(journal, odd);
        reopen();
        assertEquals(List.of(odd), read(journal).stream().map(Stored::record).toList());
    }

    @Test
    void keepsARecordOf64KiloBytesAndAppendsOfManyRecords() {
        JournalRecord large = new JournalRecord("large", "a", Effect.OPEN, Records.AT, '"' + "x".repeat(65_534) + '"');
        List<JournalRecord> many =
                IntStream.range(0, 500).mapToObj(i -> open("s/" + i, i)).toList();
        append(journal, large);
        last(journal.append(many, List.of()));
        reopen();
        List<JournalRecord> expected = new ArrayList<>(List.of(large));
        expected.addAll(many);
        assertEquals(expected, read(journal).stream().map(Stored::record).toList());
    }

    @Test
    void goesOnBehindItsEndAfterARestart() {
        Position before = append(journal, open("turn/a", 1));
        reopen();
        assertEquals(before, journal.end());
        assertTrue(append(journal, open("turn/b", 2)).isAfter(before));
        assertEquals(2, read(journal).size());
    }

    @Test
    void refusesASecondFirstRecord() {
        Position first = last(appendIf(journal, Position.NONE, open("approval/a", 1)));
        Conflict conflict = assertInstanceOf(Conflict.class, appendIf(journal, Position.NONE, open("approval/a", 2)));
        assertEquals(new Conflict("approval/a", first), conflict);
        assertEquals(1, read(journal).size());
    }

    @Test
    void takesAChangeOfWhoSawTheLatest() {
        Position first = append(journal, open("approval/a", 1));
        Position second = last(appendIf(journal, first, open("approval/a", 2)));
        assertEquals(new Conflict("approval/a", second), appendIf(journal, first, open("approval/a", 3)));
        assertInstanceOf(Appended.class, appendIf(journal, second, close("approval/a", 4)));
    }

    @Test
    void writesNothingOfAnAppendWhenOnePreconditionFails() {
        Position a = append(journal, open("a", 1));
        AppendResult result = journal.append(
                List.of(open("a", 2), open("b", 2)),
                List.of(new Precondition("a", a), new Precondition("b", new Position(77))));
        assertEquals(new Conflict("b", Position.NONE), result);
        assertEquals(1, read(journal).size());
        assertInstanceOf(Appended.class, appendIf(journal, a, open("a", 3)));
    }

    @Test
    void checksPreconditionsOfSubjectsThatAreNotWritten() {
        Position a = append(journal, open("a", 1));
        assertInstanceOf(Appended.class, journal.append(List.of(open("b", 1)), List.of(new Precondition("a", a))));
        assertEquals(
                new Conflict("a", a),
                journal.append(List.of(open("b", 2)), List.of(new Precondition("a", Position.NONE))));
    }

    @Test
    void remembersPreconditionsAcrossARestart() {
        Position first = append(journal, open("approval/a", 1));
        append(journal, close("message/m", 2));
        reopen();
        assertEquals(new Conflict("approval/a", first), appendIf(journal, Position.NONE, open("approval/a", 3)));
        assertInstanceOf(Conflict.class, appendIf(journal, Position.NONE, close("message/m", 4)));
        assertInstanceOf(Appended.class, appendIf(journal, first, open("approval/a", 5)));
    }

    @Test
    void recognisesWhatWasClosedByItsFirstRecord() {
        append(journal, close("message/m", 1));
        assertInstanceOf(Conflict.class, appendIf(journal, Position.NONE, close("message/m", 2)));
    }

    @Test
    void takesAChangeOfACursorWithoutAskingForTheLatest() {
        append(journal, replace("cursor/a", 1));
        append(journal, replace("cursor/a", 2));
        assertEquals(2, read(journal).size());
    }

    @Test
    void tellsAFollowerBeforeTheAppendReturns() {
        Records.Seen seen = new Records.Seen();
        append(journal, open("a", 1));
        try (Following following = journal.follow(Position.NONE, seen)) {
            assertEquals(1, seen.all().size());
            for (int i = 2; i <= 20; i++) {
                append(journal, open("a", i));
                assertTrue(following.caughtUp(SOON));
                assertEquals(i, seen.all().size());
            }
        }
        assertEquals(read(journal), seen.all());
    }

    @Test
    void tellsAFollowerNothingAfterItWasClosed() {
        Records.Seen seen = new Records.Seen();
        journal.follow(Position.NONE, seen).close();
        append(journal, open("a", 1));
        assertEquals(List.of(), seen.all());
    }

    @Test
    void tellsAFollowerThatComesInTheMiddleEverythingOnce() throws Exception {
        int appends = 400;
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                String subject = "w/" + writer;
                writing.add(threads.submit(
                        () -> IntStream.range(0, appends).forEach(i -> append(journal, open(subject, i)))));
            }
            List<Records.Seen> all = new ArrayList<>();
            List<Following> open = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Records.Seen seen = new Records.Seen();
                open.add(journal.follow(Position.NONE, seen));
                all.add(seen);
            }
            finish(writing);
            open.forEach(following -> assertTrue(following.caughtUp(SOON)));
            List<Stored> expected = read(journal);
            assertEquals(3 * appends, expected.size());
            all.forEach(seen -> assertEquals(expected, seen.all()));
            open.forEach(Following::close);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void letsExactlyOneOfTwoWritersWin() throws Exception {
        JournalStore other = second(journal);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 200; round++) {
                String subject = "approval/" + round;
                Future<AppendResult> one = threads.submit(() -> appendIf(journal, Position.NONE, open(subject, 1)));
                Future<AppendResult> two = threads.submit(() -> appendIf(other, Position.NONE, open(subject, 2)));
                long won = List.of(one.get(), two.get()).stream()
                        .filter(Appended.class::isInstance)
                        .count();
                long lost = List.of(one.get(), two.get()).stream()
                        .filter(Conflict.class::isInstance)
                        .count();
                assertEquals(1, won, "round " + round);
                assertEquals(1, lost, "round " + round);
            }
        } finally {
            threads.shutdownNow();
            release(other);
        }
        assertEquals(200, read(journal).size());
    }

    @Test
    void losesNoUpdateOfACounterThatEverybodyChanges() throws Exception {
        JournalStore other = second(journal);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger changed = new AtomicInteger();
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                JournalStore mine = writer % 2 == 0 ? journal : other;
                writing.add(threads.submit(() -> count(mine, 100, changed)));
            }
            finish(writing);
        } finally {
            threads.shutdownNow();
            release(other);
        }
        List<Stored> all = read(journal);
        assertEquals(changed.get(), all.size());
        assertEquals(400, changed.get());
    }

    /** Reads the last position from each refusal, as a node of a cluster would. */
    private static void count(JournalStore mine, int times, AtomicInteger changed) {
        Position last = Position.NONE;
        for (int done = 0; done < times; ) {
            AppendResult result = appendIf(mine, last, open("counter", done));
            if (result instanceof Appended appended) {
                last = appended.last();
                changed.incrementAndGet();
                done++;
            } else {
                last = assertInstanceOf(Conflict.class, result).actual();
            }
        }
    }

    @Test
    void isNotDisturbedByAnInterruptedCaller() {
        Thread.currentThread().interrupt();
        AppendResult result = appendIf(journal, Position.NONE, open("a", 1));
        assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
        assertInstanceOf(Appended.class, result);
        append(journal, open("a", 2));
        Thread.currentThread().interrupt();
        List<Stored> back = read(journal);
        boolean interrupted = Thread.interrupted();
        assertTrue(interrupted);
        assertEquals(2, back.size());
    }

    @Test
    void keepsBodiesUnderTheHashOfTheirContent() {
        byte[] body = "a large body".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        String name = journal.putBlob(body);
        assertEquals(name, journal.putBlob(body.clone()));
        assertNotEquals(name, journal.putBlob(new byte[0]));
        reopen();
        assertArrayEquals(body, journal.blob(name).orElseThrow());
        assertTrue(journal.blob("0".repeat(64)).isEmpty());
        assertTrue(journal.blob("../JOURNAL").isEmpty());
    }

    @Test
    void keepsWhatIsOpenWhateverRetentionIsAskedFor() {
        append(journal, open("turn/a", 1), replace("cursor/c", 1));
        Position end = append(journal, replace("cursor/c", 2), open("turn/a", 2), open("turn/b", 1));
        journal.retain(end, end, Duration.ZERO);
        reopen();
        List<String> open = read(journal).stream()
                .map(stored -> stored.record().subject() + " " + stored.record().payload())
                .toList();
        assertTrue(open.containsAll(List.of(
                "turn/a {\"number\":1}", "turn/a {\"number\":2}", "turn/b {\"number\":1}", "cursor/c {\"number\":2}")));
        assertEquals(end, journal.end());
    }

    @Test
    void leasesGrowTheirFencesWithEveryHolder() {
        Lease first =
                journal.leases().acquire("account/a", Duration.ofMinutes(5)).orElseThrow();
        assertEquals("account/a", first.name());
        assertTrue(first.renew(Duration.ofMinutes(5)));
        assertEquals(
                first.fence(),
                journal.leases()
                        .acquire("account/a", Duration.ofMinutes(5))
                        .orElseThrow()
                        .fence());
        assertTrue(journal.leases().holder("account/a").isPresent());
        first.close();
        assertFalse(first.renew(Duration.ofMinutes(5)));
        assertTrue(journal.leases().holder("account/a").isEmpty());
        Lease second =
                journal.leases().acquire("account/a", Duration.ofMinutes(5)).orElseThrow();
        assertTrue(second.fence() > first.fence());
        second.close();
        reopen();
        Lease third =
                journal.leases().acquire("account/a", Duration.ofMinutes(5)).orElseThrow();
        assertTrue(third.fence() > second.fence());
        third.close();
    }

    @Test
    void takesNothingOnceItIsClosed() {
        append(journal, open("a", 1));
        journal.close();
        assertInstanceOf(Unavailable.class, appendIf(journal, Position.NONE, open("b", 1)));
        journal = start();
        assertEquals(1, read(journal).size());
    }

    private void release(JournalStore other) {
        if (other != journal) {
            other.close();
        }
    }

    private static void finish(List<Future<?>> writing)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (Future<?> writer : writing) {
            writer.get(60, TimeUnit.SECONDS);
        }
    }
}
