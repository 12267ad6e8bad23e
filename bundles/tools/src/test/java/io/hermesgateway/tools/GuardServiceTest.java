package io.hermesgateway.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.testkit.FakeControl;
import io.hermesgateway.tools.terminal.TerminalTools;
import io.hermesgateway.tools.terminal.TestContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardServiceTest {
    @TempDir
    Path root;

    private TestContext plugin;

    @BeforeEach
    void open() {
        plugin = new TestContext(root);
        plugin.withoutGuard();
    }

    @AfterEach
    void close() {
        plugin.close();
    }

    private final FakeControl operator = new FakeControl();

    /** A service context that knows its settings; whatever else a service might ask for, this one must not. */
    private ServiceContext services(PluginContext context) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("settings") && arguments != null) {
                return context.settings();
            }
            if (method.getName().equals("control")) {
                return operator;
            }
            return PluginContext.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .invoke(context, arguments);
        };
        return (ServiceContext) Proxy.newProxyInstance(
                ServiceContext.class.getClassLoader(), new Class<?>[] {ServiceContext.class}, handler);
    }

    private Assessment judge(String command) {
        return plugin.registry().any(CommandGuard.class).orElseThrow().judge(command);
    }

    @Test
    void publishesTheGuardWhileItRuns() {
        Service service = new GuardService.Factory(Path.of("/home/ann"), control -> {}).open(services(plugin));
        assertTrue(plugin.registry().any(CommandGuard.class).isEmpty());
        service.start();
        assertInstanceOf(Assessment.Forbidden.class, judge("rm -rf /home/ann"));
        assertInstanceOf(Assessment.Ask.class, judge("echo x > " + root.resolve("home") + "/.env"));
        service.close();
        assertTrue(plugin.registry().any(CommandGuard.class).isEmpty());
        service.close();
    }

    @Test
    void handsTheOperatorsCallsToTheToolsWhileItRuns() {
        AtomicReference<Optional<GatewayControl>> given = new AtomicReference<>(Optional.empty());
        Service service = new GuardService.Factory(Path.of("/home/ann"), given::set).open(services(plugin));
        service.start();
        assertEquals(Optional.of(operator), given.get());
        service.close();
        assertEquals(Optional.empty(), given.get());
    }

    @Test
    void takesChangedPatternsWhileItRuns() {
        Service service = new GuardService.Factory(Path.of("/home/ann"), control -> {}).open(services(plugin));
        service.start();
        assertEquals(new Assessment.Allowed(), judge("npm publish"));
        plugin.set("deny", List.of("npm publish*"));
        assertTrue(service.changed());
        assertInstanceOf(Assessment.Forbidden.class, judge("npm publish"));
        assertEquals(new Assessment.Allowed(), judge("npm test"));
    }

    @Test
    void offersTheTerminalAndTheProcesses() {
        List<String> names = new TerminalTools(root)
                .open(plugin).stream().map(Tool::spec).map(spec -> spec.name()).toList();
        assertEquals(List.of("terminal", "process", "execute_code"), names);
    }
}
