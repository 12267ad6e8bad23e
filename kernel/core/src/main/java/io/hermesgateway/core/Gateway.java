package io.hermesgateway.core;

import io.hermesgateway.config.PlatformSettings;
import io.hermesgateway.core.control.ControlCalls;
import io.hermesgateway.core.control.ControlSocket;
import io.hermesgateway.core.control.HomeFiles;
import io.hermesgateway.core.control.KernelControl;
import io.hermesgateway.core.control.KernelPorts;
import io.hermesgateway.core.feed.Copies;
import io.hermesgateway.core.feed.History;
import io.hermesgateway.core.feed.StoreFeed;
import io.hermesgateway.core.host.Limits;
import io.hermesgateway.core.host.LoaderCaches;
import io.hermesgateway.core.host.Places;
import io.hermesgateway.core.host.PluginHost;
import io.hermesgateway.core.host.SharedPackages;
import io.hermesgateway.core.host.WantedFile;
import io.hermesgateway.core.inbox.HomeChannel;
import io.hermesgateway.core.platform.BotLocks;
import io.hermesgateway.core.platform.PlatformParts;
import io.hermesgateway.core.platform.Platforms;
import io.hermesgateway.core.seats.AgentSeats;
import io.hermesgateway.core.seats.AllSeats;
import io.hermesgateway.core.seats.DeclaredSettings;
import io.hermesgateway.core.seats.ServiceSeats;
import io.hermesgateway.core.seats.StoreSeats;
import io.hermesgateway.core.seats.Surroundings;
import io.hermesgateway.core.seats.ToolSeats;
import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Redaction;
import io.hermesgateway.spi.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that wires. Parts are made from the inside out: the journal and the state first, then who changes it,
 * then the plugins, and last the doors through which the world comes in; they are closed the other way round.
 */
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(10);

    private final Start start;
    private final Ground ground;
    private final Optional<LogFiles> logs;
    private final Platforms platforms;
    private final Rules rules;
    private final Talk talk;
    private final StoreSeats stores;
    private final StoreFeed feed;
    private final History history;
    private final Copies copies;
    private final PluginHost host;
    private final KernelPorts ports;
    private final KernelControl control;
    private final ServiceSeats services;
    private final DeclaredSettings declared;
    private final HomeFiles files;
    private final Heartbeat heartbeat;
    private volatile @Nullable ControlSocket socket;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What a gateway starts with.
     *
     * @param bundles the folder with the distribution's own plugins
     * @param over is told {@code stop} or {@code restart} when somebody asks for the end
     */
    public record Start(
            Path home, Path bundles, Map<String, String> environment, List<String> arguments, Consumer<String> over) {}

    /**
     * Starts a gateway and returns when it serves.
     *
     * @throws GatewayException with a sentence for the operator when it cannot
     */
    public static Gateway open(Start start) {
        HomeGate.enter(start.home());
        Configured configured = new Configured(start.home(), start.environment());
        BindGuard.check(configured.current());
        Optional<LogFiles> logs = ServiceLoader.load(LogFiles.class).findFirst();
        logs.ifPresent(sink -> sink.open(start.home().resolve("logs"), configured::redact));
        try {
            Gateway gateway = new Gateway(start, new Ground(start.home(), version(), configured), logs);
            gateway.serve();
            return gateway;
        } catch (IOException refused) {
            throw new GatewayException(
                    KernelError.BAD_SETTING, "The gateway cannot use its home: " + refused.getMessage(), refused);
        }
    }

    private Gateway(Start start, Ground ground, Optional<LogFiles> logs) {
        this.start = start;
        this.ground = ground;
        this.logs = logs;
        rules = new Rules(ground.configured::current, this::settingsOf, ground.configured::allow);
        Surroundings around = new Surroundings(
                start.home(), ground.clock, new RandomIds(), Limits.shipped(), ground.configured::current);
        AgentSeats agents = new AgentSeats(around, () -> rules.agentKind(builtInAgent()));
        ToolSeats tools = new ToolSeats(around, rules::disabledToolsets);
        tell(tools);
        platforms = platforms();
        stores = new StoreSeats(around, rules::storeKind, Rules.STANDBY_STORE);
        feed = new StoreFeed(ground.journal, stores, ground.clock, ground.tasks);
        history = new History(ground.ledger, stores);
        copies = new Copies(start.home().resolve("backups"), stores, rules::backupsKept, ground.clock);
        ground.board.ask(feed::rows);
        talk = talk(rules, agents, tools, history);
        talk.watchers.watchAll(platforms::watch);
        ports = new KernelPorts(ground.threads.workers(), CONNECTION_PATIENCE);
        services = new ServiceSeats(around, new ServiceSeats.Reach(this::control, talk.turns, ports, this::trouble));
        declared = new DeclaredSettings(ground.configured::declarationsChanged);
        host = host(new AllSeats(
                List.of(declared, stores, services, tools, agents),
                platforms,
                talk.turns::agentChanged,
                this::pluginChanged));
        control = new KernelControl(
                new KernelControl.Parts(
                        Doors.plugins(host),
                        platforms,
                        Doors.outgoing(talk.outbox),
                        Doors.copies(copies, feed, ground.journal, stores),
                        start.over()),
                ground.ledger,
                talk.desk,
                ground.board,
                ground.events);
        files = new HomeFiles(start.home(), start.arguments(), ground.clock);
        heartbeat = new Heartbeat(start.environment(), files, ground.board, control::platforms);
    }

    /** Begins with what the journal says is open, then lets the plugins in, and last the world. */
    private void serve() throws IOException {
        logs.ifPresent(sink -> sink.tap(line -> ground.events.publish("log", line)));
        PairingVerbs.publish(ground.registry, talk.pairing);
        ground.registry.publish(Redaction.class, "kernel", ground.configured.redaction());
        SessionVerbs.publish(ground.registry, history, ground.ledger);
        talk.open();
        ground.board.config(ground.configured::state);
        ground.configured.start(declared::all, this::configured, ground.threads.workers());
        host.start().join();
        stores.refusal().ifPresent(refused -> {
            throw refused;
        });
        feed.start();
        copies.start(ground.tasks);
        ground.configured.warn();
        talk.begin();
        ControlCalls calls = new ControlCalls(
                control, talk.turns, ground.registry, message -> talk.inbox.command(message), ground.clock);
        ControlSocket listening =
                new ControlSocket(start.home(), calls, ground.threads.workers(), ground.tasks, ground.clock);
        socket = listening;
        files.writePid(listening.path());
        ground.board.phase("running");
        heartbeat.start(ground.tasks);
        LOG.info("Hermes Gateway {} is running in {}", ground.version, start.home());
    }

    private Platforms platforms() {
        Path locks = BotLocks.folder(start.environment(), Path.of(System.getProperty("user.home")));
        return new Platforms(new PlatformParts(
                start.home(),
                ground.configured::current,
                ground.ledger,
                () -> talk().inbox,
                () -> talk().desk,
                () -> talk().outbox,
                new WantedFile(start.home().resolve("platforms-wanted.json")),
                new BotLocks(locks, start.home(), ground.clock),
                new RandomIds(),
                ground.clock,
                ground.tasks,
                new SecureRandom(),
                this::platformChanged));
    }

    private Talk talk(Rules rules, AgentSeats agents, ToolSeats tools, History history) {
        return new Talk(new Talk.Parts(
                start.home(),
                ground.clock,
                ground.ledger,
                rules,
                agents,
                tools,
                (session, atMost) -> history.transcript(session, atMost).lines(),
                platforms,
                this::outbound,
                this::homeOf,
                ground.configured::redact,
                ground.registry,
                platforms,
                ground.threads.workers(),
                ground.tasks,
                new SecureRandom()));
    }

    private Talk talk() {
        return talk;
    }

    private Optional<Settings> settingsOf(String platformId) {
        return platforms.settings(platformId);
    }

    /** Also true for a configured platform whose plugin has not come yet: what is said then waits for it. */
    private boolean outbound(String platformId) {
        String kind = platformId.contains(".") ? platformId.substring(0, platformId.indexOf('.')) : platformId;
        boolean configured = ground.configured.current().isSet("platforms." + kind);
        return settingsOf(platformId).isPresent() || (configured && !kind.equals(PlatformSettings.API_SERVER));
    }

    /** The chat that somebody chose with /sethome, else the configured one. */
    private Optional<Conversation> homeOf(String platformId) {
        Optional<Conversation> chosen = ground.ledger.read(state -> HomeChannel.of(state, platformId));
        return chosen.or(() -> settingsOf(platformId)
                .flatMap(settings -> settings.find(PlatformSettings.HOME_CHANNEL))
                .filter(chat -> !chat.isBlank())
                .map(chat -> Conversation.dm(platformId, chat)));
    }

    private void configured(Set<String> sections) {
        services.changed(sections);
        platforms.configured();
        talk.turns.agentChanged();
    }

    private void platformChanged(String id) {
        platforms.rows().stream()
                .filter(row -> row.id().equals(id))
                .forEach(row -> ground.events.publish("platform", row));
    }

    private PluginHost host(AllSeats seats) {
        return new PluginHost(new PluginHost.Outside(
                Places.in(start.home(), start.bundles()),
                SharedPackages.shipped(),
                Limits.shipped(),
                ground.threads,
                ground.registry,
                new LoaderCaches(),
                seats,
                ground.clock,
                new SecureRandom()));
    }

    /** Which toolsets there are, and which of them agents are not offered. */
    private void tell(ToolSeats tools) {
        ground.registry.publish(ControlVerb.class, "toolsets.list", (who, args, shown) -> tools.toolsets());
        ground.registry.publish(ControlVerb.class, "toolsets.disabled", (who, args, shown) -> rules.disabledToolsets());
    }

    private GatewayControl control() {
        return control;
    }

    private boolean builtInAgent() {
        return host.has("agent-builtin");
    }

    private void trouble(String component, String words) {
        if (words.isEmpty()) {
            ground.board.clear(component);
        } else {
            ground.board.set(component, "degraded", words);
        }
    }

    private void pluginChanged(String id) {
        host.rows().stream().filter(row -> row.id().equals(id)).forEach(row -> ground.events.publish("plugin", row));
    }

    private static String version() {
        String packed = Gateway.class.getPackage().getImplementationVersion();
        return packed == null ? "dev" : packed;
    }

    /** What the person who started it should read. */
    List<String> started() {
        return List.of("Hermes Gateway " + version() + " is running. Home: " + start.home());
    }

    /**
     * Ends: first nothing new begins and what runs may finish, then everything is closed. What has not finished in time
     * stands in the journal and goes on at the next start. Calling it again waits for nothing.
     */
    public void close(String how) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        LOG.info("Ending: {}", how);
        ground.board.phase("draining");
        Instant until = ground.clock.instant().plus(rules.drainTimeout());
        boolean finished = talk.turns.drain(() -> {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            return ground.clock.instant().isBefore(until);
        });
        if (!finished) {
            LOG.warn("Not everything ended in time; it goes on after the next start");
        }
        host.close();
        feed.close();
        ground.configured.close();
        ports.close();
        ControlSocket listening = socket;
        if (listening != null) {
            listening.close();
        }
        ground.board.phase("stopped");
        heartbeat.end(how);
        ground.close();
        logs.ifPresent(LogFiles::close);
    }
}
