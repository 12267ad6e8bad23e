package io.hermesgateway.simulators;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port of the loopback interface for everything a far side offers: calls and WebSockets, by path. The longest path that
 * fits wins; a path fits itself and what is below it.
 */
public final class SimServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimServer.class);

    private final Server server;
    private final ServerConnector connector;
    private final Map<String, SimHandler> handlers = new ConcurrentHashMap<>();
    private final Map<String, Opener> openers = new ConcurrentHashMap<>();

    private SimServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Decides about a new WebSocket. */
    @FunctionalInterface
    public interface Opener {
        /** Whoever listens to the socket; null when the call was {@linkplain SimCall#reply refused}. */
        SimSocket.@Nullable Events open(SimCall call);
    }

    /** Serves on this port, or on any when it is zero. */
    public static SimServer start(int port) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("sim");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setIdleTimeout(0);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setStopTimeout(0);
        SimServer started = new SimServer(server, connector);
        server.setHandler(started.new Dispatch());
        started.begin();
        return started;
    }

    private void begin() throws IOException {
        try {
            server.start();
        } catch (IOException taken) {
            throw taken;
        } catch (Exception broken) {
            throw new IOException("the server does not start: " + broken.getMessage(), broken);
        }
    }

    /** Answers calls at and below this path from now on. */
    public SimServer handle(String path, SimHandler handler) {
        handlers.put(path, handler);
        return this;
    }

    /** Accepts WebSockets at and below this path from now on. */
    public SimServer accept(String path, Opener opener) {
        openers.put(path, opener);
        return this;
    }

    /** The port. */
    public int port() {
        return connector.getLocalPort();
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** {@code ws://127.0.0.1:PORT}. */
    public String webSocketUrl() {
        return "ws://127.0.0.1:" + port();
    }

    /** The same once more over TLS, on a port of its own, for clients that insist on it. */
    int startTls(ThrowAwayKeys made) throws IOException {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setKeyStore(read(made));
        keys.setKeyStorePassword(made.password());
        keys.setSniRequired(false);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector secure = new ServerConnector(server, keys, new HttpConnectionFactory(http));
        secure.setHost("127.0.0.1");
        secure.setPort(0);
        secure.setIdleTimeout(0);
        server.addConnector(secure);
        try {
            secure.start();
        } catch (Exception broken) {
            throw new IOException("TLS does not start: " + broken.getMessage(), broken);
        }
        return secure.getLocalPort();
    }

    private static KeyStore read(ThrowAwayKeys made) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(made.store()), made.password().toCharArray());
            return store;
        } catch (GeneralSecurityException broken) {
            throw new IOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception rest) {
            LOG.debug("what hung was cut", rest);
        }
    }

    private static <T> @Nullable T find(Map<String, T> all, String path) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
            T found = all.get(at);
            if (found != null) {
                return found;
            }
        }
        return all.get("/");
    }

    private final class Dispatch extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            SimCall head = new SimCall(request, response, callback, new byte[0]);
            String key = head.webSocketKey();
            Opener opener = key == null ? null : find(openers, head.path());
            if (key != null && opener != null) {
                open(head, key, opener);
                return true;
            }
            Content.Source.asByteBuffer(
                    request, Promise.from(body -> answer(request, response, callback, body), callback::failed));
            return true;
        }

        private void open(SimCall head, String key, Opener opener) {
            SimSocket.Events events = opener.open(head);
            if (events != null) {
                head.upgrade(key, new SimSocket(head, events));
            }
        }

        private void answer(Request request, Response response, Callback callback, ByteBuffer whole) {
            byte[] body = new byte[whole.remaining()];
            whole.get(body);
            SimCall call = new SimCall(request, response, callback, body);
            SimHandler handler = find(handlers, call.path());
            if (handler == null) {
                call.reply(SimReply.json(404, Json.object().put("message", "nothing is at " + call.path())));
                return;
            }
            try {
                handler.handle(call);
            } catch (Exception broken) {
                LOG.error("{} is broken", call, broken);
                if (!call.isAnswered()) {
                    call.reply(SimReply.json(500, Json.object().put("message", broken.toString())));
                }
            }
        }
    }
}
