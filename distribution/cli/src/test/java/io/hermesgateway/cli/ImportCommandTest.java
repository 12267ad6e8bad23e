package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.cli.Bench.Run;
import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.Sqlite;
import io.hermesgateway.core.journal.FileJournal;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.SessionImport;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ImportCommandTest {
    private static final String TREES = "20250301_100000_aaaa0001";
    private static final String OLD = "20240101_000000_bbbb0001";

    @TempDir
    Path temp;

    private Path home;
    private OtherHome other;
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        home = temp.resolve("ours");
        other = new OtherHome(Files.createDirectories(temp.resolve("theirs")));
        bench = new Bench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Run bring(String... more) {
        String[] arguments = new String[3 + more.length];
        System.arraycopy(new String[] {"import", "--from", other.folder().toString()}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return bench.run(arguments);
    }

    private Row item(Run run, String name, String state) throws IOException {
        return Row.list(Json.read(run.out())).stream()
                .filter(row ->
                        row.text("item").equals(name) && row.text("state").equals(state))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " " + state + " in " + run.out() + run.err()));
    }

    private <T> T journal(Function<Ledger, T> question) {
        InstantSource clock = InstantSource.system();
        Options options = Options.standard(work -> new Thread(work, "journal"));
        try (FileJournal journal = FileJournal.open(home.resolve("journal"), clock, options);
                Ledger ledger = new Ledger(journal, clock)) {
            return question.apply(ledger);
        }
    }

    private List<TranscriptLine> lines(String session) {
        return journal(ledger -> ledger.read(state -> state.tails().of(session)));
    }

    private static List<String> texts(List<TranscriptLine> lines) {
        return lines.stream().map(TranscriptLine::text).toList();
    }

    @Test
    void bringsSessionsOfTheNewestSchema() throws Exception {
        other.newest();
        String before = other.listing();
        Run run = bring("--json");
        assertEquals(0, run.exit(), run.err());
        assertEquals(2, item(run, "sessions", "brought").number("brought"));
        item(run, "sessions", "left");
        List<TranscriptLine> trees = lines(TREES);
        assertEquals(List.of("how tall is an oak?", "", "30 m", "thirty metres, 三十米"), texts(trees));
        assertEquals(Instant.parse("2025-03-01T10:00:01.250Z"), trees.get(0).at());
        assertTrue(String.valueOf(trees.get(1).details()).contains("\"tool_calls\":[{\"id\":\"c1\""));
        assertTrue(String.valueOf(trees.get(2).details()).contains("\"tool_call_id\":\"c1\""));
        assertEquals(List.of("long ago", "look\n[image_url]"), texts(lines("20250302_100000_aaaa0002")));
        Conversation telegram = Conversation.dm("telegram", "4711");
        Conversation group = new Conversation("qqbot", Conversation.Kind.GROUP, "G1", null, "ann");
        assertEquals(Optional.of(TREES), current(telegram));
        assertEquals(Optional.empty(), current(group), "one that has ended does not go on");
        assertEquals(before, other.listing());
        assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(home));
    }

    private Optional<String> current(Conversation place) {
        return journal(ledger -> ledger.read(state -> Optional.ofNullable(state.session(place))));
    }

    @Test
    void bringsNothingTwice() throws Exception {
        other.newest()
                .board()
                .write("config.yaml", "model:\n  default: gpt-4o-mini\n")
                .write(".env", "A_KEY=one\n");
        other.write("cron/jobs.json", "{\"jobs\":[{\"id\":\"0123456789ab\",\"name\":\"water\"}]}");
        other.write("platforms/pairing/telegram-approved.json", "{\"4711\":{\"user_name\":\"Ann\"}}");
        assertEquals(0, bring().exit());
        String jobs = Files.readString(home.resolve("cron/jobs.json"));
        Run again = bring("--json");
        for (Row row : Row.list(Json.read(again.out()))) {
            assertEquals(0, row.number("brought"), again.out());
        }
        assertEquals(2, item(again, "sessions", "known").number("known"));
        assertEquals(1, item(again, "kanban.db", "known").number("known"));
        assertEquals(jobs, Files.readString(home.resolve("cron/jobs.json")));
        other.sql(
                "state.db",
                "INSERT INTO messages (session_id,role,content,timestamp) VALUES ('" + TREES
                        + "','user','and a beech?'," + "1740823300)");
        assertEquals(1, item(bring("--json"), "sessions", "brought").number("brought"));
        assertEquals(5, lines(TREES).size());
    }

    @Test
    void bringsSessionsOfOldSchemas() throws Exception {
        other.old();
        Run run = bring("--json");
        assertEquals(0, run.exit(), run.err());
        assertEquals(List.of("hello of old", "hello"), texts(lines(OLD)));
        assertEquals(Instant.parse("2024-01-01T00:00:01Z"), lines(OLD).get(1).at());
    }

    @Test
    void bringsWhatIsOnlyInTheLogOfTheDatabase() throws Exception {
        try (Connection open = DriverManager.getConnection(
                        "jdbc:sqlite:" + other.folder().resolve("state.db"));
                Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE first (one)");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("INSERT INTO first VALUES (1)");
            other.old();
            assertTrue(Files.size(other.folder().resolve("state.db-wal")) > 0);
            String before = other.listing();
            assertEquals(0, bring().exit());
            assertEquals(before, other.listing());
        }
        assertEquals(2, lines(OLD).size());
    }

    @Test
    void bringsTranscriptsFromFilesAndPutsBothHalvesTogether() throws Exception {
        other.newest()
                .write(
                        "sessions/sessions.json",
                        "\uFEFF{\"agent:main:weixin:dm:u1\":{\"session_id\":\"20250401_090000_cccc0001\","
                                + "\"platform\":\"weixin\",\"created_at\":\"2025-04-01T09:00:00\",\"origin\":"
                                + "{\"platform\":\"weixin\",\"chat_id\":\"u1\",\"chat_type\":\"dm\"}}}")
                .write(
                        "sessions/20250401_090000_cccc0001.jsonl",
                        "{\"role\":\"session_meta\"}\n{\"role\":\"user\",\"content\":\"only here\",\"timestamp\":"
                                + "\"2025-04-01T09:00:01\"}\n{\"role\":\"assis")
                .write(
                        "sessions/" + TREES + ".jsonl",
                        """
                        {"role":"user","content":"how tall is an oak?"}
                        {"role":"user","content":"while it was down"}
                        """);
        assertEquals(0, bring().exit());
        assertEquals(List.of("only here"), texts(lines("20250401_090000_cccc0001")));
        assertEquals(Optional.of("20250401_090000_cccc0001"), current(Conversation.dm("weixin", "u1")));
        assertEquals("while it was down", texts(lines(TREES)).get(4));
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestComes() throws Exception {
        other.write("state.db", "this is no database, but it is long enough to look like one".repeat(20));
        other.write("kanban.db", "neither is this");
        other.write("config.yaml", "gateway: [\n").write(".env", "A_KEY=sk-very-secret-1\n");
        other.write("sessions/s1.jsonl", "{\"role\":\"user\",\"content\":\"saved\",\"timestamp\":1740823201}\n");
        Run run = bring("--json");
        assertEquals(1, run.exit());
        item(run, "state.db", "failed");
        item(run, "kanban.db", "failed");
        item(run, "config.yaml", "failed");
        assertEquals(1, item(run, ".env", "brought").number("brought"));
        assertFalse((run.out() + run.err()).contains("very-secret"));
        assertEquals(List.of("saved"), texts(lines("s1")));
        assertFalse(Files.exists(home.resolve("config.yaml")));
        assertFalse(Files.exists(home.resolve("kanban.db")));
        assertTrue(
                bench.run("import", "--from", other.folder().toString()).out().contains("FAILED")
                        || bring().out().contains("failed"));
    }

    @Test
    void settingsOfOursStayAndStrangeOnesAreNamed() throws Exception {
        Files.createDirectories(home);
        Files.writeString(home.resolve("config.yaml"), "# ours\ngateway:\n  port: 9001\n");
        Files.writeString(home.resolve(".env"), "API_SERVER_KEY=ours-ours-ours-ours\n");
        other.write(
                "config.yaml",
                """
                gateway:
                  port: 8642
                model:
                  default: gpt-4o-mini
                  provider: openkey
                command_allowlist:
                  - recursive delete
                very_strange: { thing: 1 }
                """);
        other.write(".env", "API_SERVER_KEY=theirs-theirs-theirs\nQQ_APP_ID='1 2'\n");
        Run run = bring("--json");
        assertEquals(0, run.exit(), run.err());
        Row config = item(run, "config.yaml", "brought");
        assertEquals("1 are set differently here and stay: gateway.port", config.text("detail"));
        assertEquals(
                "1 are not understood here: very_strange.thing",
                item(run, "config.yaml", "left").text("detail"));
        assertEquals(
                "1 are set differently here and stay: API_SERVER_KEY",
                item(run, ".env", "brought").text("detail"));
        String yaml = Files.readString(home.resolve("config.yaml"));
        assertTrue(yaml.startsWith("# ours\ngateway:\n  port: 9001\n"), yaml);
        assertEquals(
                "gpt-4o-mini\n", bench.run("config", "get", "model.default").out());
        assertEquals(0, bench.run("config", "check").exit());
        assertTrue(yaml.contains("recursive delete") && !yaml.contains("strange"), yaml);
        assertTrue(Files.readString(home.resolve(".env")).contains("QQ_APP_ID='1 2'\n"));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(home.resolve(".env")));
        assertFalse(run.out().contains("theirs-theirs"));
    }

    @Test
    void aWholeConfigurationComesWithItsComments() throws Exception {
        String yaml = "# mine\nmodel: { default: gpt-4o-mini } # cheap\nplatforms:\n  qqbot: { enabled: true }\n";
        other.write("config.yaml", yaml);
        assertEquals(0, bring().exit());
        assertEquals(yaml, Files.readString(home.resolve("config.yaml")));
    }

    @Test
    void peopleJobsAndBoardsArePutBesideOurs() throws Exception {
        other.board();
        other.write("pairing/telegram-approved.json", "[\"4711\",\"4712\"]");
        other.write("cron/jobs.json", "{\"jobs\":[{\"id\":\"a\"},{\"id\":\"b\"}]}")
                .write("SOUL.md", "be kind");
        OtherHome ours = new OtherHome(home);
        ours.write("platforms/pairing/telegram-approved.json", "{\"4711\":{\"user_name\":\"Ann\"}}");
        ours.write("cron/jobs.json", "{\"version\":1,\"jobs\":[{\"id\":\"a\",\"name\":\"ours\"}]}");
        ours.sql("kanban.db", "CREATE TABLE tasks (id TEXT)");
        Run run = bring("--json");
        assertEquals(1, item(run, "pairing telegram", "brought").number("brought"));
        Row people = Row.of(Json.read(Files.readString(home.resolve("platforms/pairing/telegram-approved.json"))));
        assertEquals("Ann", people.row("4711").text("user_name"));
        assertTrue(people.fields().containsKey("4712"));
        Row jobs = Row.of(Json.read(Files.readString(home.resolve("cron/jobs.json"))));
        assertEquals(
                List.of("ours", ""),
                jobs.rows("jobs").stream().map(row -> row.text("name")).toList());
        assertEquals(1, jobs.number("version"));
        assertEquals(
                "this home has a board of its own; 1 tasks were not brought",
                item(run, "kanban.db", "kept").text("detail"));
        item(run, "SOUL.md", "left");
        Files.delete(home.resolve("kanban.db"));
        item(bring("--json"), "kanban.db", "brought");
        try (Connection board = Sqlite.open(home.resolve("kanban.db"))) {
            assertEquals(
                    "water the trees",
                    Sqlite.rows(board, "SELECT title FROM tasks").get(0).get("title"));
        }
    }

    @Test
    void aRunningGatewayTakesTheSessionsItself() throws Exception {
        other.newest();
        Files.createDirectories(home);
        Ledger ledger = new Ledger(new MemoryJournal(), new ManualClock());
        bench.serve().registry.publish(ControlVerb.class, "sessions.import", (who, args, shown) -> new SessionImport(
                        ledger)
                .take(Path.of(String.valueOf(args.get("file"))), shown::show));
        assertEquals(2, item(bring("--json"), "sessions", "brought").number("brought"));
        assertEquals(4, ledger.read(state -> state.tails().of(TREES)).size());
        assertFalse(Files.exists(home.resolve("journal")));
        item(bring("--json"), "sessions", "known");
    }

    @Test
    void refusesWhatIsNoOtherHome() throws IOException, SQLException {
        assertEquals(2, bring().exit());
        assertEquals(
                2,
                bench.run("import", "--from", temp.resolve("nowhere").toString())
                        .exit());
        assertEquals(2, bench.run("import").exit());
        other.sql("state.db", "PRAGMA application_id = " + 0x48475731, "CREATE TABLE sessions (id TEXT)");
        Run ours = bring();
        assertEquals(2, ours.exit());
        assertTrue(ours.err().contains("hermes backup"), ours.err());
        Files.createDirectories(home.resolve("sessions"));
        assertTrue(bench.run("import", "--from", home.toString()).err().contains("this home itself"));
        assertNull(home.resolve("journal").toFile().list());
    }
}
