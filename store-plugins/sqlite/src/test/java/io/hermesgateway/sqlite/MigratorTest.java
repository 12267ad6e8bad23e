package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.sql.Databases.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class MigratorTest {
    private static final Migration FIRST = step(
            1,
            "CREATE TABLE tasks(id TEXT PRIMARY KEY, title TEXT NOT NULL)",
            "CREATE INDEX tasks_by_title ON tasks(title)");
    private static final Migration SECOND = step(
            2,
            "ALTER TABLE tasks ADD COLUMN session_id TEXT",
            "CREATE INDEX tasks_by_session ON tasks(session_id)",
            "UPDATE tasks SET session_id = 'none'");
    private static final Schema OLD = new Schema(Schema.OURS, true, List.of(FIRST));
    private static final Schema CURRENT = new Schema(Schema.OURS, true, List.of(FIRST, SECOND));

    @TempDir
    private Path folder;

    private final List<String> copied = new ArrayList<>();

    private static Migration step(int version, String... statements) {
        return new Migration(version, "sqlite", List.of(statements));
    }

    private Opener opener() {
        return new Opener(
                Places.REAL,
                false,
                Duration.ofSeconds(30),
                (path, link, opener) -> copied.add(path.getFileName() + " " + link.pragma("user_version")));
    }

    private Path file() {
        return folder.resolve("tasks.db");
    }

    private void open(Schema schema) throws SQLException, IOException {
        opener().open(file(), schema).close();
    }

    private <T> T look(Work<T> work) throws SQLException {
        Link link = opener().reader(file());
        try {
            return work.with(link);
        } finally {
            link.close();
        }
    }

    private void make(String... statements) throws SQLException, IOException {
        PrivateFiles.prepare(file());
        Link link = opener().plain(file());
        for (String statement : statements) {
            link.run(statement);
        }
        link.close();
    }

    private static int version(Link link) throws SQLException {
        return Integer.parseInt(link.pragma("user_version"));
    }

    @Test
    void bringsAnEmptyFileToTheNewestSchemaWithoutACopy() throws Exception {
        open(CURRENT);
        assertEquals(2, look(MigratorTest::version));
        assertEquals(String.valueOf(Schema.OURS), look(link -> link.pragma("application_id")));
        assertTrue(look(Catalog::of).has("index tasks_by_session"));
        assertEquals(List.of(), copied);
        open(CURRENT);
        assertEquals(List.of(), copied, "nothing to do the second time");
    }

    @Test
    void copiesAnOlderFileBeforeItChangesIt() throws Exception {
        open(OLD);
        make("INSERT INTO tasks(id, title) VALUES('a', 'x')");
        open(CURRENT);
        assertEquals(List.of("tasks.db 1"), copied);
        assertEquals(2, look(MigratorTest::version));
        assertEquals("none", look(link -> String.valueOf(link.text("SELECT session_id FROM tasks WHERE id='a'"))));
    }

    @Test
    void addsColumnsBeforeTheIndexesThatNeedThem() throws Exception {
        make("CREATE TABLE tasks(id TEXT PRIMARY KEY)", "INSERT INTO tasks VALUES('a')");
        open(CURRENT);
        assertEquals(List.of("tasks.db 0"), copied);
        Catalog found = look(Catalog::of);
        assertTrue(found.hasColumn("tasks", "title"));
        assertTrue(found.has("index tasks_by_title"));
        assertTrue(found.has("index tasks_by_session"));
        assertEquals("none", look(link -> String.valueOf(link.text("SELECT session_id FROM tasks WHERE title=''"))));
    }

    @Test
    void makesUpForWhatAHalfMadeFileLacks() throws Exception {
        open(CURRENT);
        make("DROP INDEX tasks_by_session", "ALTER TABLE tasks DROP COLUMN session_id");
        open(CURRENT);
        assertTrue(look(Catalog::of).hasColumn("tasks", "session_id"));
        assertTrue(look(Catalog::of).has("index tasks_by_session"));
        make("DROP TABLE tasks");
        open(CURRENT);
        assertTrue(look(Catalog::of).has("table tasks"));
        assertEquals(1, copied.size(), "a file without tables is not worth a copy");
    }

    @Test
    void repairsEveryColumnOfTheRealSchema() throws Exception {
        Schema schema = StateSchema.schema();
        open(schema);
        Catalog whole = look(Catalog::of);
        make(
                "DROP VIEW usage",
                "DROP INDEX messages_by_session",
                "ALTER TABLE messages DROP COLUMN tool_calls",
                "ALTER TABLE messages DROP COLUMN active",
                "ALTER TABLE messages DROP COLUMN session_id",
                "ALTER TABLE sessions DROP COLUMN message_count");
        open(schema);
        Catalog repaired = look(Catalog::of);
        assertEquals(whole.statements().keySet(), repaired.statements().keySet());
        assertTrue(repaired.hasColumn("messages", "session_id"));
        assertTrue(repaired.hasColumn("messages", "tool_calls"));
        assertTrue(repaired.hasColumn("sessions", "message_count"));
    }

    @Test
    void refusesANewerSchemaWithASentenceAndTouchesNothing() throws Exception {
        open(CURRENT);
        byte[] before = Files.readAllBytes(file());
        GatewayException refused = assertThrows(GatewayException.class, () -> open(OLD));
        assertEquals(KernelError.HOME_IN_USE, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("newer version"), refused.getMessage());
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(file())));
    }

    @Test
    void refusesAnotherProgramsFile() throws Exception {
        make("CREATE TABLE sessions(id TEXT PRIMARY KEY)");
        GatewayException refused = assertThrows(GatewayException.class, () -> open(StateSchema.schema()));
        assertEquals(KernelError.HOME_IN_USE, refused.code());
        make("PRAGMA application_id=7");
        assertEquals(
                KernelError.HOME_IN_USE,
                assertThrows(GatewayException.class, () -> open(OLD)).code());
    }

    @Test
    void aStepThatFailsLeavesTheFileAsItWas() throws Exception {
        open(OLD);
        Schema broken = new Schema(
                Schema.OURS, true, List.of(FIRST, step(2, "CREATE TABLE more(a)", "INSERT INTO nowhere VALUES(1)")));
        assertThrows(SQLException.class, () -> open(broken));
        assertEquals(1, look(MigratorTest::version));
        assertFalse(look(Catalog::of).has("table more"));
        open(CURRENT);
        assertEquals(2, look(MigratorTest::version));
    }

    @RepeatedTest(10)
    void manyMayStartAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> {
                    new Opener(Places.REAL, false, Duration.ofSeconds(60), Opener.BeforeMigration.NOTHING)
                            .open(file(), CURRENT)
                            .close();
                    return true;
                });
            }
            for (Future<Boolean> start : threads.invokeAll(starts)) {
                assertTrue(start.get(120, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(2, look(MigratorTest::version));
        assertEquals("ok", look(link -> link.pragma("integrity_check")));
    }

    @Test
    void migrationsOfOtherDialectsAreNotForIt() {
        Schema mixed = new Schema(Schema.OURS, true, List.of(FIRST, new Migration(9, "postgres", List.of("x"))));
        assertEquals(1, mixed.newest());
        assertThrows(IllegalArgumentException.class, () -> new Schema(Schema.OURS, true, List.of(SECOND, FIRST)));
    }
}
