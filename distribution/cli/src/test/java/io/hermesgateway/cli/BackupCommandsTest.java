package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.cli.Bench.Run;
import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.Sqlite;
import io.hermesgateway.core.journal.FileJournal;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.Position;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BackupCommandsTest {
    private static final String OURS = "PRAGMA application_id = " + 0x48475731;

    @TempDir
    Path temp;

    private Path home;
    private OtherHome ours;
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        home = Files.createDirectories(temp.resolve("home"));
        bench = new Bench(home);
        ours = new OtherHome(home)
                .write("config.yaml", "gateway:\n  port: 9001\n")
                .write(".env", "A_KEY=one\n")
                .write("cron/jobs.json", "{\"jobs\":[]}")
                .write("platforms/pairing/telegram-approved.json", "{\"4711\":{}}")
                .write("platforms/weixin/account.json", "{\"token\":\"t\"}")
                .write("logs/gateway.log", "not this")
                .sql(
                        "state.db",
                        OURS,
                        "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER)",
                        "INSERT INTO meta VALUES ('applied', 42)")
                .sql("response_store.db", OURS, "CREATE TABLE responses (id TEXT)")
                .board()
                .sql("kanban/boards/garden/kanban.db", "CREATE TABLE tasks (id TEXT)");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Path backup() throws IOException {
        Run run = bench.run("backup", "--json");
        assertEquals(0, run.exit(), run.err());
        return Path.of(Row.of(Json.read(run.out())).text("file"));
    }

    private List<String> quarantine() throws IOException {
        if (!Files.exists(home.resolve("quarantine"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home.resolve("quarantine"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.\\d{8}-\\d{6}\\.", ".AT."))
                    .sorted()
                    .toList();
        }
    }

    private long applied() throws Exception {
        try (Connection state = Sqlite.open(home.resolve("state.db"))) {
            return Long.parseLong(String.valueOf(
                    Sqlite.rows(state, "SELECT value FROM meta").get(0).get("value")));
        }
    }

    @Test
    void writesTheWholeHomeIntoOneFile() throws IOException {
        Run run = bench.run("backup", "--json");
        assertEquals(0, run.exit(), run.err());
        Row said = Row.of(Json.read(run.out()));
        Path file = Path.of(said.text("file"));
        assertTrue(file.toString().matches(".*/backups/hermes-\\d{8}-\\d{6}\\.zip"), file.toString());
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        assertEquals(42, said.number("position"));
        assertEquals("sqlite", said.text("store"));
        assertEquals(
                List.of(
                        ".env",
                        "config.yaml",
                        "cron/jobs.json",
                        "kanban.db",
                        "kanban/boards/garden/kanban.db",
                        "platforms/pairing/telegram-approved.json",
                        "platforms/weixin/account.json",
                        "response_store.db",
                        "state.db"),
                said.rows("files").stream().map(row -> row.text("name")).toList());
        try (Stream<Path> left = Files.list(home.resolve("backups"))) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void saysWhatOfAKilledGatewayStandsInItsJournalOnly() throws IOException {
        Run whole = bench.run("backup", "--json");
        assertEquals(0, Row.of(Json.read(whole.out())).number("facts_not_in_it"));
        Options options = Options.standard(work -> new Thread(work, "journal"));
        try (FileJournal journal = FileJournal.open(home.resolve("journal"), InstantSource.system(), options)) {
            journal.goOnAfter(new Position(42));
            for (int i = 0; i < 3; i++) {
                JournalRecord record =
                        new JournalRecord("noted", "test/" + i, JournalRecord.Effect.CLOSE, Instant.EPOCH, "{}");
                assertInstanceOf(AppendResult.Appended.class, journal.append(List.of(record), List.of()));
            }
        }
        Run run = bench.run("backup", "-o", temp.resolve("killed.zip").toString());
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("3 facts stand in the journal only"), run.out());
    }

    @Test
    void neverWritesOverAFile() throws IOException {
        Path file = Files.writeString(temp.resolve("mine.zip"), "mine");
        Run run = bench.run("backup", "-o", file.toString());
        assertEquals(1, run.exit());
        assertEquals("mine", Files.readString(file));
        Path other = temp.resolve("other.zip");
        Run done = bench.run("backup", "-o", other.toString());
        assertEquals(0, done.exit(), done.err());
        assertTrue(done.out().startsWith(other + ": 9 files, "), done.out());
        assertTrue(done.err().contains("copying kanban.db"), done.err());
        assertEquals(1, new Bench(temp.resolve("nowhere")).run("backup").exit());
    }

    @Test
    void aDamagedDatabaseIsNoBackup() throws IOException {
        Files.writeString(home.resolve("kanban.db"), "no database at all");
        Run run = bench.run("backup");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("kanban.db"), run.err());
        try (Stream<Path> left = Files.list(home.resolve("backups"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void putsEverythingBackAndKeepsWhatWasThere() throws Exception {
        Path file = backup();
        ours.sql("state.db", "UPDATE meta SET value = 99").write("config.yaml", "gateway:\n  port: 7\n");
        Files.delete(home.resolve("kanban.db"));
        Run run = bench.run("restore", file.toString());
        assertEquals(0, run.exit(), run.err());
        assertEquals(42, applied());
        assertEquals("gateway:\n  port: 9001\n", Files.readString(home.resolve("config.yaml")));
        assertTrue(Files.exists(home.resolve("kanban.db")));
        assertTrue(quarantine().containsAll(List.of("state.db.AT.restored", "config.yaml.AT.restored")));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(home.resolve("state.db")));
        Run again = bench.run("restore", file.toString());
        assertEquals(0, again.exit(), again.err());
        assertEquals(
                2,
                quarantine().stream()
                        .filter(name -> name.startsWith("state.db."))
                        .count());
    }

    @Test
    void putsOnePartBack() throws Exception {
        Path file = backup();
        ours.sql("state.db", "UPDATE meta SET value = 99").write("config.yaml", "gateway:\n  port: 7\n");
        assertEquals(
                0, bench.run("restore", file.toString(), "--only", "config").exit());
        assertEquals(99, applied());
        assertEquals("gateway:\n  port: 9001\n", Files.readString(home.resolve("config.yaml")));
        assertEquals(0, bench.run("restore", file.toString(), "--only", "state").exit());
        assertEquals(42, applied());
        assertEquals(
                2, bench.run("restore", file.toString(), "--only", "everything").exit());
    }

    @Test
    void goesIntoANewHome() throws Exception {
        Path file = backup();
        Path fresh = temp.resolve("fresh");
        assertEquals(
                0,
                bench.run("restore", file.toString(), "--home", fresh.toString())
                        .exit());
        assertEquals("A_KEY=one\n", Files.readString(fresh.resolve(".env")));
        assertFalse(Files.exists(fresh.resolve("logs")));
    }

    /** A zip file with these entries, names and texts in turns. */
    private Path zip(String... entries) throws IOException {
        Path file = temp.resolve("made.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry(entries[i]));
                zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static String manifest(String name, int bytes, String sha256) {
        return "{\"format\":1,\"created_at\":\"t\",\"store\":\"\",\"position\":0,\"files\":[{\"name\":\"" + name
                + "\",\"part\":\"config\",\"bytes\":" + bytes + ",\"sha256\":\"" + sha256 + "\"}]}";
    }

    @Test
    void believesNoArchiveThatIsNotWhatItSays() throws Exception {
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        String before = ours.listing();
        String[][] archives = {
            {"config.yaml", "a: 1\n"},
            {"manifest.json", "{}"},
            {"manifest.json", manifest("../outside", 0, empty), "../outside", ""},
            {"manifest.json", manifest("platforms/../../outside", 0, empty), "platforms/../../outside", ""},
            {"manifest.json", manifest("/etc/passwd", 0, empty), "/etc/passwd", ""},
            {"manifest.json", manifest("plugins/evil.jar", 0, empty), "plugins/evil.jar", ""},
            {"manifest.json", manifest(".env", 0, empty)},
            {"manifest.json", manifest(".env", 1, empty), ".env", "x"},
            {"manifest.json", manifest(".env", 0, empty), ".env", "much more than it says"},
            {"manifest.json", manifest(".env", 0, empty), ".env", "", "config.yaml", "a: 1\n"},
            {"manifest.json", manifest("kanban.db", 0, empty), "kanban.db", "", "kanban.db-wal", "x"},
        };
        for (String[] archive : archives) {
            Run run = bench.run("restore", zip(archive).toString());
            assertEquals(1, run.exit(), String.join(" ", archive) + run.out());
            assertTrue(run.err().contains("nothing was changed"), run.err());
        }
        Path words = Files.writeString(temp.resolve("words.zip"), "no zip file");
        assertEquals(1, bench.run("restore", words.toString()).exit());
        assertEquals(
                1, bench.run("restore", temp.resolve("missing.zip").toString()).exit());
        assertEquals(
                before.lines().skip(1).toList(), ours.listing().lines().skip(1).toList());
        assertFalse(Files.exists(temp.resolve("outside")));
    }
}
