package io.hermesgateway.jsonl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.ManualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class JsonlStoreTest {
    private static final Conversation PLACE = Conversation.dm("test", "c1");
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock();
    private final List<JsonlStore> opened = new ArrayList<>();

    @TempDir
    private Path home;

    @AfterEach
    void end() {
        opened.forEach(JsonlStore::close);
    }

    private JsonlStore open(Path folder) {
        return open(folder, "this run");
    }

    private JsonlStore open(Path folder, String boot) {
        JsonlStore store = JsonlStore.open(
                new StoreFiles(folder, boot),
                (tree, why) -> Trees.setAside(tree, home.resolve("quarantine"), why, clock),
                clock,
                "instance " + opened.size());
        opened.add(store);
        return store;
    }

    private Path folder() {
        return home.resolve("history");
    }

    private static Fed turn(long position, String session, String said) {
        Instant at = AT.plusSeconds(position);
        List<TranscriptLine> lines = List.of(new TranscriptLine("user", said, null, "t" + position, at));
        return new Fed(
                new Position(position),
                at,
                new Fact.TurnEnded("t" + position, session, PLACE, "answered", "", lines, TurnOutcome.Usage.NONE));
    }

    private static List<Fed> turns(long from, long to, int sessions) {
        List<Fed> turns = new ArrayList<>();
        for (long p = from; p <= to; p++) {
            turns.add(turn(p, "s" + p % sessions, "line " + p));
        }
        return turns;
    }

    private static List<String> texts(Store store, String session) {
        return store.transcript(session, 1_000).stream()
                .map(TranscriptLine::text)
                .toList();
    }

    private static List<String> all(Store store, int sessions) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            all.addAll(texts(store, "s" + i));
        }
        return all;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    @Test
    void afterAKillItIsWhereItWas() throws IOException {
        JsonlStore store = open(folder());
        store.apply(turns(1, 80, 7));
        copy(folder(), home.resolve("killed"));
        JsonlStore again = open(home.resolve("killed"));
        assertEquals(new Position(80), again.applied());
        again.apply(turns(70, 90, 7));
        store.apply(turns(81, 90, 7));
        assertEquals(all(store, 7), all(again, 7));
    }

    private void synced(JsonlStore store) {
        clock.advance(Duration.ofMinutes(11));
        store.checkpoint();
    }

    @Test
    void afterALossOfPowerItIsWhereItWasDurableAndTakesTheRestAgain() throws IOException {
        JsonlStore store = open(folder());
        store.apply(turns(1, 50, 7));
        synced(store);
        store.apply(turns(51, 80, 7));
        copy(folder(), home.resolve("killed"));
        JsonlStore again = open(home.resolve("killed"), "the next run");
        assertEquals(new Position(50), again.applied());
        assertEquals(50, all(again, 7).size());
        again.apply(turns(40, 100, 7));
        store.apply(turns(81, 100, 7));
        assertEquals(all(store, 7), all(again, 7), "nothing is missing, nothing is there twice");
        assertEquals(store.sessions(Store.Query.newest(10)), again.sessions(Store.Query.newest(10)));
    }

    @Test
    void whateverWasTornOffAtTheEndsOfFilesIsFedAgain() throws IOException {
        JsonlStore whole = open(home.resolve("whole"));
        whole.apply(turns(1, 60, 5));
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Path torn = home.resolve("torn" + seed);
            JsonlStore store = open(torn);
            store.apply(turns(1, 30, 5));
            synced(store);
            List<Path> files = files(torn);
            List<Long> durable =
                    files.stream().map(file -> file.toFile().length()).toList();
            store.apply(turns(31, 60, 5));
            for (int i = 0; i < files.size(); i++) {
                long length = files.get(i).toFile().length();
                if (length > durable.get(i)) {
                    tear(files.get(i), durable.get(i) + (long) (random.nextDouble() * (length - durable.get(i))));
                }
            }
            JsonlStore again = open(torn, "the next run");
            assertEquals(new Position(30), again.applied());
            again.apply(turns(31, 60, 5));
            assertEquals(all(whole, 5), all(again, 5), "seed " + seed);
            assertEquals(whole.sessions(Store.Query.newest(9)), again.sessions(Store.Query.newest(9)));
        }
    }

    private static void tear(Path file, long length) throws IOException {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(length);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aBatchThatFailsHalfWayLeavesNothing() throws IOException {
        JsonlStore store = open(folder());
        store.apply(turns(1, 10, 3));
        Path blocked = new Sessions(folder(), new Json()).file("blocked").path;
        Files.createDirectories(blocked);
        List<Fed> batch = new ArrayList<>(turns(11, 20, 3));
        batch.add(turn(21, "blocked", "x"));
        assertThrows(GatewayException.class, () -> store.apply(batch));
        assertEquals(10, all(store, 3).size());
        assertTrue(String.valueOf(store.health().trouble()).contains("cannot be written"));
        Files.delete(blocked);
        store.apply(batch);
        assertEquals(20, all(store, 3).size());
        assertEquals(List.of("x"), texts(store, "blocked"));
        assertEquals(null, store.health().trouble());
    }

    @Test
    void aLineThatIsDamagedCostsOnlyItself() throws IOException {
        JsonlStore store = open(folder());
        store.apply(turns(1, 10, 1));
        Path file = new Sessions(folder(), new Json()).file("s0").path;
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"text\":\"line 5\"", "\"text\":\"li\u0000\u0000\u0000"));
        List<String> left = texts(store, "s0");
        assertEquals(9, left.size());
        assertFalse(left.contains("line 5"));
    }

    @Test
    void filesBelongToTheOwnerAlone() throws IOException {
        open(folder()).apply(turns(1, 5, 2));
        for (Path file : files(folder())) {
            if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
                assertEquals(
                        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file + "");
            }
        }
    }

    @Test
    void idsThatAreNoFileNamesAreKeptApart() {
        JsonlStore store = open(folder());
        List<String> ids =
                List.of("../../x", "..", "a/b", "a_b", "A", "a", "会话", "x".repeat(300), "x".repeat(301), " ");
        for (int i = 0; i < ids.size(); i++) {
            store.apply(List.of(turn(i + 1L, ids.get(i), "said " + i)));
        }
        for (int i = 0; i < ids.size(); i++) {
            assertEquals(List.of("said " + i), texts(store, ids.get(i)));
        }
        assertTrue(Files.notExists(home.resolve("x.jsonl")));
    }

    @Test
    void anInstanceThatWasReplacedWritesNoMore() {
        JsonlStore old = open(folder());
        old.apply(turns(1, 10, 2));
        JsonlStore fresh = open(folder());
        assertThrows(GatewayException.class, () -> old.apply(turns(11, 11, 2)));
        assertThrows(GatewayException.class, () -> old.apply(turns(11, 11, 2)));
        fresh.apply(turns(11, 12, 2));
        assertEquals(12, all(fresh, 2).size());
    }

    @Test
    void whatItCannotUnderstandIsSetAsideAndItBeginsAnew() throws IOException {
        JsonlStore store = open(folder());
        store.apply(turns(1, 10, 2));
        store.close();
        Files.writeString(folder().resolve("state.json"), "{\"version\":99}", StandardOpenOption.TRUNCATE_EXISTING);
        JsonlStore again = open(folder());
        assertEquals(Position.NONE, again.applied());
        assertTrue(String.valueOf(again.health().lastRepair()).contains("quarantine"));
        try (Stream<Path> aside = Files.list(home.resolve("quarantine"))) {
            assertEquals(
                    1,
                    aside.filter(path -> path.toString().endsWith(".unreadable"))
                            .count());
        }
        again.apply(turns(1, 10, 2));
        assertEquals(10, all(again, 2).size());
    }

    @Test
    void theIndexStaysInProportion() {
        JsonlStore store = open(folder());
        for (long p = 1; p <= 30_000; p += 500) {
            store.apply(turns(p, p + 499, 500));
        }
        synced(store);
        assertTrue(new LineFile(folder().resolve("index.jsonl")).length() < 15_000 * 400L);
        assertEquals(500, store.sessions(Store.Query.newest(1_000)).size());
        assertEquals(
                "line 30000",
                store.search("30000", Store.Query.newest(5)).get(0).excerpt());
        assertEquals(60, texts(store, "s7").size());
    }

    @Test
    void searchesAmongThousandsOfSessionsAlsoForChinese() {
        JsonlStore store = open(folder());
        List<Fed> batch = new ArrayList<>();
        for (long p = 1; p <= 3_000; p++) {
            batch.add(turn(p, "s" + p, p % 100 == 0 ? "今天北京的天气 " + p : "something else " + p));
        }
        store.apply(batch);
        List<Store.SearchHit> hits = store.search("北京的天气", Store.Query.newest(20));
        assertEquals(20, hits.size());
        assertEquals("s3000", hits.get(0).sessionId());
        assertEquals("s1100", hits.get(19).sessionId());
        assertEquals(1, store.search("2999 else", Store.Query.newest(20)).size());
    }

    @Test
    void aBackupThatIsDamagedIsRefusedAndNothingIsTouched() throws IOException {
        JsonlStore store = open(folder());
        store.apply(turns(1, 200, 3));
        Path backup = home.resolve("b");
        store.backup(backup);
        byte[] bytes = Files.readAllBytes(backup);
        for (int i = bytes.length / 2; i < bytes.length / 2 + 200; i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(backup, bytes);
        assertThrows(IOException.class, () -> BackupZip.unpack(backup, home.resolve("unpacked")));
        Files.write(backup, "no zip".getBytes(StandardCharsets.UTF_8));
        assertThrows(IOException.class, () -> BackupZip.unpack(backup, home.resolve("unpacked")));
    }
}
