package io.hermesgateway.sqlite.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.sqlite.DatabaseFile;
import io.hermesgateway.sqlite.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConnection;

@Timeout(180)
class HealingTest {
    private static final int ROWS = 400;

    @TempDir
    Path home;

    private Ward ward;
    private DatabaseFile board;

    @BeforeEach
    void open() {
        ward = new Ward(home);
        board = ward.file("kanban.db", Ward.schema());
        for (int i = 0; i < 4; i++) {
            add(i * ROWS / 4, (i + 1) * ROWS / 4);
        }
    }

    @AfterEach
    void close() {
        board.close();
    }

    private void add(int from, int until) {
        board.write(link -> {
            for (int i = from; i < until; i++) {
                link.update(
                        "INSERT INTO messages(id, session_id, role, content, timestamp) VALUES(?,?,?,?,?)",
                        i + 1,
                        "s" + i % 7,
                        "user",
                        text(i),
                        i);
            }
            return true;
        });
    }

    private static String text(int i) {
        return "message " + i + " 消息 " + "long ".repeat(i % 40 == 0 ? 3000 : 20);
    }

    private static long count(Link link) throws java.sql.SQLException {
        return link.number("SELECT count(*) FROM messages", -1);
    }

    private long rows() {
        return await(() -> board.read(HealingTest::count));
    }

    /** What callers do that are told "not now". */
    private <T> T await(java.util.function.Supplier<T> call) {
        for (int i = 0; ; i++) {
            try {
                return call.get();
            } catch (GatewayException notNow) {
                if (i == 200) {
                    throw notNow;
                }
                ward.clock.advance(Duration.ofSeconds(10));
            }
        }
    }

    private Path backUp() throws Exception {
        Path target = home.resolve("backup-" + ward.spares.size() + ".db");
        board.apart(link -> {
            return ((SQLiteConnection) link.connection()).getDatabase().backup("main", target.toString(), null);
        });
        ward.spares.add(0, target);
        return target;
    }

