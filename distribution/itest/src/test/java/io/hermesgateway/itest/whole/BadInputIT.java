package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake ends in a sentence that says what to do, with the right exit code, and nothing is lost. */
@Timeout(120)
class BadInputIT {
    private static final int DO_NOT_RETRY = 78;

    @TempDir
    Path folder;

    private static String refusal(GatewayProcess gateway) {
        assertEquals(DO_NOT_RETRY, gateway.exit(), gateway.evidence());
        return gateway.said();
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() throws Exception {
        Home home = Home.in(folder).config("gateway:\n  port: 0\n broken: [1,\n");
        try (GatewayProcess gateway = Trial.supervised(home)) {
            String said = refusal(gateway);
            assertTrue(said.contains("config.yaml") && said.matches("(?s).*(line |:)[34]\\b.*"), said);
        }
    }

    @Test
    void anAddressThatOthersReachNeedsAKeyWorthTheName() throws Exception {
        for (String key : List.of("", "short", "your-api-key-here")) {
            Home home = Home.in(folder).config("gateway: {host: 0.0.0.0, port: 0}\n");
            try (GatewayProcess gateway =
                    GatewayProcess.start(Trial.DIST, home, List.of(), Map.of("API_SERVER_KEY", key))) {
                String said = refusal(gateway);
                assertTrue(said.contains("API_SERVER_KEY"), said);
            }
        }
    }

    @Test
    void anUnknownKeyIsReportedAndTheRestServes() throws Exception {
        Home home = Home.in(folder).config("gateway:\n  port: 0\n  prot: 1\n");
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready();
            JsonNode config = gateway.call("status", Map.of()).path("config");
            String error = config.path("error").asText();
            assertTrue(
                    error.contains("config.yaml") && error.contains("3") && error.contains("prot"), config.toString());
            assertTrue(error.contains("port"), "did you mean: " + config);
            assertEquals(
                    "still here",
                    gateway.call("chat", Map.of("text", "still here"))
                            .path("text")
                            .asText());
        }
    }

    @Test
    void aHomeThatCannotBeMadeIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        try (GatewayProcess gateway = Trial.supervised(new Home(file.resolve("home")))) {
            String said = refusal(gateway);
            assertTrue(said.contains(file + "/home") && said.contains("--home"), said);
        }
    }

    @Test
    void theHomeOfALiveGatewayIsRefusedWithItsProcess() throws Exception {
        Home home = Trial.quiet(folder);
        try (GatewayProcess owner = Trial.supervised(home)) {
            long pid = owner.ready(-1);
            for (List<String> options : List.of(List.<String>of(), List.of("--no-supervise"))) {
                try (GatewayProcess second = GatewayProcess.start(Trial.DIST, home, options, Map.of())) {
                    String said = refusal(second);
                    assertTrue(said.contains("process " + pid) && said.contains("--home"), said);
                }
            }
            assertEquals(pid, owner.call("status", Map.of()).path("pid").asLong());
        }
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedUntouched() throws Exception {
        Home home = Trial.quiet(folder);
        Path foreign = folder.resolve("state.db");
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                var statement = database.createStatement()) {
            statement.executeUpdate("create table sessions (id text primary key, title text)");
            statement.executeUpdate("insert into sessions values ('s1', 'not ours')");
        }
        byte[] before = Files.readAllBytes(foreign);
        try (GatewayProcess gateway = Trial.supervised(home)) {
            String said = refusal(gateway);
            assertTrue(said.contains("state.db") && said.contains("--home"), said);
            assertTrue(said.contains("hermes import"), said);
        }
        assertArrayEquals(before, Files.readAllBytes(foreign));
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedUntouched() throws Exception {
        Home home = Trial.quiet(folder);
        Path newer = folder.resolve("state.db");
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + newer);
                var statement = database.createStatement()) {
            statement.executeUpdate("create table sessions (id text primary key)");
            statement.executeUpdate("pragma application_id = 1212634929");
            statement.executeUpdate("pragma user_version = 999");
        }
        byte[] before = Files.readAllBytes(newer);
        try (GatewayProcess gateway = Trial.supervised(home)) {
            String said = refusal(gateway);
            assertTrue(said.contains("state.db") && said.contains("newer") && said.contains("--home"), said);
        }
        assertArrayEquals(before, Files.readAllBytes(newer));
    }

    @Test
    void aGarbageJarIsRefusedAndTheOthersServe() throws Exception {
        Home home = Trial.quiet(folder);
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready();
            home.write("plugins/garbage.jar", "this is no jar at all");
            JsonNode row = gateway.row("plugins.list", "the refusal", one -> one.path("id")
                    .asText()
                    .equals("garbage"));
            assertEquals("failed", row.path("state").asText());
            assertTrue(row.path("detail").asText().startsWith("not_a_jar"), row.toString());
            gateway.plugin("tools", "running").plugin("agent-demo", "running");
            Files.delete(folder.resolve("plugins/garbage.jar"));
            Await.until("the row to go", GatewayProcess.PATIENCE, () -> gateway.rows("plugins.list").stream()
                    .noneMatch(one -> one.path("id").asText().equals("garbage")));
        }
    }
}
