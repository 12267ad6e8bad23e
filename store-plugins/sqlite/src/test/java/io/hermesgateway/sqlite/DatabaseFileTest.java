package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class DatabaseFileTest {
    private static final String COUNT = "SELECT count(*) FROM audit";
    private static final String ADD = "INSERT INTO audit(who, via, what, about, at) VALUES('a','b','c','d',1)";

    @TempDir
    private Path folder;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private Care care = new Noting(false);
    private DatabaseFile file = new DatabaseFile(Path.of("unused"), StateSchema.schema(), opener(), care);

    /** Notes what it hears; may put an empty file in the place of what is there. */
    private final class Noting implements Care {
        private final boolean mends;

        Noting(boolean mends) {
            this.mends = mends;
        }

        @Override
        public void beforeOpen(DatabaseFile opening) {
            failures.add("before open");
        }

        @Override
        public boolean failed(DatabaseFile failed, SQLException failure) {
            failures.add(DatabaseFile.SWAPPED.equals(failure.getSQLState()) ? "swapped" : "failed");
            if (mends) {
                try {
                    failed.whileClosed("it is being mended", () -> failures.add("mended"));
                } catch (SQLException | IOException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            }
            return mends;
        }

        @Override
        public void closed(DatabaseFile closing) {
            failures.add("closed");
        }
    }

    private static Opener opener() {
        return new Opener(Places.REAL, false, Duration.ofMillis(200), Opener.BeforeMigration.NOTHING);
    }

    private DatabaseFile open() {
        file = new DatabaseFile(path(), StateSchema.schema(), opener(), care);
        file.warmUp();
        return file;
    }

    private long rows() {
        return file.read(link -> link.number(COUNT, 0));
    }

    private Path path() {
        return folder.resolve("state.db");
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void everythingBelongsToTheOwnerAlone() throws Exception {
        Files.createFile(path());
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw-rw-"));
        open().write(link -> link.update(ADD));
        for (Path each : PrivateFiles.withSidecars(path())) {
            if (Files.exists(each)) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
                        each.toString());
            }
        }
        assertTrue(Files.exists(folder.resolve("state.db-wal")));
    }

    @Test
    void whatItHoldsIsInOneFileAfterTheEnd() throws Exception {
        open().write(link -> link.update(ADD));
        file.close();
        assertEquals(List.of("before open", "closed"), failures);
        assertFalse(Files.exists(folder.resolve("state.db-wal")));
        assertFalse(Files.exists(folder.resolve("state.db-shm")));
        Path copy = folder.resolve("copy.db");
        Files.copy(path(), copy);
        Link link = opener().reader(copy);
        assertEquals(1, link.number(COUNT, 0));
        link.close();
    }

    @Test
    void aTransactionThatFailsLeavesNothing() {
        open();
        assertThrows(
                IllegalStateException.class,
                () -> file.write(link -> {
                    link.update(ADD);
                    throw new IllegalStateException("no");
                }));
        assertEquals(0, rows());
        file.write(link -> link.update(ADD));
        assertEquals(1, rows());
    }

    @Test
    void aReaderCannotWrite() {
        open();
        assertThrows(GatewayException.class, () -> file.read(link -> link.update(ADD)));
        assertEquals(0, rows());
    }

    @Test
    void aWrongRowIsTheCallersFaultAndNoTroubleOfTheFile() {
        open();
        GatewayException refused = assertThrows(
                GatewayException.class, () -> file.write(link -> link.update("INSERT INTO audit(who) VALUES(NULL)")));
        assertEquals(KernelError.INTERNAL, refused.code());
        assertEquals(List.of("before open"), failures);
    }

    @Test
    void noticesThatTheFileIsGone() throws Exception {
        open().write(link -> link.update(ADD));
        Files.delete(path());
        GatewayException refused = assertThrows(GatewayException.class, this::rows);
        assertEquals(KernelError.STORE_UNAVAILABLE, refused.code());
        assertTrue(failures.contains("swapped"));
        assertEquals(Optional.of(1L), file.stillOpen(link -> link.number(COUNT, 0)), "what was deleted is still open");
    }

    @Test
    void aMendedFileIsOpenedAgainAndTheCallIsMadeOnceMore() throws Exception {
        care = new Noting(true);
        open().write(link -> link.update(ADD));
        Path other = folder.resolve("other.db");
        PrivateFiles.prepare(other);
        Files.move(other, path(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        for (Path each : PrivateFiles.withSidecars(path()).subList(1, 4)) {
            Files.deleteIfExists(each);
        }
        assertEquals(0, rows(), "the file is another one now");
        assertEquals(List.of("before open", "swapped", "mended", "before open"), failures);
    }

    @Test
    void callersAreToldWhileItIsClosedForRepair() throws Exception {
        open();
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> mending = CompletableFuture.supplyAsync(() -> {
            try {
                file.whileClosed("it is being mended", () -> {
                    closed.countDown();
                    await(asked);
                });
                return true;
            } catch (SQLException | IOException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        await(closed);
        assertFalse(file.isOpen());
        GatewayException told = assertThrows(GatewayException.class, () -> file.read(link -> 1));
        assertTrue(String.valueOf(told.getMessage()).contains("it is being mended"), String.valueOf(told.getMessage()));
        asked.countDown();
        assertTrue(mending.get(60, TimeUnit.SECONDS));
        assertEquals(0, rows());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aStatementThatDoesNotEndIsInterrupted() throws Exception {
        open();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> endless = CompletableFuture.supplyAsync(() -> {
            assertThrows(
                    GatewayException.class,
                    () -> file.read(link -> {
                        begun.countDown();
                        return link.number(
                                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n",
                                0);
                    }));
            return true;
        });
        await(begun);
        file.whileClosed("it is being mended", () -> failures.add("mended"));
        assertTrue(failures.contains("mended"));
        assertTrue(endless.get(60, TimeUnit.SECONDS));
        assertEquals(0, rows());
    }

    @Test
    void aLockOfAnotherProgramIsWaitedForAndThenSaid() throws Exception {
        open();
        Link other = opener().plain(path());
        other.run("BEGIN IMMEDIATE");
        GatewayException refused = assertThrows(GatewayException.class, () -> file.write(link -> link.update(ADD)));
        assertEquals(KernelError.STORE_UNAVAILABLE, refused.code());
        assertEquals(0, rows(), "reading goes on");
        other.run("COMMIT");
        other.close();
        file.write(link -> link.update(ADD));
        assertEquals(1, rows());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 20_000})
    void anIndexOfTheLogThatIsCutShortIsMadeAnew(int length) throws Exception {
        open();
        for (int i = 0; i < 20; i++) {
            file.write(link -> link.update(ADD));
        }
        assertEquals(20, rows());
        try (RandomAccessFile index =
                new RandomAccessFile(folder.resolve("state.db-shm").toFile(), "rw")) {
            index.setLength(length);
        }
        assertEquals(20, rows());
        file.write(link -> link.update(ADD));
        assertEquals(21, rows());
        file.close();
        open();
        assertEquals(21, rows());
    }

    private void scribble(int from, int bytes) throws IOException {
        try (RandomAccessFile index =
                new RandomAccessFile(folder.resolve("state.db-shm").toFile(), "rw")) {
            byte[] noise = new byte[bytes];
            new Random(bytes).nextBytes(noise);
            index.seek(from);
            index.write(noise);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,32768", "0,20", "48,8", "96,3", "136,4", "140,16000", "16384,16384"})
    void garbageInTheIndexOfTheLogDoesNoHarm(int from, int bytes) throws Exception {
        open();
        for (int i = 0; i < 20; i++) {
            file.write(link -> link.update(ADD));
        }
        scribble(from, bytes);
        assertEquals(20, rows());
        scribble(from, bytes);
        file.write(link -> link.update(ADD));
        assertEquals(21, rows());
        assertEquals("ok", file.read(link -> link.pragma("integrity_check")));
        scribble(from, bytes);
        file.close();
        open();
        assertEquals(21, rows());
        assertEquals(List.of("before open", "failed", "failed", "closed", "before open"), failures);
    }

    @ParameterizedTest
    @CsvSource({"0,32768", "0,20", "96,3", "140,16000", "16384,16384"})
    void aTransactionUnderWhichTheIndexIsDamagedIsDoneAgain(int from, int bytes) throws Exception {
        open();
        for (int i = 0; i < 20; i++) {
            file.write(link -> link.update(ADD));
        }
        AtomicInteger times = new AtomicInteger();
        file.write(link -> {
            int added = link.update(ADD);
            if (times.incrementAndGet() == 1) {
                damage(from, bytes);
            }
            return added;
        });
        assertEquals(2, times.get());
        assertEquals(21, rows());
        long seen = file.read(link -> {
            if (times.incrementAndGet() == 3) {
                damage(from, bytes);
            }
            return link.number("SELECT count(*) FROM audit", 0);
        });
        assertEquals(21, seen);
        assertEquals("ok", file.read(link -> link.pragma("integrity_check")));
    }

    private void damage(int from, int bytes) {
        try {
            scribble(from, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anotherProgramMayReadAndWriteMeanwhile() throws Exception {
        open();
        for (int i = 0; i < 50; i++) {
            file.write(link -> link.update(ADD));
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + path());
                    Statement statement = other.createStatement()) {
                statement.execute(ADD);
                if (i % 10 == 0) {
                    statement.execute("PRAGMA wal_checkpoint");
                }
            }
            assertEquals(2 * i + 2, rows());
        }
        assertEquals(List.of("before open"), failures);
    }

    @Test
    void aClosedFileStaysClosed() {
        open().close();
        assertThrows(GatewayException.class, () -> file.read(link -> 1));
        file.close();
    }

    @Test
    void aFileThatIsNotADatabaseIsSaid() throws Exception {
        Files.writeString(path(), "this is no database, but it is long enough to be taken for one. ".repeat(20));
        file = new DatabaseFile(path(), StateSchema.schema(), opener(), care);
        GatewayException refused = assertThrows(GatewayException.class, () -> file.read(link -> 1));
        assertEquals(KernelError.STORE_UNAVAILABLE, refused.code());
        assertEquals(List.of("before open", "failed"), failures);
    }
}
