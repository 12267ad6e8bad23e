package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.weixin.WeixinSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WeChat from the login by QR code to a command that somebody allows with a number. */
@Timeout(240)
class WeixinIT {
    private static final String ANN = "ann@im.wechat";

    @TempDir
    Path folder;

    private Simulation simulation;
    private WeixinSimulator far;
    private Home home;

    @BeforeEach
    void open() throws IOException {
        simulation = Simulation.live(0);
        far = new WeixinSimulator(simulation);
        far.knob("auto_login", ANN);
        home = Home.in(folder.resolve("home"))
                .config(
                        """
                        gateway: { port: 0 }
                        platforms:
                          weixin:
                            enabled: true
                            base_url: "%s"
                            login_base_url: "%s"
                            cdn_base_url: "%s"
                            send_interval_ms: 0
                            allowed_users: ["*"]
                        """
                                .formatted(far.url(), far.url(), far.cdn()));
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private void sees(String what, String text) {
        Await.until(what + " among " + far.said(ANN), GatewayProcess.PATIENCE, () -> far.said(ANN).stream()
                .anyMatch(one -> one.contains(text)));
    }

    @Test
    void fromTheLoginToACommandThatANumberAllows() throws Exception {
        Path count = folder.resolve("count");
        Path victim = Files.createDirectories(folder.resolve("victim"));
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("weixin", "needs_login");
            assertEquals(0, Trial.command(home, "weixin", "login"));
            gateway.platform("weixin", "online");
            Path account = home.folder().resolve("platforms/weixin/account.json");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(account)));

            far.say("", ANN, "good morning");
            sees("the answer", "good morning");
            assertEquals(0, Trial.command(home, "send", "--to", "weixin:" + ANN, "proactive"));
            sees("what was sent", "proactive");

            far.say("", ANN, "run: echo x >> " + count + "; rm -rf " + victim + "; echo gone");
            sees("the question with its numbers", "1 Allow once");
            assertFalse(Files.exists(count));
            far.say("", ANN, "1");
            sees("the word that it was allowed", "Allowed once");
            Await.until("the answer of the command", GatewayProcess.PATIENCE, () -> far.said(ANN)
                    .contains("gone"));
            assertEquals(List.of("x"), Files.readAllLines(count));
            assertTrue(Files.notExists(victim));
            assertFalse(home.read("logs/gateway.log").contains("simulated-token"));
            gateway.terminate();
            assertEquals(0, gateway.exit());
        }
        assertEquals(List.of(), far.violations());
        assertEquals(List.of(), far.stuckTyping());
    }
}
