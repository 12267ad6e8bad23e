package io.hermesgateway.qqbot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.Transcript;
import io.hermesgateway.simulators.qq.QqSimulator;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The adapter between a simulated QQ and a kernel in miniature, with real sockets. */
final class House implements AutoCloseable {
    final Simulation simulation;
    final QqSimulator qq;
    final FakeRegistry registry = new FakeRegistry();
    FakePlatformContext kernel;
    Platform platform;
    private final Path folder;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Object> settings = new HashMap<>();
    private TestTasks tasks = new TestTasks();

    House(Path folder) {
        this.folder = folder;
        try {
            simulation = Simulation.manual();
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        qq = new QqSimulator(simulation);
        String url = simulation.server().url();
        settings.put("app_id", qq.appId());
        settings.put("client_secret", qq.secret());
        settings.put("api_base_url", url);
        settings.put("token_url", url + "/app/getAppAccessToken");
        kernel = kernel();
        platform = new QqPlugin().platforms().get(0).open(kernel);
    }

    private FakePlatformContext kernel() {
        return new FakePlatformContext(new FakePlatformContext.Parts(
                "qqbot", new MapSettings(settings), folder, InstantSource.system(), tasks, ids(), registry));
    }

    private Ids ids() {
        return new Ids() {
            @Override
            public String next() {
                return String.format("%032x", numbers.incrementAndGet());
            }

            @Override
            public String spoken(int length) {
                throw new AssertionError("the adapter makes no codes");
            }
        };
    }

    /** With another setting; before the start. */
    House with(String key, Object value) {
        settings.put(key, value);
        platform.close();
        kernel = kernel();
        platform = new QqPlugin().platforms().get(0).open(kernel);
        return this;
    }

    House online() {
        platform.start();
        kernel.await("online", k -> k.state() == PlatformState.ONLINE);
        return this;
    }

    /** Another life of the gateway: nothing is left but what the kernel keeps. */
    void restart() {
        FakePlatformContext before = kernel;
        kernel.close();
        platform.close();
        tasks.close();
        tasks = new TestTasks();
        kernel = kernel();
        for (String name : List.of("session", "audits")) {
            before.cursor(name).ifPresent(value -> kernel.saveCursor(name, value));
        }
        for (int i = 0; i < 16; i++) {
            String name = "replies." + i;
            before.cursor(name).ifPresent(value -> kernel.saveCursor(name, value));
        }
        platform = new QqPlugin().platforms().get(0).open(kernel);
    }

    InboundMessage hears(String user, String text) {
        qq.say(user, text);
        return accepted(text);
    }

    InboundMessage accepted(String text) {
        kernel.await("'" + text + "'", k -> k.accepted().stream()
                .anyMatch(m -> m.text().equals(text)));
        return kernel.accepted().stream()
                .filter(m -> m.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    SendResult send(String id, Conversation to, Body body) {
        return platform.send(new Delivery(
                id, to, body, "t", null, Map.of(), 1, InstantSource.system().instant()));
    }

    Transcript.Entry seen(String kind, Predicate<Transcript.Entry> which) {
        return qq.transcript().await(entry -> entry.kind().equals(kind) && which.test(entry));
    }

    long count(String kind) {
        return qq.transcript().list(entry -> entry.kind().equals(kind)).size();
    }

    /** What the bot said, in order. */
    List<String> said() {
        return qq.transcript().list(entry -> entry.kind().equals("out")).stream()
                .map(entry -> entry.text("text"))
                .toList();
    }

    ObjectNode act(String name, String request) {
        return qq.act(name, (ObjectNode) Rig.node(request));
    }

    @Override
    public void close() {
        kernel.close();
        platform.close();
        tasks.close();
        simulation.close();
    }
}
