package io.hermesgateway.tools.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.testkit.FakeControl;
import io.hermesgateway.tools.Calls;
import io.hermesgateway.tools.terminal.FakeRun;
import io.hermesgateway.tools.terminal.TestContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class GatewayToolsTest {
    @TempDir
    Path root;

    private final FakeControl control = new FakeControl();
    private Optional<GatewayControl> given = Optional.of(control);
    private TestContext context;
    private Calls calls;

    @BeforeEach
    void open() {
        context = new TestContext(root);
        calls = new Calls(new GatewayTools(() -> given).open(context), FakeRun.of(root));
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static Map<String, Object> message(String target) {
        return Map.of("target", target, "message", "hello");
    }

    @Test
    void asksBeforeItWritesToStrangers() {
        assertInstanceOf(Assessment.Allowed.class, calls.assess("send_message", message("qqbot")));
        assertInstanceOf(Assessment.Allowed.class, calls.assess("send_message", message("demo:ann")));
        Assessment.Ask ask = assertInstanceOf(Assessment.Ask.class, calls.assess("send_message", message("demo:bob")));
        assertEquals("send to demo:bob\n\nhello", ask.command());
        assertEquals("send message to another chat", ask.reasons().get(0).key());
    }

    @Test
    void asksBeforeItRestartsAPart() {
        Assessment.Ask ask = assertInstanceOf(
                Assessment.Ask.class, calls.assess("gateway_reload", Map.of("component", "platform-qqbot")));
        assertEquals("gateway reload platform-qqbot", ask.command());
    }

    @Test
    void saysWhatTheGatewayAnswered() {
        assertEquals("Sent.", calls.done("send_message", message("qqbot")));
        control.sending(new Rows.SendRow("d1", "parked", null, "no window"));
        assertTrue(calls.done("send_message", message("qqbot")).contains("it is parked"));
        control.sending(new Rows.SendRow("d1", "failed", null, "no such chat"));
        assertTrue(calls.failed("send_message", message("qqbot")).contains("no such chat"));
        control.platforms(FakeControl.platform("qqbot", "online", ""));
        assertTrue(calls.done("gateway_reload", Map.of("component", "qqbot")).contains("being restarted"));
        assertTrue(
                calls.failed("gateway_reload", Map.of("component", "nothing")).length() > 0);
        assertTrue(calls.failed("gateway_reload", Map.of()).contains("`component` is missing"));
        given = Optional.empty();
        assertTrue(calls.failed("send_message", message("qqbot")).contains("Try again"));
        assertTrue(calls.failed("gateway_reload", Map.of("component", "http")).contains("Try again"));
    }
}
