package io.hermesgateway.http;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty, set up: its threads, its limits, and one connector that connections are handed to. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration STOP = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int HEAD_MOST = 16_384;
    private static final int THREADS_MOST = 200;

    /** File descriptors that are left to the journal, the stores and the platforms. */
    private static final long SPARED = 512;

    /** On older ones a virtual thread that waits in a synchronized block holds its carrier. */
    private static final int UNPINNED = 24;

    private final ThreadFactory plain = Executors.defaultThreadFactory();
    private final Server server;
    private final HandedConnector connector;
    private final Counts counts = new Counts();

    /**
     * A server that does not run yet.
     *
     * @param descriptors how many files the process may have open; zero when that is not known
     */
    Engine(@Nullable Tls tls, long descriptors) {
        server = new Server(threads());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEAD_MOST);
        int most = descriptors <= 0 ? Integer.MAX_VALUE : (int) Math.max(descriptors / 2, descriptors - SPARED);
        connector = new HandedConnector(server, most, factories(http, tls));
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(STOP.toMillis());
    }

    private static ConnectionFactory[] factories(HttpConfiguration http, @Nullable Tls tls) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls == null) {
            return new ConnectionFactory[] {plain};
        }
        // Which names are ours is for the host check to say; a certificate may have fewer.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {new SslConnectionFactory(tls.context(), plain.getProtocol()), plain};
    }

    /** Jetty's own queue and thread factory are built over method handles, which cost a fifth of this bundle's start. */
    private QueuedThreadPool threads() {
        AtomicInteger made = new AtomicInteger();
        QueuedThreadPool pool = new QueuedThreadPool(
                THREADS_MOST,
                4,
                30_000,
                -1,
                new LinkedBlockingQueue<>(),
                null,
                work -> daemon("http-" + made.incrementAndGet(), work));
        if (Runtime.version().feature() >= UNPINNED) {
            pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        return pool;
    }

    private Thread daemon(String name, Runnable work) {
        Thread thread = plain.newThread(work);
        thread.setName(name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Engine.class.getClassLoader());
        return thread;
    }

    HandedConnector connector() {
        return connector;
    }

    Counts counts() {
        return counts;
    }

    void serve(Handler handler) {
        server.setHandler(handler);
    }

    void start() {
        try {
            server.start();
        } catch (Exception broken) {
            throw new GatewayException(KernelError.INTERNAL, "the HTTP server does not start: " + broken, broken);
        }
    }

    /** Work of the server itself, on a thread that does not end with its pool. */
    void execute(Runnable work) {
        daemon("http-end", work).start();
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception rest) {
            LOG.info("requests that had not ended were cut: {}", rest.toString());
        }
    }
}
