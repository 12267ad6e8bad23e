package io.hermesgateway.core.platform;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.core.control.KernelControl;
import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.inbox.InboxParts;
import io.hermesgateway.core.outbox.Carriers;
import io.hermesgateway.core.platform.Seat.Served;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.plugin.Wanted;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Every configured account of every platform, each on a seat of its own. Plugins come and go under the seats; pausing,
 * restarting or configuring one account touches no other.
 */
public final class Platforms implements Carriers, KernelControl.Platforms, InboxParts.Restart {
    private static final Duration ASK = Duration.ofSeconds(5);

    private final PlatformParts parts;
    private final Map<String, Seat> seats = new ConcurrentSkipListMap<>();
    private final Map<String, List<Kind>> offered = new ConcurrentHashMap<>();

    public Platforms(PlatformParts parts) {
        this.parts = parts;
    }

    /** A kind of platform and the plugin that serves it. */
    private record Kind(Hosted plugin, PlatformFactory factory, SettingsSpec spec) {}

    /**
     * A plugin came: its accounts are opened.
     *
     * @return completes when every account that worked under its predecessor works again, exceptionally when one cannot
     */
    public CompletableFuture<@Nullable Void> opened(LivePlugin plugin) {
        return opened(Hosted.of(plugin), plugin.offers().platforms());
    }

    CompletableFuture<@Nullable Void> opened(Hosted plugin, List<PlatformFactory> factories) {
        List<Kind> kinds = new ArrayList<>();
        for (PlatformFactory factory : factories) {
            SettingsSpec spec =
                    plugin.call("settings", ASK, () -> spec(factory)).orThrow();
            String server = serverOf(spec.section());
            if (server != null) {
                throw new GatewayException(
                        KernelError.DUPLICATE, spec.section() + " is already served by the plugin " + server);
            }
            kinds.add(new Kind(plugin, factory, spec));
        }
        offered.put(plugin.id(), List.copyOf(kinds));
        List<CompletableFuture<@Nullable Void>> proofs = new ArrayList<>();
        for (Kind kind : kinds) {
            for (Configuration.Account account : accounts(kind)) {
                proofs.add(serve(kind, account));
            }
        }
        return CompletableFuture.allOf(proofs.toArray(CompletableFuture[]::new));
    }

    private static SettingsSpec spec(PlatformFactory factory) {
        SettingsSpec own = factory.settings();
        return own.section().isEmpty()
                ? new SettingsSpec("platforms." + factory.kind(), own.settings(), own.rule())
                : own;
    }

    private @Nullable String serverOf(String section) {
        return offered.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(kind -> kind.spec().section().equals(section)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private List<Configuration.Account> accounts(Kind kind) {
        return parts.configuration().get().accounts(kind.spec()).stream()
                .filter(Configuration.Account::enabled)
                .toList();
    }

    private CompletableFuture<@Nullable Void> serve(Kind kind, Configuration.Account account) {
        return seats.computeIfAbsent(account.id(), id -> new Seat(id, parts))
                .serve(new Served(kind.plugin(), kind.factory(), kind.spec(), account.section()));
    }

    /** A plugin goes: its accounts are closed and stay as they are wanted. */
    public void closing(LivePlugin plugin) {
        closing(plugin.id());
    }

    void closing(String plugin) {
        offered.remove(plugin);
        seats.values().stream()
                .filter(seat -> seat.isServedBy(plugin))
                .forEach(seat -> seat.leave("the plugin " + plugin + " is not running"));
    }

    /** The configuration changed: accounts come, go, and are opened anew, each for itself. */
    public void configured() {
        List<String> there = new ArrayList<>();
        for (List<Kind> kinds : offered.values()) {
            for (Kind kind : kinds) {
                for (Configuration.Account account : accounts(kind)) {
                    there.add(account.id());
                    Seat seat = seats.get(account.id());
                    if (seat != null && seat.isServed()) {
                        seat.configured(account.section());
                    } else {
                        var unused = serve(kind, account);
                    }
                }
            }
        }
        seats.values().removeIf(seat -> {
            boolean gone = seat.isServed() && !there.contains(seat.id());
            if (gone) {
                seat.remove();
            }
            return gone;
        });
    }

    /** The settings of an account that a running plugin serves. */
    public Optional<Settings> settings(String platformId) {
        return Optional.ofNullable(seats.get(platformId)).flatMap(Seat::settings);
    }

    @Override
    public List<Rows.Platform> rows() {
        return seats.values().stream().map(Seat::row).toList();
    }

    /** Begins it and returns: whoever asks may be a thread of the very adapter that is to be closed. */
    @Override
    public Rows.Platform act(String id, String action) {
        Seat seat = seats.get(id);
        if (seat == null) {
            throw new GatewayException(KernelError.NOT_FOUND, "there is no platform account " + id);
        }
        Runnable work =
                switch (action) {
                    case "restart" -> seat::again;
                    case "pause" -> () -> seat.want(Wanted.PAUSED);
                    case "resume" -> () -> seat.want(Wanted.RUNNING);
                    default -> throw new GatewayException(KernelError.BAD_REQUEST, "restart, pause or resume?");
                };
        var unused = parts.tasks().run(action + " " + id, work);
        return seat.row();
    }

    @Override
    public boolean restart(String platformId, String who) {
        boolean known = seats.containsKey(platformId);
        if (known) {
            act(platformId, "restart");
        }
        return known;
    }

    @Override
    public Optional<Carrier> carrier(String platformId) {
        return Optional.ofNullable(seats.get(platformId))
                .filter(Seat::knowsItsLimits)
                .map(seat -> seat);
    }

    /** Lets the platform of a conversation see what its turn does. */
    public void watch(Conversation conversation, TurnEvent event) {
        Seat seat = seats.get(conversation.platform());
        if (seat != null) {
            seat.watch(conversation, event);
        }
    }
}
