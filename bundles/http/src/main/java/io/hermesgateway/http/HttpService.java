package io.hermesgateway.http;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service around the server. The kernel keeps the listening socket and hands the connections over, so when this bundle
 * is replaced the new instance takes what comes at once, the old one finishes what it has, and nobody is refused.
 */
final class HttpService implements Service {
    private static final Setting<Secret> TOKEN =
            Setting.of("token", Types.SECRET, null, "The token of the admin.").env("CONSOLE_TOKEN");
    static final SettingsSpec CONSOLE = SettingsSpec.of("console", TOKEN);
    private static final Duration PORT_AGAIN = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

    private final ServiceContext context;
    private final @Nullable Tls tls;
    private final Engine engine;
    private volatile HttpSettings settings;
    private Ports.@Nullable Listening listening;
    private @Nullable Registration retrying;
    private volatile boolean closed;

    HttpService(ServiceContext context) {
        this.context = context;
        settings = HttpSettings.of(context.settings("gateway"), context.home());
        HttpSettings.Pem pem = settings.tls();
        tls = pem == null ? null : new Tls(pem);
        long descriptors = context.control().status().fds().limit();
        engine = new Engine(tls, descriptors);
        Health health = new Health(context.control(), context.clock());
        Metrics metrics = new Metrics(context.control(), engine.counts(), engine.connector()::connections);
        BuiltIn builtIn = new BuiltIn(
                context.registry(), health, metrics, () -> settings.local(), () -> context.settings("console")
                        .find(TOKEN));
        Front front = new Front(() -> settings, context.ids(), engine.connector(), engine.counts(), () -> closed);
        engine.serve(new Dispatch(context.registry(), front, builtIn));
    }

    @Override
    public void start() {
        engine.start();
        listen();
        context.tasks().every(SWEEP, "sweep", this::sweep);
    }

    private void sweep() {
        engine.connector().sweep();
        Tls secure = tls;
        if (secure != null && retrying == null) {
            context.report(secure.look());
        }
    }

    /** A port in use is a trouble that may pass: everything else of the gateway goes on meanwhile. */
    private synchronized void listen() {
        if (closed || listening != null) {
            return;
        }
        try {
            listening = context.ports().take(settings.address(), this::take);
            LOG.info(
                    "serving {}://{}:{}",
                    tls == null ? "http" : "https",
                    settings.address().getHostString(),
                    listening.address().getPort());
            context.report("");
            stopRetrying();
        } catch (GatewayException refused) {
            if (refused.code() != KernelError.PORT_IN_USE) {
                throw refused;
            }
            context.report(String.valueOf(refused.getMessage()));
            if (retrying == null) {
                retrying = context.tasks().every(PORT_AGAIN, "port", this::listen);
            }
        }
    }

    private void stopRetrying() {
        if (retrying != null) {
            retrying.close();
            retrying = null;
        }
    }

    private void take(SocketChannel connection) {
        try {
            engine.connector().take(connection);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public synchronized boolean changed() {
        HttpSettings next = HttpSettings.of(context.settings("gateway"), context.home());
        boolean here = next.address().equals(settings.address()) && Objects.equals(next.tls(), settings.tls());
        if (here) {
            settings = next;
        }
        return here;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            stopRetrying();
            if (listening != null) {
                listening.close();
            }
        }
        engine.connector().end();
    }

    /** Answers that had begun are finished, streams too, while a successor serves already. */
    @Override
    public CompletionStage<?> rest(Duration patience) {
        Duration least = patience.compareTo(settings.drain()) < 0 ? patience : settings.drain();
        CompletableFuture<Boolean> finished = new CompletableFuture<>();
        engine.execute(() -> finish(least, finished));
        return finished;
    }

    private void finish(Duration patience, CompletableFuture<Boolean> finished) {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (engine.connector().busy() && System.nanoTime() < until && !Thread.interrupted()) {
                LockSupport.parkNanos(5_000_000);
            }
            engine.stop();
        } finally {
            finished.complete(true);
        }
    }
}
