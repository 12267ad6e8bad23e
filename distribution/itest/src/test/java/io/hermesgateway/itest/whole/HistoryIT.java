package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was said: found, copied, put back, and brought from elsewhere, with the packed program. */
@Timeout(600)
class HistoryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Person ANN = Person.of("example", "ann");
    private static final String OAK = "20250301_100000_aaaa0001";
    private static final String OLD = "20230301_100000_bbbb0001";

    @TempDir
    Path folder;

    private record Said(int exit, String words) {
        JsonNode json() throws IOException {
            return JSON.readTree(words);
        }
    }

    private static Said hermes(Home home, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Trial.DIST.launcher().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.folder().toString()));
        try (GatewayProcess program = GatewayProcess.run(home, command, Map.of())) {
            int exit = program.exit();
            return new Said(exit, program.said());
        }
    }

    private static Said done(Home home, String... words) throws IOException {
        Said said = hermes(home, words);
        assertEquals(0, said.exit(), said.words());
        return said;
    }

    private static Said chat(Home home, String text) throws IOException {
        Said said = done(home, "chat", text);
        assertTrue(said.words().contains(text), said.words());
        return said;
    }

    /** Waits until the store has got what was said so far. */
    private static void fed(GatewayProcess gateway) {
        gateway.plugin("store-sqlite", "running");
    }

    private static boolean finds(Home home, String text) throws IOException {
        return done(home, "sessions", "search", text).words().contains(text);
    }

    @Test
    void sessionsAreListedShownFoundAndExported() throws Exception {
        try (FarSide far = new FarSide(folder.resolve("transcript"))) {
            Home home = Home.in(folder.resolve("home")).talkingTo(far).drop(Trial.DIST.example(), "example.jar");
            try (GatewayProcess gateway = Trial.alone(home)) {
                gateway.ready().platform("example", "online");
                far.say(ANN, "how tall is an oak? 橡树有多高");
                far.sees(ANN, "the answer", one -> one.text().contains("橡树"));
                JsonNode row = done(home, "sessions", "list", "--platform", "example", "--json")
                        .json()
                        .get(0);
                String id = row.path("id").asText();
                assertEquals(2, row.path("messages").asInt());
                assertTrue(row.path("conversation_key").asText().startsWith("agent:main:example:dm:"));
                assertTrue(finds(home, "橡树"));
                Said shown = done(home, "sessions", "show", id.substring(0, id.length() - 1));
                assertTrue(shown.words().contains("how tall is an oak?"), shown.words());
                Path file = folder.resolve("oak.jsonl");
                done(home, "sessions", "export", id, "-o", file.toString());
                assertEquals(2, Files.readAllLines(file).size());
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                Said markdown = done(home, "sessions", "export", id, "--format", "markdown");
                assertTrue(markdown.words().contains("## user"), markdown.words());
                assertEquals(1, hermes(home, "sessions", "show", "nobody").exit());
            }
            assertEquals(3, hermes(home, "sessions", "list").exit());
        }
    }

    @Test
    void aBackupIsPutBackIntoTheLiveGatewayWithoutARestart() throws Exception {
        Home home = Trial.quiet(folder.resolve("home"));
        Path file = folder.resolve("backup.zip");
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().plugin("store-sqlite", "running");
            long pid = gateway.call("status", Map.of()).path("pid").asLong();
            chat(home, "before the backup");
            JsonNode made =
                    done(home, "backup", "--json", "-o", file.toString()).json();
            assertEquals("sqlite", made.path("store").asText());
            assertTrue(made.path("position").asLong() > 0, made.toString());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(1, hermes(home, "backup", "-o", file.toString()).exit());
            chat(home, "after the backup");
            home.config("gateway: {port: 0}\n# changed since\n");
            done(home, "restore", file.toString());
            assertEquals("gateway: {port: 0}\n", home.read("config.yaml"));
            Await.until("what came after it is fed again", GatewayProcess.PATIENCE, () -> search(home, "after"));
            assertTrue(finds(home, "before the backup"));
            assertTrue(home.listing().contains("quarantine/"), home.listing());
            assertEquals(pid, gateway.call("status", Map.of()).path("pid").asLong());
            chat(home, "and on it goes");
            assertEquals(
                    1,
                    hermes(home, "restore", home.folder().resolve("config.yaml").toString())
                            .exit());
            assertEquals(
                    2,
                    hermes(home, "restore", file.toString(), "--only", "nothing")
                            .exit());
        }
    }

    private static boolean search(Home home, String text) {
        try {
            return finds(home, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBackupGoesIntoAnotherHomeWhichGoesOnFromThere() throws Exception {
        Path file = folder.resolve("backup.zip");
        Home first = Trial.quiet(folder.resolve("first"));
        try (GatewayProcess gateway = Trial.alone(first)) {
            fed(gateway.ready());
            for (int i = 0; i < 5; i++) {
                chat(first, "oak " + i);
            }
            done(first, "backup", "-o", file.toString());
        }
        Home stopped = Home.in(folder.resolve("stopped"));
        done(stopped, "restore", file.toString());
        try (GatewayProcess gateway = Trial.alone(stopped)) {
            fed(gateway.ready());
            Await.until(
                    "the journal goes on from there", GatewayProcess.PATIENCE, () -> stopped.read("logs/gateway.log")
                            .contains("positions go on after"));
            assertTrue(finds(stopped, "oak 3"));
            chat(stopped, "a beech");
            assertTrue(finds(stopped, "a beech"));
        }
        Home live = Trial.quiet(folder.resolve("live"));
        try (GatewayProcess gateway = Trial.alone(live)) {
            fed(gateway.ready());
            done(live, "restore", file.toString(), "--only", "state");
            assertTrue(finds(live, "oak 4"));
            chat(live, "a willow");
            assertTrue(finds(live, "a willow"));
            Await.until(
                    "the store has all of it",
                    GatewayProcess.PATIENCE,
                    () -> gateway.call("sessions.search", Map.of("text", "willow"))
                                    .path("hits")
                                    .size()
                            >= 2);
        }
    }

    @Test
    void anotherHomeIsBroughtOverIntoAStoppedAndIntoARunningGateway() throws Exception {
        OlderHome newest = OlderHome.of(30, folder.resolve("newest"))
                .session(OAK, "telegram", "4711", "About oaks", List.of("how tall is an oak?", "三十米"))
                .sql(
                        "kanban.db",
                        "CREATE TABLE tasks (id TEXT PRIMARY KEY, title TEXT)",
                        "INSERT INTO tasks VALUES ('t_00000001', 'water the oak')");
        Files.writeString(newest.folder().resolve("config.yaml"), "model:\n  default: some-model\n");
        Files.writeString(newest.folder().resolve(".env"), "OPENKEY_API_KEY=sk-very-secret-words\n");
        OlderHome old = OlderHome.of(9, folder.resolve("old"))
                .session(OLD, "qqbot", "u1", "About elms", List.of("hello elm", "hello you"));
        Home home = Trial.quiet(folder.resolve("home"));
        Said report = done(home, "import", "--from", newest.folder().toString());
        assertTrue(report.words().contains("kanban.db"), report.words());
        assertFalse(report.words().contains("very-secret"), report.words());
        assertTrue(home.read(".env").contains("OPENKEY_API_KEY="));
        try (GatewayProcess gateway = Trial.alone(home)) {
            fed(gateway.ready());
            done(home, "import", "--from", old.folder().toString());
            JsonNode again = done(
                            home, "import", "--json", "--from", newest.folder().toString())
                    .json();
            again.forEach(item -> assertEquals(0, item.path("brought").asLong(), again.toString()));
            assertTrue(finds(home, "三十米"));
            assertTrue(finds(home, "hello elm"));
            Await.until("the store has its title", GatewayProcess.PATIENCE, () -> gateway.call(
                            "sessions.list", Map.of("platform", "telegram"))
                    .path("sessions")
                    .path(0)
                    .path("title")
                    .asText()
                    .equals("About oaks"));
            gateway.call("plugins.restart", Map.of("id", "store-sqlite"));
            gateway.plugin("store-sqlite", "running");
            assertTrue(finds(home, "hello elm"));
        }
    }
}
