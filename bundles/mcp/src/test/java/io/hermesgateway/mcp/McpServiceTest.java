package io.hermesgateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.testkit.FakeServiceContext;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of the official library in a process of its own. */
@Timeout(300)
class McpServiceTest {
    private static final Ports NO_PORTS = (Ports) Proxy.newProxyInstance(
            Ports.class.getClassLoader(), new Class<?>[] {Ports.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException();
            });

    @TempDir
    Path home;

    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(8);
    /** Real threads: this is about real processes. */
    private final Tasks threads = new Tasks() {
        @Override
        public Registration run(String name, Runnable task) {
            return handle(timers.submit(task));
        }

        @Override
        public Registration after(Duration delay, String name, Runnable task) {
            return handle(timers.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public Registration every(Duration pause, String name, Runnable task) {
            return handle(
                    timers.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
        }

        private Registration handle(Future<?> future) {
            return () -> future.cancel(false);
        }
    };

    private FakeServiceContext context;
    private McpService service;

    @BeforeEach
    void open() {
        context = new FakeServiceContext("mcp", home, NO_PORTS);
        service = new McpService((ServiceContext) Proxy.newProxyInstance(
                ServiceContext.class.getClassLoader(),
                new Class<?>[] {ServiceContext.class},
                (proxy, method, arguments) ->
                        method.getName().equals("tasks") ? threads : method.invoke(context, arguments)));
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void close() {
        service.close();
        timers.shutdownNow();
    }

    private static Map<String, Object> server(String... more) {
        return Map.of(
                "command",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "args",
                Stream.concat(
                                Stream.of(
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        FakeServer.class.getName()),
                                Stream.of(more))
                        .toList(),
                "env",
                Map.of("GIVEN", "yes"));
    }

    private void start(Map<String, Object> servers) {
        context.set(McpService.SECTION, Map.of("mcp_servers", servers));
        service.start();
        int wanted = (int) servers.values().stream()
                .filter(one -> one instanceof Map<?, ?> map && map.containsKey("args"))
                .count();
        until(() -> names().size() >= 5 * wanted);
    }

    private List<String> names() {
        return context.registry().all(Tool.class).stream()
                .map(Registry.Named::name)
                .toList();
    }

    private Tool tool(String name) {
        return context.registry().find(Tool.class, "mcp_fake_" + name).orElseThrow();
    }

    private ToolResult run(String name, String arguments) {
        return tool(name).run(new ToolCall("c", name, arguments), new Run(home));
    }

    private record Run(Path folder) implements ToolRun {
        @Override
        public ToolScope scope() {
            return McpServiceTest.scope(folder);
        }

        @Override
        public void note(String text) {}

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public void progress(String line) {}

        @Override
        public void onCancel(Runnable action) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    }

    private static ToolScope scope(Path folder) {
        return new ToolScope("t", "s", Conversation.dm("test", "c"), Sender.of("test", "ann", null), folder);
    }

    @Test
    void offersTheToolsOfAServer() {
        start(Map.of("fake", server("late")));
        until(() -> names().size() == 6);
        assertEquals(
                List.of(
                        "mcp_fake_delete",
                        "mcp_fake_die",
                        "mcp_fake_echo",
                        "mcp_fake_env",
                        "mcp_fake_fail",
                        "mcp_fake_late"),
                names());
        assertEquals("[fake] does echo", tool("echo").spec().description());
        assertEquals(ToolResult.done("你好"), run("echo", "{\"text\":\"你好\"}"));
        assertEquals(ToolResult.failed("it went wrong"), run("fail", ""));
        assertEquals(Outcome.FAILED, run("echo", "{broken").outcome());
        service.close();
        assertEquals(List.of(), names());
    }

    @Test
    void asksWhereTheServerSaysItDestroys() {
        start(Map.of("fake", server()));
        ToolCall call = new ToolCall("c", "delete", "{\"what\":1}");
        Assessment.Ask ask =
                assertInstanceOf(Assessment.Ask.class, tool("delete").assess(call, scope(home)));
        assertEquals("mcp_fake_delete {\"what\":1}", ask.command());
        assertInstanceOf(Assessment.Allowed.class, tool("echo").assess(call, scope(home)));
    }

    @Test
    void aServerSeesOnlyWhatItIsGiven() {
        start(Map.of("fake", server()));
        assertEquals(ToolResult.done("yes"), run("env", "{\"name\":\"GIVEN\"}"));
        assertEquals(ToolResult.done("null"), run("env", "{\"name\":\"MAVEN_CMD_LINE_ARGS\"}"));
    }

    @Test
    void aServerThatDiesIsStartedAgain() {
        start(Map.of("fake", server()));
        assertEquals(Outcome.FAILED, run("die", "{}").outcome());
        until(() -> names().size() == 5);
        assertEquals(ToolResult.done("again"), run("echo", "{\"text\":\"again\"}"));
        assertTrue(context.reports().stream().anyMatch(words -> words.contains("has ended")));
        until(() -> context.reports().get(context.reports().size() - 1).isEmpty());
    }

    @Test
    void leavesNoProcessBehind() {
        start(Map.of("fake", server()));
        assertTrue(servers() > 0);
        service.close();
        until(() -> servers() == 0);
    }

    private static long servers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .map(words -> List.of(words).contains(FakeServer.class.getName()))
                        .orElse(false))
                .count();
    }

    @Test
    void oneThatCannotStartIsTriedAgainAndTold() {
        start(Map.of("away", Map.of("command", "/nowhere/server"), "fake", server(), "off", Map.of("enabled", false)));
        until(() -> context.reports().stream().anyMatch(words -> words.contains("away: there is no program")));
        assertEquals(ToolResult.done("x"), run("echo", "{\"text\":\"x\"}"));
    }

    @Test
    void takesAChangedListWhileItRuns() {
        start(Map.of("fake", server()));
        context.set(McpService.SECTION, Map.of("mcp_servers", Map.of()));
        assertTrue(service.changed());
        assertEquals(List.of(), names());
        context.set(McpService.SECTION, Map.of("mcp_servers", Map.of("fake", server())));
        assertTrue(service.changed());
        until(() -> names().size() == 5);
    }

    @Test
    void namesArePlainAndShort() {
        assertEquals("mcp_my_server_do_it", ServerTool.name("my server", "do.it"));
        assertEquals(64, ServerTool.name("s", "x".repeat(200)).length());
    }
}
