package io.hermesgateway.weixin;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.FakeServiceContext;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** An account against a far side of its own. Pauses are short; time is real unless a test brings its own. */
final class Rig implements AutoCloseable {
    static final int FASTER = 20;

    final FakeIlink far = new FakeIlink();
    final TestTasks tasks = new TestTasks(FASTER);
    final Map<String, Object> settings = new HashMap<>();
    final FakeServiceContext service;
    final WeixinPlugin plugin = new WeixinPlugin();
    final FakePlatformContext kernel;
    private final Path home;
    private final ShiftedClock clock = new ShiftedClock();
    private Platform platform;

    Rig(Path home) throws IOException {
        this(home, Map.of());
    }

    Rig(Path home, Map<String, Object> more) throws IOException {
        this.home = home;
        settings.putAll(Map.of(
                "account_id",
                FakeIlink.BOT,
                "token",
                "secret-token-of-the-bot",
                "base_url",
                far.address().toString(),
                "cdn_base_url",
                far.url("/c2c"),
                "login_base_url",
                far.address().toString(),
                "send_interval_ms",
                0));
        settings.putAll(more);
        service = new FakeServiceContext("platform-weixin", home, Rig::noPort).set(WeixinSettings.SECTION, settings);
        kernel = new FakePlatformContext(new FakePlatformContext.Parts(
                "weixin",
                new MapSettings(settings),
                home,
                clock,
                tasks,
                new TestTasks.CountingIds(),
                new FakeRegistry()));
        platform = plugin.platforms().get(0).open(kernel);
    }

    private static Ports.Listening noPort(InetSocketAddress address, Ports.Taker taker) {
        throw new AssertionError("the adapter listens nowhere");
    }

    /** Real time, and as much more as a test says. */
    static final class ShiftedClock implements InstantSource {
        private volatile Duration shift = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(shift);
        }
    }

    void passes(Duration time) {
        clock.shift = clock.shift.plus(time);
    }

    Platform platform() {
        return platform;
    }

    Path home() {
        return home;
    }

    Rig serve() {
        plugin.services().get(0).open(service).start();
        return this;
    }

    Rig online() {
        platform.start();
        far.await("online", () -> kernel.state() == PlatformState.ONLINE);
        return this;
    }

    /** Another adapter takes over, as after a restart of the gateway. */
    Rig again() {
        platform.close();
        platform = plugin.platforms().get(0).open(kernel);
        return this;
    }

    /** A person says something, and the kernel has it. */
    String heard(String user, String text) {
        String id = far.say(user, text);
        far.await("the message is accepted", () -> accepted(id));
        return id;
    }

    boolean accepted(String id) {
        return kernel.accepted().stream().anyMatch(one -> one.key().messageId().equals(id));
    }

    Conversation chat(String user) {
        return Conversation.dm("weixin", user);
    }

    Delivery text(String id, String user, String text) {
        return delivery(id, user, new Body.Text(text), "turn-" + id);
    }

    Delivery delivery(String id, String user, Body body, String turn) {
        return new Delivery(id, chat(user), body, turn, null, Map.of(), 1, Instant.EPOCH);
    }

    SendResult send(String id, String user, String text) {
        return platform.send(text(id, user, text));
    }

    @Override
    public void close() {
        platform.close();
        tasks.close();
        far.close();
    }
}
