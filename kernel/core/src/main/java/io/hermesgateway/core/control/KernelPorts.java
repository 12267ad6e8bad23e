package io.hermesgateway.core.control;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets. One thread per address accepts for ever, whoever serves at the moment. While nobody does, it
 * waits and so does everybody in the backlog; when nobody came back in time, the port is given up with the next
 * connection, and opened again for the next taker.
 */
public final class KernelPorts implements Ports, AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(KernelPorts.class);

    private final Executor threads;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Map<InetSocketAddress, Port> ports = new HashMap<>();

    /** The patience is for connections that arrive while nobody serves. */
    public KernelPorts(Executor threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    @Override
    public Listening take(InetSocketAddress address, Taker taker) {
        lock.lock();
        try {
            Port port = ports.get(address);
            if (port == null) {
                port = open(address);
                ports.put(address, port);
                threads.execute(port::acceptForEver);
            }
            port.taker = taker;
            taken.signalAll();
            return new Taken(port, taker);
        } finally {
            lock.unlock();
        }
    }

    private Port open(InetSocketAddress asked) {
        try {
            ServerSocketChannel socket = ServerSocketChannel.open();
            try {
                socket.bind(asked, BACKLOG);
                return new Port(asked, (InetSocketAddress) socket.getLocalAddress(), socket);
            } catch (IOException | RuntimeException failed) {
                socket.close();
                throw failed;
            }
        } catch (BindException inUse) {
            String words = PortOwner.sentence(Path.of("/proc"), asked, String.valueOf(inUse.getMessage()));
            throw new GatewayException(KernelError.PORT_IN_USE, words, inUse);
        } catch (IOException | RuntimeException failed) {
            String words = "cannot listen on " + asked + ": " + failed.getMessage();
            throw new GatewayException(KernelError.BAD_SETTING, words, failed);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ports.values().forEach(port -> closeQuietly(port.socket));
            ports.clear();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception alreadyGone) {
            LOG.debug("closing a connection", alreadyGone);
        }
    }

    private record Taken(Port port, Taker taker) implements Listening {
        @Override
        public InetSocketAddress address() {
            return port.address;
        }

        @Override
        public void close() {
            port.leave(taker);
        }
    }

    private final class Port {
        private final InetSocketAddress asked;
        private final InetSocketAddress address;
        private final ServerSocketChannel socket;
        private volatile @Nullable Taker taker;
        private long aloneSince;

        Port(InetSocketAddress asked, InetSocketAddress address, ServerSocketChannel socket) {
            this.asked = asked;
            this.address = address;
            this.socket = socket;
        }

        void leave(Taker old) {
            lock.lock();
            try {
                if (taker == old) {
                    taker = null;
                    aloneSince = System.nanoTime();
                }
            } finally {
                lock.unlock();
            }
        }

        void acceptForEver() {
            while (socket.isOpen()) {
                try {
                    hand(socket.accept());
                } catch (IOException failed) {
                    if (socket.isOpen()) {
                        LOG.warn("accepting on {}: {}", address, failed.getMessage());
                        LockSupport.parkNanos(100_000_000);
                    }
                }
            }
        }

        /** A taker that throws is left, and the connection goes to the next one. */
        private void hand(SocketChannel connection) {
            for (Taker now = taker(); now != null; now = taker()) {
                try {
                    now.take(connection);
                    return;
                } catch (RuntimeException refused) {
                    LOG.warn("the server on {} did not take a connection: {}", address, refused.toString());
                    leave(now);
                }
            }
            closeQuietly(connection);
        }

        /** Whoever serves, now or within the patience; null when the port was given up. */
        private @Nullable Taker taker() {
            lock.lock();
            try {
                long left = patience.toNanos() - (System.nanoTime() - aloneSince);
                while (taker == null && socket.isOpen() && left > 0) {
                    left = taken.awaitNanos(left);
                }
            } catch (InterruptedException ended) {
                LOG.debug("interrupted while waiting for a server", ended);
            } finally {
                if (taker == null && ports.remove(asked, this)) {
                    closeQuietly(socket);
                }
                lock.unlock();
            }
            return taker;
        }
    }
}
