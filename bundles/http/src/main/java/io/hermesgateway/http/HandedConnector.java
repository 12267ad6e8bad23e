package io.hermesgateway.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A connector that listens nowhere: connections are handed to it. */
final class HandedConnector extends AbstractConnector {
    /** How long a fresh connection has for its first request when this connector ends, and any other for its next. */
    private static final long FIRST_MILLIS = 1_500;

    private static final long NEXT_MILLIS = 300;

    private final Selectors selectors;
    private final AtomicInteger arriving = new AtomicInteger();
    private final Map<Request, EndPoint> answering = new ConcurrentHashMap<>();
    private final SlowHeads slow = new SlowHeads();
    private final int most;
    private boolean ended;

    /** Never more than so many connections: the rest of the gateway needs file descriptors too. */
    HandedConnector(Server server, int most, ConnectionFactory... factories) {
        super(server, null, null, null, 0, factories);
        this.most = most;
        selectors = new Selectors(getExecutor(), getScheduler());
        installBean(selectors, true);
    }

    /** Throws when this connector has ended: then the connection is somebody else's. */
    synchronized void take(SocketChannel connection) throws IOException {
        if (ended) {
            throw new IllegalStateException("this instance has stopped");
        }
        if (connections() >= most) {
            connection.close();
            return;
        }
        connection.configureBlocking(false);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        arriving.incrementAndGet();
        selectors.accept(connection);
    }

    /** From now on nothing is taken; what was taken is finished. */
    synchronized void end() {
        ended = true;
    }

    /** Until the last byte of its answer is written; Jetty's own count of answers goes up with the first. */
    void answers(Request request) {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        answering.put(request, end instanceof EndPoint.Wrapper secure ? secure.unwrap() : end);
    }

    void answered(Request request) {
        answering.remove(request);
    }

    int connections() {
        return getConnectedEndPoints().size() + arriving.get();
    }

    /** Cuts those who take for ever to say what they want. */
    void sweep() {
        slow.sweep(getConnectedEndPoints(), answering.values());
    }

    /**
     * Whether there is still something to finish: a connection that has just come and may be about to ask, a request that
     * is being answered. One that has had its answer and asks nothing more is closed.
     */
    boolean busy() {
        for (EndPoint end : getConnectedEndPoints()) {
            Connection connection = SlowHeads.innermost(end);
            long asked = connection == null ? 0 : connection.getMessagesIn();
            boolean waits = connection == null || asked == connection.getMessagesOut();
            long patience = asked == 0 ? FIRST_MILLIS : NEXT_MILLIS;
            if (waits && isQuiet(end, patience) && !answering.containsValue(end)) {
                end.close();
            }
        }
        return arriving.get() > 0 || !getConnectedEndPoints().isEmpty();
    }

    /** Nothing came or went for so long, nor is there anything that nobody had the time to read. */
    private static boolean isQuiet(EndPoint end, long millis) {
        if (!(end instanceof SocketChannelEndPoint socket) || socket.getIdleFor() <= millis) {
            return false;
        }
        try {
            return socket.getChannel().socket().getInputStream().available() == 0;
        } catch (IOException gone) {
            return true;
        }
    }

    @Override
    protected void accept(int acceptor) {
        throw new UnsupportedOperationException("connections are handed over");
    }

    @Override
    public @Nullable Object getTransport() {
        return null;
    }

    private final class Selectors extends SelectorManager {
        Selectors(Executor executor, Scheduler scheduler) {
            super(executor, scheduler, 1);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            SocketChannelEndPoint end =
                    new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
            end.setIdleTimeout(getIdleTimeout());
            return end;
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint end, Object attachment) {
            return getDefaultConnectionFactory().newConnection(HandedConnector.this, end);
        }

        @Override
        protected void endPointOpened(EndPoint end) {
            super.endPointOpened(end);
            onEndPointOpened(end);
            arriving.decrementAndGet();
        }

        @Override
        protected void endPointClosed(EndPoint end) {
            onEndPointClosed(end);
            super.endPointClosed(end);
        }

        @Override
        protected void connectionFailed(SelectableChannel channel, Throwable why, Object attachment) {
            arriving.decrementAndGet();
            super.connectionFailed(channel, why, attachment);
        }
    }
}
