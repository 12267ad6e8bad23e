package io.hermesgateway.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A connection that carries one JSON object per line. */
final class Line implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final ObjectMapper json = new ObjectMapper();
    private final Socket socket;
    private final BufferedReader in;

    private Line(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static Line connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            return new Line(socket);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** The next object; null at the end of the connection. */
    @Nullable
    JsonNode read() throws IOException {
        String text = in.readLine();
        return text == null ? null : json.readTree(text);
    }

    synchronized void write(JsonNode out) throws IOException {
        socket.getOutputStream().write((out + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            throw new java.io.UncheckedIOException("a socket that cannot be closed", alreadyGone);
        }
    }
}
