package io.hermesgateway.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A connector that listens nowhere: connections are handed to it. */
final class HandedConnector extends AbstractConnector {
    private final Selectors selectors;
    private final AtomicInteger arriving = new AtomicInteger();

    HandedConnector(Server server, ConnectionFactory... factories) {
        super(server, null, null, null, 0, factories);
        selectors = new Selectors(getExecutor(), getScheduler());
        installBean(selectors, true);
    }

    void take(SocketChannel connection) throws IOException {
        connection.configureBlocking(false);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        arriving.incrementAndGet();
        selectors.accept(connection);
    }

    /** Whether something was handed over that is not a connection yet. */
    boolean arriving() {
        return arriving.get() > 0;
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
