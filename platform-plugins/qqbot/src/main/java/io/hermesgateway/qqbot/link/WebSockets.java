package io.hermesgateway.qqbot.link;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ServerHandshake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** WebSockets of the Java-WebSocket library. Beats and time limits are the link's: the library's own would need threads. */
public final class WebSockets implements Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(WebSockets.class);

    private final Proxy proxy;

    /**
     * @param proxy as {@code http://host:port} or {@code socks5://host:port}; blank for none
     */
    public WebSockets(String proxy) {
        this.proxy = proxy.isBlank() ? Proxy.NO_PROXY : parse(proxy);
    }

    private static Proxy parse(String proxy) {
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        boolean socks = String.valueOf(uri.getScheme()).startsWith("socks");
        int port = uri.getPort() < 0 ? (socks ? 1080 : 8080) : uri.getPort();
        return new Proxy(
                socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    @Override
    public Socket open(URI address, Ear ear) {
        Line line = new Line(address, ear);
        if (!proxy.equals(Proxy.NO_PROXY)) {
            line.setProxy(proxy);
        }
        line.setTcpNoDelay(true);
        line.setConnectionLostTimeout(0);
        line.setDaemon(true);
        line.connect();
        return line;
    }

    private static final class Line extends WebSocketClient implements Socket {
        private final Ear ear;

        Line(URI address, Ear ear) {
            super(address);
            this.ear = ear;
        }

        @Override
        protected void onSetSSLParameters(javax.net.ssl.SSLParameters parameters) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            ear.opened();
        }

        @Override
        public void onMessage(String text) {
            ear.frame(text);
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            ear.frame(StandardCharsets.UTF_8.decode(bytes).toString());
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            ear.closed(code < 0 ? 1006 : code, reason == null ? "" : reason);
        }

        @Override
        public void onError(Exception broken) {
            LOG.debug("a connection to {} broke: {}", getURI().getHost(), broken.toString());
        }

        @Override
        public void send(String text) {
            try {
                super.send(text);
            } catch (WebsocketNotConnectedException gone) {
                LOG.debug("not sent, for the connection is gone: {}", gone.toString());
            }
        }

        @Override
        public void retire() {
            close(1000);
        }

        @Override
        public void cut() {
            closeConnection(1006, "");
        }

        @Override
        public String remote() {
            InetSocketAddress remote = getRemoteSocketAddress();
            return remote == null ? "" : remote.toString();
        }
    }
}
