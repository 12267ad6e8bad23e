package io.hermesgateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SlowHeadsTest {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final SlowHeads impatient = new SlowHeads(0);

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(1);
        return socket;
    }

    private static void say(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void sweep() {
        impatient.sweep(connector.getConnectedEndPoints(), List.of());
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private long bytes() {
        return connector.getConnectedEndPoints().stream()
                .mapToLong(end -> end.getConnection().getBytesIn())
                .sum();
    }

    @Test
    void aHeadThatTricklesInIsCut() throws Exception {
        try (Socket socket = connect()) {
            say(socket, "GET / HT");
            await(() -> bytes() == 8);
            sweep();
            assertEquals(1, connector.getConnectedEndPoints().size());
            sweep();
            await(() -> connector.getConnectedEndPoints().isEmpty());
            socket.setSoTimeout(60_000);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void aSilentConnectionBetweenTwoRequestsIsNot() throws Exception {
        try (Socket socket = connect()) {
            sweep();
            sweep();
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
            say(socket, request);
            socket.setSoTimeout(60_000);
            Stand.until(socket.getInputStream(), "\r\n\r\n");
            sweep();
            sweep();
            say(socket, request);
            Stand.until(socket.getInputStream(), "\r\n\r\n");
            sweep();
            sweep();
            assertEquals(1, connector.getConnectedEndPoints().size());
        }
    }
}
