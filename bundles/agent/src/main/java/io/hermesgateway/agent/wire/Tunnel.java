package io.hermesgateway.agent.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A connection to one host through a proxy that the JDK's client does not speak to: SOCKS 5, or HTTP with a password. */
record Tunnel(URI proxy, String host, int port) {
    private static final int PATIENCE_MS = 15_000;

    /** Whether the JDK's client needs help with this proxy. */
    static boolean isNeeded(String proxy) {
        return !proxy.isEmpty()
                && (proxy.startsWith("socks") || URI.create(proxy).getUserInfo() != null);
    }

    Socket open() throws IOException {
        Socket socket = new Socket();
        try {
            boolean socks = proxy.getScheme().startsWith("socks");
            int at = proxy.getPort() < 0 ? (socks ? 1080 : 8080) : proxy.getPort();
            socket.connect(new InetSocketAddress(proxy.getHost(), at), PATIENCE_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            if (socks) {
                socks(socket);
            } else {
                connect(socket);
            }
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    private void connect(Socket socket) throws IOException {
        String user = proxy.getUserInfo();
        String login = user == null
                ? ""
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)) + "\r\n";
        String head =
                "CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n" + login + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        String answer = Bridge.head(socket.getInputStream());
        if (!answer.matches("(?s)HTTP/1\\.[01] 200.*")) {
            throw new IOException(
                    "the proxy refuses: " + answer.lines().findFirst().orElse("nothing"));
        }
    }

    private void socks(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String user = proxy.getUserInfo();
        out.write(user == null ? new byte[] {5, 1, 0} : new byte[] {5, 2, 0, 2});
        int version = in.read();
        int method = in.read();
        if (version != 5 || (method != 0 && (method != 2 || user == null))) {
            throw new IOException("the proxy refuses: it wants another way to log in");
        }
        if (method == 2) {
            logIn(out, in, user);
        }
        byte[] name = host.getBytes(StandardCharsets.US_ASCII);
        out.write(new byte[] {5, 1, 0, 3, (byte) name.length});
        out.write(name);
        out.write(new byte[] {(byte) (port >> 8), (byte) port});
        in.readUnsignedByte();
        int answer = in.readUnsignedByte();
        in.readUnsignedByte();
        int kind = in.readUnsignedByte();
        int length = kind == 1 ? 4 : kind == 4 ? 16 : in.readUnsignedByte();
        in.readFully(new byte[length + 2]);
        if (answer != 0) {
            throw new IOException("the proxy cannot reach " + host + " (SOCKS " + answer + ")");
        }
    }

    private static void logIn(OutputStream out, InputStream in, @Nullable String user) throws IOException {
        String[] parts = (user + ":").split(":", 3);
        byte[] name = parts[0].getBytes(StandardCharsets.UTF_8);
        byte[] word = parts[1].getBytes(StandardCharsets.UTF_8);
        out.write(new byte[] {1, (byte) name.length});
        out.write(name);
        out.write(word.length);
        out.write(word);
        if (in.read() != 1 || in.read() != 0) {
            throw new IOException("the proxy refuses its user name or password");
        }
    }
}
