package io.hermesgateway.spi.service;

import io.hermesgateway.spi.plugin.Registration;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * The listening sockets. They belong to the kernel, so that replacing the bundle that serves them refuses no connection:
 * what arrives meanwhile waits for the next taker.
 */
public interface Ports {
    /**
     * Hands every connection accepted on the address to the taker, from now until the registration is closed or another
     * taker comes. The socket is opened with the first taker and stays.
     *
     * @throws io.hermesgateway.spi.error.GatewayException {@code port_in_use} naming the owner where it can be seen
     */
    Listening take(InetSocketAddress address, Taker taker);

    /** A port in use. */
    interface Listening extends Registration {
        /** The real address, with the port that was chosen when zero was asked for. */
        InetSocketAddress address();
    }

    /** Takes accepted connections on a thread of the kernel; must hand them on at once. */
    interface Taker {
        void take(SocketChannel connection);
    }
}
