package io.hermesgateway.http;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server. The kernel keeps the listening socket and hands the connections over, so when this bundle is replaced the
 * old instance finishes what it has, the new one takes what comes, and nobody is refused.
 */
final class HttpService implements Service {
    /** Shorter than the time the kernel gives a close: an answer that takes longer is cut. */
    private static final Duration FINISH = Duration.ofMillis(3_500);

    private static final Duration STOP = Duration.ofMillis(100);

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration PORT_AGAIN = Duration.ofSeconds(5);
    private static final int THREADS_MOST = 200;
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

    private final ServiceContext context;
    private final Server server;
    private final HandedConnector connector;
    private volatile HttpSettings settings;
    private Ports.@Nullable Listening listening;
    private @Nullable Registration retrying;
    private volatile boolean closed;

    HttpService(ServiceContext context) {
        this.context = context;
        settings = HttpSettings.of(context.settings("gateway"));
        server = new Server(threads());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new HandedConnector(server, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(new Dispatch(context, () -> settings, () -> closed, connector::answers));
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(STOP.toMillis());
    }

    /** Jetty's own queue and thread factory are built over method handles, which cost a fifth of this bundle's start. */
    private static QueuedThreadPool threads() {
        ThreadFactory plain = Executors.defaultThreadFactory();
        AtomicInteger made = new AtomicInteger();
        return new QueuedThreadPool(THREADS_MOST, 4, 30_000, -1, new LinkedBlockingQueue<>(), null, work -> {
            Thread thread = plain.newThread(work);
            thread.setName("http-" + made.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(HttpService.class.getClassLoader());
            return thread;
        });
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (Exception broken) {
            throw new GatewayException(KernelError.INTERNAL, "the HTTP server does not start: " + broken, broken);
        }
        listen();
    }

    /** A port in use is a trouble that may pass: everything else of the gateway goes on meanwhile. */
    private synchronized void listen() {
        if (closed || listening != null) {
            return;
        }
        try {
            listening = context.ports().take(settings.address(), this::take);
            LOG.info(
                    "serving http://{}:{}",
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
            connector.take(connection);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public synchronized boolean changed() {
        HttpSettings next = HttpSettings.of(context.settings("gateway"));
        boolean here = next.address().equals(settings.address());
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
        connector.end();
        long until = System.nanoTime() + FINISH.toNanos();
        while (connector.busy() && System.nanoTime() < until) {
            LockSupport.parkNanos(2_000_000);
        }
        try {
            server.stop();
        } catch (Exception rest) {
            LOG.info("requests that had not ended were cut: {}", rest.toString());
        }
    }
}
