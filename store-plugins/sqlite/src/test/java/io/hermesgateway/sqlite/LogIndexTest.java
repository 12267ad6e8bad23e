package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class LogIndexTest {
    private static final String ADD = "INSERT INTO t(v) VALUES(randomblob(3000))";

    @TempDir
    Path folder;

    private Link link = open();
    private LogIndex index = new LogIndex(Path.of("none"));

    private static Link open() {
        try {
            return Opener.inMemory();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void fill() throws Exception {
        Path file = folder.resolve("t.db");
        PrivateFiles.prepare(file);
        link = new Opener(Places.REAL, false, Duration.ofSeconds(1), Opener.BeforeMigration.NOTHING).plain(file);
        link.pragma("journal_mode=WAL");
        link.run("PRAGMA synchronous=OFF");
        link.run("PRAGMA wal_autocheckpoint=0");
        link.run("CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)");
    }

    @AfterEach
    void close() throws SQLException {
        link.close();
        index.close();
    }

    private void begin(int commits) throws SQLException {
        for (int i = 0; i < commits; i++) {
            link.update(ADD);
        }
        index = new LogIndex(folder.resolve("t.db"));
        assertFalse(index.mend());
    }

    private void flip(long at) throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("t.db-shm").toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 0x11);
        }
    }

    private long rows() throws SQLException {
        return link.number("SELECT count(*) FROM t", 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 47, 60, 98, 136, 4_000, 16_000, 32_768, 40_000, 65_536})
    void everyPartOfALongIndexIsLookedAt(long at) throws Exception {
        begin(3_000);
        flip(at);
        assertTrue(index.mend());
        assertEquals(3_000, rows());
        assertFalse(index.mend());
        assertEquals("ok", link.pragma("integrity_check"));
    }

    @Test
    void whatIsNotCommittedYetIsNoDamage() throws Exception {
        begin(10);
        link.run("PRAGMA cache_size=4");
        link.run("BEGIN IMMEDIATE");
        for (int i = 0; i < 300; i++) {
            link.update(ADD);
            assertFalse(index.mend());
        }
        index.commit(() -> link.run("COMMIT"));
        assertFalse(index.mend());
        assertEquals(310, rows());
    }

    @Test
    void aLogThatBeginsAnewIsFollowed() throws Exception {
        begin(100);
        for (int round = 0; round < 5; round++) {
            link.pragma("wal_checkpoint(TRUNCATE)");
            for (int i = 0; i < 50 * round; i++) {
                link.update(ADD);
            }
            index.mend();
            assertFalse(index.mend());
        }
        assertEquals(100 + 500, rows());
    }
}
