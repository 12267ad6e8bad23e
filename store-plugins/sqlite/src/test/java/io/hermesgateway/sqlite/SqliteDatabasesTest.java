package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.sql.Databases;
import io.hermesgateway.spi.sql.Databases.Database;
import io.hermesgateway.spi.sql.Databases.Migration;
import io.hermesgateway.spi.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SqliteDatabasesTest {
    private static final Migration FIRST =
            new Migration(1, "sqlite", List.of("CREATE TABLE IF NOT EXISTS tasks(id TEXT PRIMARY KEY)"));
    private static final Migration SECOND = new Migration(
            2,
            "sqlite",
            List.of("ALTER TABLE tasks ADD COLUMN session_id TEXT", "CREATE INDEX by_session ON tasks(session_id)"));
    private static final Database OLD = new Database("kanban", List.of(FIRST));
    private static final Database BOARD = new Database("kanban", List.of(FIRST, SECOND));

    @TempDir
    private Path home;

    private TestHome context = new TestHome(Path.of("unused"));
    private SqliteDatabases databases = databases();

    @BeforeEach
    void open() {
        context.close();
        context = new TestHome(home);
        databases = databases();
    }

    /** Without a healer, so that what is damaged stays so. */
    private SqliteDatabases databases() {
        Backups backups = new Backups(home(), context.folder().resolve("list"), context.clock());
        Opener opener = new Opener(
                Places.REAL,
                true,
                Duration.ofSeconds(5),
                (path, link, own) -> backups.copy(link, own, backups.next(path, "-before-migration")));
        return new SqliteDatabases(
                context.home(),
                opener,
                backups,
                context.clock(),
                (path, schema) -> new DatabaseFile(path, schema, opener, Care.NONE));
    }

    private Path home() {
        return context.home().resolve("backups");
    }

    @AfterEach
    void close() {
        databases.close();
        context.close();
    }

    private static int add(Connection connection, String id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO tasks(id) VALUES('" + id + "')");
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM tasks")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void damage() throws Exception {
        databases.close();
        databases = databases();
        Files.writeString(home.resolve("kanban.db"), "no database any more ".repeat(300));
    }

    @Test
    void makesAndMigratesADatabaseWhenItIsFirstNeeded() throws Exception {
        assertEquals("sqlite", databases.dialect());
        databases.inTransaction(BOARD, connection -> add(connection, "a"));
        assertEquals(1, databases.reading(BOARD, SqliteDatabasesTest::count).intValue());
        try (Stream<Path> all = Files.list(home)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        }
    }

    @Test
    void anExceptionTakesEverythingBackAndIsThrownOn() {
        IllegalStateException mine = new IllegalStateException("mine");
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> databases.inTransaction(BOARD, connection -> {
                    add(connection, "a");
                    throw mine;
                }));
        assertEquals(mine, thrown);
        assertEquals(0, databases.reading(BOARD, SqliteDatabasesTest::count).intValue());
        GatewayException refused = assertThrows(
                GatewayException.class,
                () -> databases.inTransaction(BOARD, connection -> add(connection, "a") + add(connection, "a")));
        assertEquals(KernelError.INTERNAL, refused.code());
        assertEquals(0, databases.reading(BOARD, SqliteDatabasesTest::count).intValue());
    }

    @Test
    void aLentConnectionCannotBeKeptOrCommitted() {
        List<Connection> kept = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        databases.inTransaction(BOARD, connection -> {
            kept.add(connection);
            connection.close();
            try {
                connection.commit();
            } catch (SQLException notYours) {
                refused.add("commit");
            }
            try {
                connection.setAutoCommit(false);
            } catch (SQLException notYours) {
                refused.add("autocommit");
            }
            return add(connection, "a");
        });
        assertEquals(List.of("commit", "autocommit"), refused);
        assertThrows(SQLException.class, () -> kept.get(0).createStatement());
        assertEquals(1, databases.reading(BOARD, SqliteDatabasesTest::count).intValue());
    }

    @Test
    void copiesBeforeItChangesASchema() throws Exception {
        databases.inTransaction(OLD, connection -> add(connection, "a"));
        databases.inTransaction(BOARD, connection -> add(connection, "b"));
        try (Stream<Path> copies = Files.list(home.resolve("backups"))) {
            List<String> names =
                    copies.map(path -> String.valueOf(path.getFileName())).toList();
            assertEquals(1, names.size());
            assertTrue(names.get(0).matches("kanban-\\d{8}-\\d{6}-before-migration\\.db"), names.toString());
        }
        assertEquals(2, databases.reading(BOARD, SqliteDatabasesTest::count).intValue());
    }

    @Test
    void takesOverTheFileOfItsForerunner() throws Exception {
        PrivateFiles.prepare(home.resolve("kanban.db"));
        Opener opener = new Opener(Places.REAL, true, Duration.ofSeconds(5), Opener.BeforeMigration.NOTHING);
        Link upstream = opener.plain(home.resolve("kanban.db"));
        upstream.run("CREATE TABLE tasks(id TEXT PRIMARY KEY, title TEXT)");
        upstream.run("INSERT INTO tasks VALUES('old', 'x')");
        upstream.close();
        databases.inTransaction(BOARD, connection -> add(connection, "new"));
        assertEquals(2, databases.reading(BOARD, SqliteDatabasesTest::count).intValue());
    }

    @Test
    void isReadFromTheLastCopyWhileItIsDown() throws Exception {
        databases.inTransaction(BOARD, connection -> add(connection, "a"));
        databases.backUp();
        databases.inTransaction(BOARD, connection -> add(connection, "b"));
        damage();
        assertEquals(1, databases.reading(BOARD, SqliteDatabasesTest::count).intValue());
        GatewayException refused = assertThrows(
                GatewayException.class, () -> databases.inTransaction(BOARD, connection -> add(connection, "c")));
        assertEquals(KernelError.STORE_UNAVAILABLE, refused.code());
    }

    @Test
    void isUnavailableWithoutACopyAndNeverEmpty() throws Exception {
        databases.inTransaction(BOARD, connection -> add(connection, "a"));
        damage();
        GatewayException refused =
                assertThrows(GatewayException.class, () -> databases.reading(BOARD, SqliteDatabasesTest::count));
        assertEquals(KernelError.STORE_UNAVAILABLE, refused.code());
    }

    @Test
    void copiesOnceADayWhatHasChanged() throws Exception {
        databases.inTransaction(BOARD, connection -> add(connection, "a"));
        databases.backUp();
        databases.backUp();
        Backups backups = new Backups(home.resolve("backups"), home.resolve("list"), context.clock());
        assertEquals(1, backups.of("kanban").size(), "no news within a day");
        assertFalse(backups.of("other").iterator().hasNext());
    }

    @Test
    void namesAreNamesOfFiles() {
        for (String bad : List.of("state", "../x", "", "A b")) {
            Database wrong = new Database(bad, List.of(FIRST));
            assertThrows(
                    IllegalArgumentException.class, () -> databases.reading(wrong, SqliteDatabasesTest::count), bad);
        }
    }

    @Test
    void endsAndBeginsWithItsStore() {
        SqliteStores stores = new SqliteStores(news -> {});
        Databases offered = stores.databases(context).orElseThrow();
        offered.inTransaction(BOARD, connection -> add(connection, "a"));
        stores.open(context).close();
        assertFalse(Files.exists(home.resolve("kanban.db-wal")));
        assertThrows(GatewayException.class, () -> offered.reading(BOARD, SqliteDatabasesTest::count));
        Store again = stores.open(context);
        assertEquals(1, offered.reading(BOARD, SqliteDatabasesTest::count).intValue(), "and begins with it");
        again.close();
    }
}
