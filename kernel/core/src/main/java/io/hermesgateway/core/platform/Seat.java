package io.hermesgateway.core.platform;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.core.inbox.Account;
import io.hermesgateway.core.outbox.Carriers;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.Fault;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.platform.PlatformFactory.Bot;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Wanted;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one account: there whether or not a plugin serves it. What opens and closes holds the seat's lock, one
 * thing after the other; how the account is, and whether it can send, is read without.
 *
 * <p>An adapter that did not start, or was offline for long, is opened anew for ever, with growing pauses. Only refused
 * credentials and bad settings wait for a person.
 */
final class Seat implements Account, Carriers.Carrier, SeatContext.Told {
    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration SEND = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration OFFLINE_FOR_LONG = Duration.ofMinutes(5);
    private static final Duration OFFLINE_LONGEST = Duration.ofHours(1);

    private final String id;
    private final PlatformParts parts;
    private final Registration looking;
    private final Board board;
    private volatile String pluginId = "";
    private volatile @Nullable Served served;
    private volatile @Nullable Open open;
    private volatile @Nullable Capabilities capabilities;
    private volatile @Nullable Judged judged;
    private volatile CompletableFuture<@Nullable Void> proof = new CompletableFuture<>();
    private final AtomicInteger failures = new AtomicInteger();
    private boolean worked;
    private Instant patientUntil = Instant.EPOCH;
    private @Nullable Instant retryAt;

    /** Who serves the account, and where its settings are. */
    record Served(Hosted plugin, PlatformFactory factory, SettingsSpec spec, String section) {
        AccountSettings settings(PlatformParts parts) {
            return new AccountSettings(parts.configuration().get(), spec, section);
        }
    }

    private record Open(
            Hosted plugin, @Nullable Platform platform, SeatContext context, Rights rights, List<String> settings) {}

    private record Judged(Configuration by, Access access) {}

    Seat(String id, PlatformParts parts) {
        this.id = id;
        this.parts = parts;
        this.board = new Board(parts.clock());
        this.looking = parts.tasks().every(LOOK, "platform " + id, this::look);
    }

    /** A plugin serves the account from now on. The proof completes when it works as it did under the former one. */
    synchronized CompletableFuture<@Nullable Void> serve(Served by) {
        served = by;
        pluginId = by.plugin().id();
        capabilities = null;
        proof = new CompletableFuture<>();
        boolean mustWork = worked;
        again();
        return mustWork ? proof : CompletableFuture.completedFuture(null);
    }

    /** The plugin goes; deliveries wait. */
    synchronized void leave(String why) {
        worked = board.view().works();
        shut();
        served = null;
        proof.completeExceptionally(new GatewayException(KernelError.PLATFORM_AWAY, id + ": " + why));
        if (board.view().state() != PlatformState.PAUSED) {
            show(PlatformState.OFFLINE, why);
        }
    }

    /** The account is no longer configured. */
    synchronized void remove() {
        looking.close();
        leave("it is not configured any more");
    }

    synchronized void want(Wanted wanted) {
        parts.wanted().set(id, wanted);
        again();
    }

    /** The configuration changed: an adapter is opened anew when its own settings did. */
    synchronized void configured(String section) {
        Served by = served;
        Open now = open;
        if (by != null) {
            served = new Served(by.plugin(), by.factory(), by.spec(), section);
            if (now == null || !now.settings().equals(by.settings(parts).fingerprint())) {
                again();
            }
        }
    }

    /** Closes and opens, with a clean slate. */
    synchronized void again() {
        failures.set(0);
        shut();
        begin();
    }

    boolean isServedBy(String plugin) {
        return served != null && pluginId.equals(plugin);
    }

    boolean isServed() {
        return served != null;
    }

    Optional<Settings> settings() {
        return Optional.ofNullable(served).map(by -> by.settings(parts).settings());
    }

    private void begin() {
        retryAt = null;
        Served by = served;
        if (parts.wanted().of(id) == Wanted.PAUSED) {
            show(PlatformState.PAUSED, "");
        } else if (by == null) {
            show(PlatformState.OFFLINE, "the plugin that serves it is not running");
        } else {
            AccountSettings settings = by.settings(parts);
            Optional<String> wrong = settings.problem();
            show(wrong.isPresent() ? PlatformState.FAILED : PlatformState.CONNECTING, wrong.orElse(""));
            if (wrong.isEmpty()) {
                begin(by, settings);
            }
        }
    }

    private void begin(Served by, AccountSettings settings) {
        Hosted plugin = by.plugin();
        try {
            if (capabilities == null) {
                capabilities = plugin.call("capabilities", START, by.factory()::capabilities)
                        .orThrow();
            }
            Path folder = SeatContext.folder(parts.home(), id);
            Optional<Bot> bot = plugin.call("bot", START, () -> by.factory().bot(settings.settings(), folder))
                    .orThrow();
            Rights.Asked asked = Rights.ask(parts, id, bot);
            if (asked.granted().isEmpty()) {
                show(PlatformState.OFFLINE, asked.owner());
                retryAt = parts.clock().instant().plus(LOOK);
                return;
            }
            SeatContext context = new SeatContext(parts, this, this, plugin, settings.settings());
            Open opening = new Open(plugin, null, context, asked.granted().get(), settings.fingerprint());
            open = opening;
            Platform platform = plugin.call(
                            "open " + id, START, () -> by.factory().open(context))
                    .orThrow();
            open = new Open(plugin, platform, context, opening.rights(), opening.settings());
            patientUntil = parts.clock().instant().plus(jittered(OFFLINE_FOR_LONG, OFFLINE_LONGEST));
            plugin.call("start " + id, START, () -> {
                        platform.start();
                        return Boolean.TRUE;
                    })
                    .orThrow();
        } catch (GatewayException trouble) {
            failed(trouble);
        }
    }

