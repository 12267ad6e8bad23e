package io.hermesgateway.core.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class KernelPortsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final KernelPorts ports = new KernelPorts(threads, Duration.ofSeconds(30));

    @AfterEach
    void close() {
        ports.close();
        threads.shutdownNow();
    }

    @Test
    void handsWhatArrivesToWhoeverServesNow() throws Exception {
        BlockingQueue<SocketChannel> first = new LinkedBlockingQueue<>();
        BlockingQueue<SocketChannel> second = new LinkedBlockingQueue<>();
        InetSocketAddress address = ports.take(ANY, first::add).address();
        try (SocketChannel client = SocketChannel.open(address)) {
            assertEquals(client.getLocalAddress(), first.take().getRemoteAddress());
        }
        assertEquals(address, ports.take(ANY, second::add).address());
        try (SocketChannel client = SocketChannel.open(address)) {
            assertEquals(client.getLocalAddress(), second.take().getRemoteAddress());
        }
    }

    @Test
    void refusesNobodyWhileTheServerIsReplaced() throws Exception {
        BlockingQueue<SocketChannel> served = new LinkedBlockingQueue<>();
        Ports.Listening old = ports.take(ANY, served::add);
        old.close();
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(SocketChannel.open(old.address()));
        }
        ports.take(ANY, served::add);
        for (SocketChannel client : clients) {
            assertTrue(served.take().isConnected());
            client.close();
        }
    }

    @Test
    void anOldServerThatLeavesLateDoesNotDisturbTheNewOne() throws Exception {
        BlockingQueue<SocketChannel> served = new LinkedBlockingQueue<>();
        Ports.Listening old = ports.take(ANY, connection -> {});
        ports.take(ANY, served::add);
        old.close();
        try (SocketChannel client = SocketChannel.open(old.address())) {
            assertEquals(client.getLocalAddress(), served.take().getRemoteAddress());
        }
    }

    @Test
    void keepsAConnectionThatABrokenServerRefusesForTheNextOne() throws Exception {
        BlockingQueue<SocketChannel> served = new LinkedBlockingQueue<>();
        BlockingQueue<String> refused = new LinkedBlockingQueue<>();
        Ports.Listening broken = ports.take(ANY, connection -> {
            refused.add("stopped");
            throw new IllegalStateException("stopped");
        });
        try (SocketChannel client = SocketChannel.open(broken.address())) {
            assertEquals("stopped", refused.take());
            ports.take(ANY, served::add);
            assertEquals(client.getLocalAddress(), served.take().getRemoteAddress());
        }
    }

    @Test
    void givesThePortUpWhenNobodyComesBack() throws Exception {
        try (KernelPorts hasty = new KernelPorts(threads, Duration.ofMillis(1))) {
            Ports.Listening left = hasty.take(ANY, connection -> {});
            left.close();
            try (SocketChannel last = SocketChannel.open(left.address())) {
                assertEquals(-1, last.read(java.nio.ByteBuffer.allocate(1)));
            }
            try (ServerSocket free = new ServerSocket()) {
                free.setReuseAddress(true);
                free.bind(left.address());
                assertEquals(left.address().getPort(), free.getLocalPort());
            }
        }
    }

    @Test
    void namesTheOwnerOfAPortInUse() throws IOException {
        try (ServerSocket owner = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress used = (InetSocketAddress) owner.getLocalSocketAddress();
            GatewayException refused = assertThrows(GatewayException.class, () -> ports.take(used, c -> {}));
            assertEquals(KernelError.PORT_IN_USE, refused.code());
            String words = String.valueOf(refused.getMessage());
            assertTrue(words.contains("process " + ProcessHandle.current().pid() + " ("), words);
        }
    }
}
