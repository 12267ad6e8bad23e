package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.service.ControlVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class WeixinCommandsTest {
    private static final String URL = "https://liteapp.weixin.qq.com/q/abc";

    @TempDir
    Path home;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Map<String, Object> view(int number, String status, String url, boolean worked, boolean configured) {
        boolean ended = status.equals("done") || status.equals("failed");
        return Map.of(
                "number",
                number,
                "status",
                status,
                "url",
                url,
                "message",
                "now " + status,
                "ended",
                ended,
                "worked",
                worked,
                "configured",
                configured);
    }

    private void login(boolean worked, boolean configured, String... statuses) throws IOException {
        bench.serve();
        bench.registry.publish(ControlVerb.class, "weixin.login", (caller, arguments, progress) -> {
            int number = 0;
            for (String status : statuses) {
                progress.show(view(++number, status, URL, false, configured));
                progress.show(view(number, status, URL, false, configured));
            }
            return view(++number, worked ? "done" : "failed", "", worked, configured);
        });
    }

    @Test
    void withoutATerminalTheLinkIsALine() throws IOException {
        login(true, true, "connecting", "scan", "scanned");
        Bench.Run run = bench.run("weixin", "login");
        assertEquals(Exit.DONE, run.exit(), run.err());
        assertEquals(List.of(URL, "now done"), run.out().lines().toList());
    }

    @Test
    void atATerminalTheCodeIsDrawn() throws IOException {
        login(true, true, "scan");
        String out = bench.atTerminal().run("weixin", "login").out();
        assertTrue(out.contains("▀") && out.contains("█"), out);
        assertTrue(out.contains(URL), out);
    }

    @Test
    void theNumberOnThePhoneIsPassedOn() throws IOException {
        login(true, true, "verify");
        CompletableFuture<Object> typed = new CompletableFuture<>();
        bench.registry.publish(ControlVerb.class, "weixin.login.code", (caller, arguments, progress) -> {
            typed.complete(arguments.get("code") + " for " + arguments.get("account"));
            return Map.of();
        });
        assertEquals(
                Exit.DONE,
                bench.typing("42\n").run("weixin", "login", "--account", "work").exit());
        assertEquals("42 for work", typed.join());
    }

    @Test
    void anAccountThatIsNotConfiguredIsSwitchedOn() throws IOException {
        login(true, false, "scan");
        bench.run("weixin", "login");
        String config = Files.readString(home.resolve("config.yaml"));
        assertTrue(config.contains("weixin:") && config.contains("enabled: true"), config);
    }

    @Test
    void aLoginThatFailsSaysWhy() throws IOException {
        login(false, true, "scan");
        Bench.Run run = bench.run("weixin", "login");
        assertEquals(Exit.FAILED, run.exit());
        assertTrue(run.err().contains("now failed"), run.err());
    }
}