    /** As a crash leaves it: the log still there, no orderly end. */
    private void crash() throws IOException {
        Path aside = Files.createDirectories(home.resolve("aside"));
        for (String name : List.of("kanban.db", "kanban.db-wal")) {
            Files.copy(home.resolve(name), aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        board.close();
        for (String name : List.of("kanban.db", "kanban.db-wal")) {
            Files.copy(aside.resolve(name), home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(ward.folder().resolve("kanban.db.mark"), "open 1");
        board = ward.file("kanban.db", Ward.schema());
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void everyRowIsThereAgainAfterADamagedFileWasOpened(Harm harm) throws Exception {
        backUp();
        add(ROWS, ROWS + 50);
        crash();
        harm.on(home.resolve("kanban.db"), new Random(7));
        assertTrue(rows() >= ROWS, harm + ": " + rows() + " " + ward.news);
        add(1000, 1010);
        assertEquals("ok", board.apart(link -> link.pragma("integrity_check")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Harm.class,
            names = {"LOG", "NO_LOG"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyRowIsThereAgainAfterAFileWasDamagedInUse(Harm harm) throws Exception {
        backUp();
        board.apart(link -> link.pragma("wal_checkpoint(PASSIVE)"));
        harm.on(home.resolve("kanban.db"), new Random(8));
        ward.look();
        assertTrue(rows() >= ROWS, harm + ": " + rows() + " " + ward.news);
        await(() -> {
            add(1000, 1010);
            return true;
        });
        assertEquals("ok", await(() -> board.apart(link -> link.pragma("quick_check"))));
    }

    @Test
    void aDamagedFileIsKeptAndTheNumbersAreSaid() throws Exception {
        board.close();
        Harm.NOT_A_DATABASE.on(home.resolve("kanban.db"), new Random(1));
        board = ward.file("kanban.db", Ward.schema());
        assertEquals(ROWS, rows());
        List<String> kept = ward.quarantine();
        assertEquals(1, kept.size(), kept.toString());
        assertTrue(kept.get(0).matches("kanban\\.db\\.\\d{8}-\\d{6}\\.header"), kept.toString());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("quarantine").resolve(kept.get(0)))));
        String said = ward.healer.lastRepair(home.resolve("kanban.db"));
        assertNotNull(said);
        assertTrue(said.contains("400 rows were salvaged"), said);
        assertEquals(1, ward.news.size());
    }

    @Test
    void aDeletedFileComesBackFromTheConnectionThatIsStillOpen() throws Exception {
        assertEquals(ROWS, rows());
        for (String name : List.of("kanban.db", "kanban.db-wal", "kanban.db-shm")) {
            Files.delete(home.resolve(name));
        }
        assertEquals(ROWS, rows());
        assertTrue(ward.news.get(0).contains("400"), ward.news.toString());
    }

    @Test
    void aDeletedFileIsNotAnEmptyBoardAtTheNextStart() throws Exception {
        backUp();
        board.close();
        Files.delete(home.resolve("kanban.db"));
        board = ward.file("kanban.db", Ward.schema());
        assertEquals(ROWS, rows());
    }

    @Test
    void aForeignFileThatTakesThePlaceIsSetAside() throws Exception {
        assertEquals(ROWS, rows());
        Path foreign = home.resolve("foreign.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE songs(name TEXT)");
        }
        Files.move(foreign, home.resolve("kanban.db"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(ROWS, rows());
        assertTrue(ward.quarantine().stream().anyMatch(name -> name.endsWith(".replaced")));
    }

    @Test
    void aSoundFileOfOursThatAPersonPutsThereIsUsed() throws Exception {
        Path older = backUp();
        add(ROWS, ROWS + 20);
        Files.move(older, home.resolve("kanban.db"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(ROWS, rows());
        assertTrue(ward.quarantine().stream().anyMatch(name -> name.contains(".replaced")), "what was there is kept");
    }

    @Test
    void anExchangedLogLosesNothing() throws Exception {
        assertEquals(ROWS, rows());
        ward.look();
        Path other = home.resolve("other");
        Files.writeString(other, "not a log at all".repeat(500));
        Files.move(other, home.resolve("kanban.db-wal"), StandardCopyOption.REPLACE_EXISTING);
        add(ROWS, ROWS + 5);
        ward.look();
        assertEquals(ROWS + 5, rows());
        assertEquals("ok", board.apart(link -> link.pragma("integrity_check")));
    }

    @Test
    void aLockOfAnotherProgramIsWaitedForAndSaid() throws Exception {
        Path path = home.resolve("kanban.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThrows(GatewayException.class, () -> add(ROWS, ROWS + 1));
            assertTrue(String.valueOf(ward.healer.trouble(path)).contains("locked"));
            statement.execute("ROLLBACK");
        }
        ward.look();
        assertNull(ward.healer.trouble(path));
        assertEquals(ROWS, rows());
        assertTrue(ward.quarantine().isEmpty());
    }

    @Test
    void aFullDiskIsWaitedForAndNothingIsSetAside() throws Exception {
        Path path = home.resolve("kanban.db");
        board.write(link -> link.pragma("max_page_count=" + link.pragma("page_count")));
        assertThrows(GatewayException.class, () -> add(ROWS, ROWS + 2000));
        assertTrue(String.valueOf(ward.healer.trouble(path)).contains("full"));
        assertEquals(ROWS, rows(), "what is there can be read");
        board.write(link -> link.pragma("max_page_count=1000000"));
        ward.look();
        assertNull(ward.healer.trouble(path));
        add(ROWS, ROWS + 2000);
        assertTrue(ward.quarantine().isEmpty());
    }

    @Test
    void aFileThatMayNotBeWrittenIsWaitedFor() throws Exception {
        Path path = home.resolve("kanban.db");
        assertThrows(GatewayException.class, () -> board.read(link -> link.update("DELETE FROM messages")));
        assertTrue(String.valueOf(ward.healer.trouble(path)).contains("read-only"));
        ward.look();
        assertNull(ward.healer.trouble(path));
        assertFalse(Files.exists(home.resolve("quarantine")));
    }

    @Test
    void whatCannotBeRepairedNowStaysAsItIs() throws Exception {
        board.close();
        Path path = home.resolve("kanban.db");
        Harm.FIRST_PAGE.on(path, new Random(1));
        byte[] before = Files.readAllBytes(path);
        Files.writeString(home.resolve("quarantine"), "a file where the folder should be");
        board = ward.file("kanban.db", Ward.schema());
        assertThrows(GatewayException.class, () -> board.read(HealingTest::count));
        assertEquals(before.length, Files.size(path));
        Files.delete(home.resolve("quarantine"));
        ward.clock.advance(Duration.ofMinutes(10));
        assertEquals(ROWS, rows());
    }
}
