package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.cli.Bench.Run;
import io.hermesgateway.cli.data.Json;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.FakeControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CommandsTest {
    private static final String ME = " by " + System.getProperty("user.name");

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

    @Test
    void aHealthyGatewayIsDone() throws IOException {
        bench.serve().control.platforms(FakeControl.platform("telegram", "online", ""));
        Run run = bench.run("gateway", "status");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("hermes gateway 0.1.0 running, pid 4711, up 1 min\n"), run.out());
        assertTrue(run.out().contains("open: approvals 0, deliveries 0, turns 0"), run.out());
        Run deep = bench.run("gateway", "status", "--deep");
        assertTrue(deep.out().contains("telegram"), deep.out());
    }

    @Test
    void aPartThatIsNotWellFailsWithTheReason() throws IOException {
        Rows.Status well = FakeControl.healthy();
        bench.serve()
                .control
                .status(new Rows.Status(
                        well.version(),
                        well.pid(),
                        well.uptimeS(),
                        "degraded",
                        List.of(new Rows.Component("qqbot", "offline", "no route")),
                        well.queues(),
                        well.fds(),
                        well.heap(),
                        new Rows.ConfigState("refused", "config.yaml:3: port: must be a number")));
        Run run = bench.run("gateway", "status");
        assertEquals(1, run.exit());
        assertEquals("hermes: the gateway is degraded (qqbot offline)\n", run.err());
        assertTrue(run.out().contains("configuration: config.yaml:3"), run.out());
        assertEquals(1, bench.run("gateway", "status", "--json").exit());
    }

    @Test
    void jsonIsTheRowAsTheGatewayWroteIt() throws IOException {
        bench.serve();
        String json = bench.run("gateway", "status", "--json").out();
        assertEquals(60L, Row.of(Json.read(json)).number("uptime_s"));
        Row deep = Row.of(
                Json.read(bench.run("gateway", "status", "--json", "--deep").out()));
        assertTrue(deep.fields().get("plugins") instanceof List, deep.toString());
    }

    @Test
    void saysWhenNothingRuns() throws IOException {
        for (String[] command : List.of(
                new String[] {"gateway", "status"},
                new String[] {"gateway", "stop"},
                new String[] {"plugins", "list"},
                new String[] {"chat", "hello"},
                new String[] {"send", "--to", "telegram", "hello"})) {
            Run run = bench.run(command);
            assertEquals(3, run.exit(), String.join(" ", command) + run.err());
            assertTrue(run.err().contains("no gateway runs on " + home), run.err());
        }
        Files.writeString(home.resolve("gateway.pid"), "{\"pid\":" + 999_999_999 + ",\"start_time\":1}");
        assertEquals(3, bench.run("gateway", "status").exit());
        Files.writeString(
                home.resolve("gateway.pid"),
                "{\"pid\":" + ProcessHandle.current().pid() + ",\"start_time\":1}");
        assertEquals(3, bench.run("gateway", "status").exit());
    }

    @Test
    void aProcessThatDoesNotListenFailsAndIsNamed() throws IOException {
        bench.serve();
        Files.delete(home.resolve("control.sock"));
        Run run = bench.run("gateway", "status");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("process " + ProcessHandle.current().pid() + ") does not answer"), run.err());
    }

    @Test
    void speaksChineseWhereTheLocaleDoes() {
        bench.env.put("LANG", "zh_CN.UTF-8");
        assertTrue(bench.run("gateway", "status").err().contains("没有正在运行的网关"));
    }

    @Test
    void homeIsAnOptionOfEveryCommand() throws IOException {
        bench.serve();
        Bench elsewhere = new Bench(home.resolve("nowhere"));
        assertEquals(3, elsewhere.run("plugins", "list").exit());
        assertEquals(
                0, elsewhere.run("plugins", "list", "--home", home.toString()).exit());
    }

    @Test
    void wrongUsageGuessesWhatWasMeant() {
        Run run = bench.run("gatway", "status");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("Did you mean: hermes gateway"), run.err());
        assertEquals(2, bench.run().exit());
        assertEquals(2, bench.run("plugins").exit());
        assertEquals(2, bench.run("plugins", "restart").exit());
        assertEquals(2, bench.run("approvals", "approve", "ab12", "forever").exit());
        assertEquals(0, bench.run("--help").exit());
        assertEquals(0, bench.run("plugins", "install", "--help").exit());
    }

    @Test
    void actsOnOnePlugin() throws IOException {
        bench.serve().control.plugins(FakeControl.plugin("http", "running"));
        assertEquals("http running\n", bench.run("plugins", "restart", "http").out());
        bench.run("plugins", "stop", "http");
        bench.run("plugins", "start", "http");
        bench.run("plugins", "rollback", "http");
        bench.run("plugins", "remove", "http");
        Files.writeString(home.resolve("x.jar"), "jar");
        bench.run("plugins", "install", home.resolve("x.jar").toString());
        assertEquals(
                List.of(
                        "plugins.restart http" + ME,
                        "plugins.stop http" + ME,
                        "plugins.start http" + ME,
                        "plugins.rollback http" + ME,
                        "plugins.remove http" + ME,
                        "plugins.install " + home.resolve("x.jar") + ME),
                bench.control.asked());
        Run unknown = bench.run("plugins", "stop", "htttp");
        assertEquals(1, unknown.exit());
        assertEquals("hermes: there is no plugin htttp (not_found)\n", unknown.err());
        assertEquals(1, bench.run("plugins", "install", "nowhere.jar").exit());
        assertTrue(bench.run("plugins", "info", "http").out().contains("version: 0.1.0"));
    }

    @Test
    void actsOnOnePlatform() throws IOException {
        bench.serve().control.platforms(FakeControl.platform("qqbot", "paused", ""));
        assertEquals("qqbot paused\n", bench.run("platforms", "pause", "qqbot").out());
        bench.run("platforms", "resume", "qqbot");
        bench.run("platforms", "restart", "qqbot");
        assertEquals("platforms.resume qqbot" + ME, bench.control.asked().get(1));
        assertEquals("platforms.restart qqbot" + ME, bench.control.asked().get(2));
    }

    @Test
    void tablesFitTheTerminal() throws IOException {
        bench.env.put("COLUMNS", "60");
        bench.env.put("NO_COLOR", "1");
        bench.atTerminal().serve().control.platforms(FakeControl.platform("weixin", "offline", "网络不通".repeat(30)));
        for (String line :
                bench.run("gateway", "status", "--deep").out().lines().toList()) {
            assertFalse(line.contains("\033"), line);
        }
        String row = bench.run("platforms", "list", "--json").out();
        assertTrue(row.contains("网络不通".repeat(30)));
        String shown = bench.run("deliveries", "list").out();
        assertEquals("everything has arrived\n", shown);
        Table table =
                new Table(new Shell(System.in, System.out, System.err, bench.env, home, null, true), "id", "detail");
        assertEquals(2, Table.width("网"));
        table.add("x", "y");
    }

    @Test
    void listsAndAnswersApprovals() throws IOException {
        bench.serve()
                .control
                .approvals(
                        FakeControl.approvalRow("a1", "ab12", "pending", "rm -r\nx"),
                        FakeControl.approvalRow("a0", "cd34", "denied", "mkfs"));
        String pending = bench.run("approvals", "list").out();
        assertTrue(pending.contains("ab12") && pending.contains("rm -r ⏎ x"), pending);
        assertFalse(pending.contains("mkfs"));
        assertTrue(bench.run("approvals", "history").out().contains("mkfs"));
        assertEquals(
                1,
                Row.list(Json.read(bench.run("approvals", "history", "--json").out()))
                        .size());
        assertEquals(1, bench.run("approvals", "approve", "ab12", "session").exit());
        assertEquals(
                1, bench.run("approvals", "deny", "a1", "--reason", "too much").exit());
        assertEquals(List.of("approvals.session a1" + ME, "approvals.deny a1 (too much)" + ME), bench.control.asked());
        bench.control.answering(new AnswerResult.NotNow("the disk is full"));
        assertEquals(
                "hermes: the disk is full\n",
                bench.run("approvals", "approve", "a1").err());
    }

    @Test
    void sendIsDoneOnlyWithTheEvidence() throws IOException {
        bench.serve();
        Run sent = bench.run("send", "--to", "telegram:1", "hello");
        assertEquals(0, sent.exit());
        assertEquals("sent m1\n", sent.out());
        bench.control.sending(new Rows.SendRow("d2", "parked", null, "waits for a window"));
        Run parked = bench.run("send", "--to", "weixin:u", "hello");
        assertEquals(4, parked.exit());
        assertEquals("hermes: delivery d2 is parked: waits for a window\n", parked.err());
        bench.control.sending(new Rows.SendRow("d3", "failed", null, "blocked"));
        assertEquals(1, bench.run("send", "--to", "weixin:u", "hello").exit());
        bench.typing("from a pipe\n").run("send", "--to", "weixin:u");
        assertEquals("send weixin:u from a pipe" + ME, bench.control.asked().get(3));
        assertEquals(2, bench.typing("").run("send", "--to", "weixin:u").exit());
        assertEquals(2, bench.run("send", "hello").exit());
        assertEquals(Duration.ofSeconds(30), bench.control.waited());
        bench.run("send", "--to", "weixin:u", "--wait", "300", "hello");
        assertEquals(Duration.ofMinutes(5), bench.control.waited());
        assertEquals(
                2,
                bench.run("send", "--to", "weixin:u", "--wait", "-1", "hello").exit());
    }

    @Test
    void showsAndRetriesDeadLetters() throws IOException {
        bench.serve()
                .control
                .deliveries(FakeControl.deliveryRow("d1", "failed"), FakeControl.deliveryRow("d2", "parked"));
        assertEquals(3, bench.run("deliveries", "list").out().lines().count());
        assertEquals(
                2,
                bench.run("deliveries", "list", "--state", "failed")
                        .out()
                        .lines()
                        .count());
        assertEquals(0, bench.run("deliveries", "retry", "d1").exit());
        assertEquals(1, bench.run("deliveries", "retry", "d9").exit());
    }

    @Test
    void pairsPeople() throws IOException {
        bench.serve();
        bench.registry.publish(
                ControlVerb.class,
                "pairing.list",
                (who, arguments, progress) -> List.of(Map.of("platform", "qqbot", "user_id", "u1")));
        bench.registry.publish(
                ControlVerb.class, "pairing.approve", (who, arguments, progress) -> Map.of("user_id", "u1"));
        assertTrue(bench.run("pairing", "list").out().contains("qqbot"));
        assertEquals(
                "u1 may talk to the agent on qqbot now\n",
                bench.run("pairing", "approve", "qqbot", "X").out());
        Run missing = bench.run("pairing", "revoke", "qqbot", "u1");
        assertEquals(1, missing.exit());
    }

    @Test
    void showsTheEndOfTheLogFromALevelOn() throws IOException {
        assertEquals(1, bench.run("logs").exit());
        Files.createDirectories(home.resolve("logs"));
        Files.writeString(
                home.resolve("logs/gateway.log"),
                """
                2026-01-01T00:00:00Z INFO [main] a.b - one
                2026-01-01T00:00:01Z ERROR [main] a.b - two
                \tjava.lang.IllegalStateException: trace
                2026-01-01T00:00:02Z INFO [main] a.b - three
                """);
        assertEquals(4, bench.run("logs").out().lines().count());
        assertEquals(
                "2026-01-01T00:00:02Z INFO [main] a.b - three\n",
                bench.run("logs", "-n", "1").out());
        String errors = bench.run("logs", "--level", "error").out();
        assertEquals(2, errors.lines().count());
        assertTrue(errors.contains("\tjava.lang.IllegalStateException"), errors);
    }

    @Test
    void theQuickWayToTheStatusIsNoOtherStatus() throws IOException {
        bench.serve();
        String quick = bench.run("gateway", "status", "--deep").out();
        assertEquals(
                quick,
                bench.run("gateway", "status", "--deep", "--home", home.toString())
                        .out());
        assertEquals(2, bench.run("gateway", "status", "--jsn").exit());
        assertTrue(bench.run("gateway", "status", "--help").out().contains("--deep"));
    }

    @Test
    void followsTheLogOverARotation() throws Exception {
        Path log = Files.createDirectories(home.resolve("logs")).resolve("gateway.log");
        Files.writeString(log, "t INFO [x] y - first\n");
        LinkedBlockingQueue<String> printed = new LinkedBlockingQueue<>();
        AtomicBoolean gone = new AtomicBoolean();
        PrintStream screen = new PrintStream(new ScreenThatGoes(printed, gone), true, StandardCharsets.UTF_8);
        Shell shell = new Shell(System.in, screen, screen, bench.env, home, null, false);
        Thread following = new Thread(() -> Main.run(shell, "logs", "-f"));
        following.start();
        assertEquals("t INFO [x] y - first", printed.take());
        Files.writeString(log, "t INFO [x] y - second\n", StandardOpenOption.APPEND);
        assertEquals("t INFO [x] y - second", printed.take());
        Files.move(log, home.resolve("logs/gateway.log.1"));
        Files.writeString(log, "t INFO [x] y - third\n");
        assertEquals("t INFO [x] y - third", printed.take());
        gone.set(true);
        Files.writeString(log, "t INFO [x] y - fourth\n", StandardOpenOption.APPEND);
        following.join();
    }

    /** Collects lines until the person closes the window. */
    private static final class ScreenThatGoes extends OutputStream {
        private final LinkedBlockingQueue<String> lines;
        private final AtomicBoolean gone;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        ScreenThatGoes(LinkedBlockingQueue<String> lines, AtomicBoolean gone) {
            this.lines = lines;
            this.gone = gone;
        }

        @Override
        public void write(int one) throws IOException {
            if (gone.get()) {
                throw new IOException("the window is closed");
            }
            if (one != '\n') {
                line.write(one);
            } else {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }
}
