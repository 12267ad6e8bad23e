package io.hermesgateway.httpkit;

import io.hermesgateway.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A gate on a real socket, and a client that writes what it is told. */
final class Surface implements Gate.Rules {
    static final String KEY = "a-key-of-enough-length";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    final ManualClock clock = new ManualClock();
    final Gate gate;
    List<Keys.Key> keys = List.of(Keys.Key.of("main", new io.hermesgateway.spi.settings.Secret(KEY)));
    List<String> origins = List.of();
    long limit = 100;

    @Nullable
    String scope;

    Surface(Endpoint endpoint) throws Exception {
        gate = new Gate(() -> this, new RateLimit(clock), endpoint);
        server.addConnector(connector);
        server.setHandler(gate);
        server.start();
    }

    @Override
    public Keys keys() {
        return Keys.of(keys);
    }

    @Override
    public Cors cors() {
        return new Cors(origins);
    }

    @Override
    public long bodyLimit(Request request) {
        return limit;
    }

    @Override
    public Optional<String> scope(Request request) {
        return Optional.ofNullable(scope);
    }

    @Override
    public boolean isOpen(Request request) {
        return Request.getPathInContext(request).equals("/open");
    }

    void idleTimeout(long millis) {
        connector.setIdleTimeout(millis);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Sends the lines and reads until the server closes; asks it to close by itself. */
    Reply ask(String requestLine, String... more) throws IOException {
        try (Socket socket = connect()) {
            write(socket, requestLine, more);
            return Reply.of(socket.getInputStream().readAllBytes());
        }
    }

    /** The same without waiting for the answer. */
    static void write(Socket socket, String requestLine, String... more) throws IOException {
        String body =
                more.length > 0 && more[more.length - 1].startsWith("\n") ? more[more.length - 1].substring(1) : "";
        StringBuilder text = new StringBuilder(requestLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (String line : more) {
            if (!line.startsWith("\n")) {
                text.append(line).append("\r\n");
            }
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        socket.getOutputStream()
                .write(text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8));
    }

    static String auth() {
        return "Authorization: Bearer " + KEY;
    }

    /** Reads until the text has come. */
    static String readUntil(InputStream in, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended before '" + text + "': " + all);
            }
            all.append((char) next);
        }
        return all.toString();
    }

    record Reply(int status, String head, String body) {
        static Reply of(byte[] bytes) throws IOException {
            String all = new String(bytes, StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("the answer was cut: '" + all + "'");
            }
            return new Reply(
                    Integer.parseInt(all.split(" ")[1]), all.substring(0, end) + "\r\n", all.substring(end + 4));
        }

        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    void close() throws Exception {
        server.stop();
    }
}