    private void failed(GatewayException trouble) {
        shut();
        String why = String.valueOf(trouble.getMessage());
        proof.completeExceptionally(trouble);
        if (trouble.code().fault() == Fault.CONFIGURATION && !trouble.code().retryUseful()) {
            show(PlatformState.FAILED, why);
        } else {
            retryAt = parts.clock().instant().plus(jittered(FIRST_PAUSE, LONGEST_PAUSE));
            failures.incrementAndGet();
            show(PlatformState.OFFLINE, "it did not start: " + why);
        }
    }

    private Duration jittered(Duration first, Duration longest) {
        long doubled = first.toMillis() << Math.min(failures.get(), 20);
        return Duration.ofMillis((long)
                (Math.min(doubled, longest.toMillis()) * (0.75 + parts.random().nextDouble() / 2)));
    }

    private void shut() {
        Open old = open;
        open = null;
        if (old != null) {
            old.context().end();
            Platform platform = old.platform();
            if (platform != null) {
                var unused = old.plugin().call("close " + id, STOP, () -> {
                    platform.close();
                    return Boolean.TRUE;
                });
            }
            old.rights().release();
        }
    }

    private synchronized void look() {
        Instant now = parts.clock().instant();
        Open current = open;
        Instant down = board.view().downSince();
        if (current == null) {
            if (retryAt != null && !now.isBefore(retryAt)) {
                begin();
            }
            return;
        }
        Optional<String> lost = current.rights().renew();
        if (lost.isPresent()) {
            shut();
            show(PlatformState.OFFLINE, lost.get());
            retryAt = now.plus(LOOK);
        } else if (down != null && now.isAfter(patientUntil) && now.isAfter(down.plus(OFFLINE_FOR_LONG))) {
            LOG.warn("platform {} was offline since {} and is opened anew", id, down);
            failures.incrementAndGet();
            shut();
            begin();
        }
    }

    @Override
    public void show(PlatformState state, String detail) {
        Board.View before = board.show(state, detail);
        Board.View now = board.view();
        if (before.state() != state || !before.detail().equals(detail)) {
            LOG.info("platform {} is {} {}", id, state.word(), detail);
            parts.changed().accept(id);
        }
        if (now.works()) {
            failures.set(0);
            proof.complete(null);
        }
        if (now.works() ? !before.works() : now.mayCarry() && !before.mayCarry()) {
            parts.outbox().get().carrierReady(id);
        }
        if (now.waitsForAPerson()) {
            proof.completeExceptionally(new GatewayException(KernelError.PLUGIN_FAILED, id + ": " + detail));
        }
    }

    @Override
    public void proven(boolean byMessage) {
        board.proven(byMessage);
    }

    Rows.Platform row() {
        String wanted = parts.wanted().of(id).name().toLowerCase(Locale.ROOT);
        return board.view().row(id, pluginId, wanted, parts.outbox().get().pending(id));
    }

    @Override
    public String id() {
        return id;
    }

    /** Counts at once when the configuration changes. */
    @Override
    public Access access() {
        Configuration now = parts.configuration().get();
        Judged known = judged;
        Served by = served;
        if (by != null && (known == null || known.by() != now)) {
            known = new Judged(now, by.settings(parts).access());
            judged = known;
        }
        return known == null ? Access.NOBODY : known.access();
    }

    boolean knowsItsLimits() {
        return capabilities != null;
    }

    @Override
    public Capabilities capabilities() {
        return Objects.requireNonNull(capabilities, id);
    }

    @Override
    public boolean ready() {
        Open now = open;
        return now != null && now.platform() != null && board.view().mayCarry();
    }

    @Override
    public int parallelSends() {
        return SeatContext.PARALLEL_SENDS;
    }

    /** Whoever throws while sending may have sent: nobody can tell. */
    @Override
    public SendResult send(Delivery delivery) {
        Open now = open;
        Platform platform = now == null ? null : now.platform();
        if (now == null || platform == null) {
            return new SendResult.Later(Duration.ZERO, id + " is not open");
        }
        return now.plugin()
                .call("send", SEND, () -> platform.send(delivery))
                .fold(
                        done -> seen(done.value()),
                        threw -> new SendResult.Uncertain(threw.why()),
                        overdue -> new SendResult.Uncertain(overdue.why()),
                        not -> new SendResult.Later(Duration.ZERO, not.why()));
    }

    private SendResult seen(SendResult result) {
        if (result instanceof SendResult.Sent) {
            proven(false);
        }
        return result;
    }

    void watch(Conversation conversation, TurnEvent event) {
        Open now = open;
        Platform platform = now == null ? null : now.platform();
        if (now != null && platform != null) {
            now.plugin().quick("watch", () -> platform.watch(conversation, event));
        }
    }
}
