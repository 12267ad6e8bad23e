package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.plugin.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP proxy on loopback for one host, whatever it is asked for: the JDK's client speaks to it, and it speaks to the
 * real proxy. It leads nowhere else, so it is of no use to other programs of the machine.
 */
final class Bridge implements AutoCloseable {
    private static final int HEAD_MOST = 64 << 10;

    private final Tunnel tunnel;
    private final Tasks tasks;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Bridge(Tunnel tunnel, Tasks tasks) throws IOException {
        this.tunnel = tunnel;
        this.tasks = tasks;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var unused = tasks.run("a proxy's bridge", this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                var unused = tasks.run("a proxied connection", () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket near) {
        try (near) {
            near.setTcpNoDelay(true);
            String head = head(near.getInputStream());
            try (Socket far = open(near)) {
                open.add(far);
                boolean tunnelled = head.startsWith("CONNECT ");
                if (tunnelled) {
                    near.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    far.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
                }
                var unused = tasks.run("a proxied connection", () -> pour(far, near));
                pour(near, far);
                open.remove(far);
            }
        } catch (IOException gone) {
            open.remove(near);
        } finally {
            open.remove(near);
        }
    }

    private Socket open(Socket near) throws IOException {
        try {
            return tunnel.open();
        } catch (IOException refused) {
            byte[] body = String.valueOf(refused.getMessage()).getBytes(StandardCharsets.UTF_8);
            String head =
                    "HTTP/1.1 502 Bad Gateway\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
            near.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            near.getOutputStream().write(body);
            throw refused;
        }
    }

    /** Until one side ends; then the other one ends too. */
    private static void pour(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException closed) {
            return;
        }
    }

    /** The head of a message, with its empty line. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < HEAD_MOST) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("nobody said anything");
            }
            head.append((char) next);
            if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        throw new IOException("the head has no end");
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
