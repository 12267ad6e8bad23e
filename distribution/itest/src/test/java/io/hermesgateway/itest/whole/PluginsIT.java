package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Jars;
import io.hermesgateway.itest.world.Person;
import io.hermesgateway.itest.world.Shown;
import io.hermesgateway.testkit.jars.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars that come, change and go in the folder of a running gateway. */
@Timeout(120)
class PluginsIT {
    private static final Person ANN = Person.of("example", "ann");

    @TempDir
    Path folder;

    private FarSide far;
    private Home home;

    @BeforeEach
    void open() throws IOException {
        far = new FarSide(folder.resolve("transcript"));
        home = Home.in(folder.resolve("home")).talkingTo(far);
    }

    @AfterEach
    void close() throws IOException {
        far.close();
        assertEquals(List.of(), far.complaints());
    }

    private void isAnswered(String text) {
        far.say(ANN, text);
        far.sees(ANN, "'" + text + "'", one -> one.text().equals(text));
    }

    private static void version(GatewayProcess gateway, String id, String version) {
        gateway.row(
                "plugins.list",
                id + " " + version,
                row -> row.path("id").asText().equals(id)
                        && row.path("version").asText().startsWith(version)
                        && row.path("state").asText().equals("running"));
    }

    @Test
    void bothFormsOfAPluginAreTakenAndGo() throws Exception {
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready();
            home.drop(Trial.DIST.plainExample(), "example.jar");
            gateway.platform("example", "online");
            isAnswered("plain");
            home.drop(Trial.DIST.example(), "example.jar");
            gateway.plugin("platform-example", "running").platform("example", "online");
            isAnswered("bundle");
            Files.delete(home.folder().resolve("plugins/example.jar"));
            Await.until("the connection to end", GatewayProcess.PATIENCE, () -> !far.connected("example"));
            String waiting = far.say(ANN, "while it is away");
            assertFalse(far.acknowledged(waiting));
            home.drop(Trial.DIST.example(), "example.jar");
            far.sees(ANN, "the answer after all", one -> one.text().equals("while it is away"));
        }
    }

    @Test
    void aQuestionOutlivesTheReplacementOfItsPlatformAndOfItsTool() throws Exception {
        Path count = folder.resolve("count");
        Path victim = Files.createDirectories(folder.resolve("victim"));
        home.drop(Trial.DIST.example(), "example.jar");
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, "run: echo x >> " + count + "; rm -rf " + victim + "; echo gone");
            Shown question = far.sees(ANN, "a question", Shown::asks);
            home.drop(Jars.version(Trial.DIST.example(), "7.0.0", folder.resolve("seven.jar")), "example.jar");
            version(gateway, "platform-example", "7.0.0");
            Path tools = Jars.version(Trial.DIST.bundle("tools"), "7.0.0", folder.resolve("tools.jar"));
            home.drop(tools, "tools.jar");
            far.click(ANN, String.valueOf(question.approval()), "once");
            far.sees(ANN, "the outcome", one -> one.text().equals("gone"));
            assertEquals(List.of("x"), Files.readAllLines(count));
            version(gateway, "tools", "7.0.0");
            Files.delete(home.folder().resolve("plugins/tools.jar"));
            version(gateway, "tools", "0.1.0");
            isAnswered("still here");
        }
    }

    @Test
    void aPluginThatEndsTheProcessDoesNot() throws Exception {
        try (GatewayProcess gateway = Trial.alone(home)) {
            long pid = gateway.ready(-1);
            new PluginJarBuilder("quitter")
                    .plugin(
                            "acme.Quitter",
                            """
                            public class Quitter implements Plugin {
                                public Quitter() { System.exit(3); }
                            }
                            """)
                    .writeTo(Files.createDirectories(home.folder().resolve("plugins"))
                            .resolve("quitter.jar"));
            JsonNode row = gateway.row(
                    "plugins.list",
                    "the quitter",
                    one -> one.path("id").asText().equals("quitter")
                            && !one.path("detail").asText().isEmpty());
            assertFalse(row.path("state").asText().equals("running"), row.toString());
            assertTrue(gateway.alive());
            assertEquals(pid, gateway.call("status", Map.of()).path("pid").asLong());
        }
    }
}
