package io.hermesgateway.simulators;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * The server's end of a WebSocket, frame by frame. It is written here and not taken from a library because a far side must
 * also be able to send what a library would not: any close code, broken and split frames, a reset, nothing at all.
 */
public final class SimSocket {
    /** What is said of a close frame without a code. */
    public static final int NO_CODE = 1005;

    /** What is said of an end without a close frame. */
    public static final int NO_FRAME = 1006;

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final SimCall call;
    private final SocketConnection connection;

    SimSocket(SimCall call, Events events) {
        this.call = call;
        EndPoint end = call.request().getConnectionMetaData().getConnection().getEndPoint();
        this.connection = new SocketConnection(
                end,
                call.request().getComponents().getExecutor(),
                call.request().getComponents().getScheduler(),
                this,
                events);
    }

    /** What happens on a socket; one call at a time, on a thread that must not be held. */
    public interface Events {
        /** The client may be spoken to. */
        void opened(SimSocket socket);

        /** A whole text message. */
        void text(SimSocket socket, String text);

        /** A whole binary message. */
        default void binary(SimSocket socket, byte[] bytes) {
            socket.close(1003, "text only");
        }

        /** The client wants to end it; usually it is answered in kind. */
        default void closing(SimSocket socket, int code, String reason) {
            socket.close(code, "");
        }

        /** It is over, told once. The code is the client's, or {@link #NO_FRAME} when it sent no close frame. */
        void gone(SimSocket socket, int code, String reason);
    }

    Connection connection() {
        return connection;
    }

    /** The request it began with. */
    public SimCall call() {
        return call;
    }

    /** Sends a text message. */
    public void text(String text) {
        frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a binary message. */
    public void binary(byte[] bytes) {
        frame(true, BINARY, bytes);
    }

    /** Sends a text message in so many frames. */
    public void fragments(String text, int count) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int size = Math.max(1, (bytes.length + count - 1) / count);
        for (int from = 0; from < bytes.length; from += size) {
            int end = Math.min(bytes.length, from + size);
            frame(end == bytes.length, from == 0 ? TEXT : 0, Arrays.copyOfRange(bytes, from, end));
        }
    }

    /** Sends any frame, allowed or not. */
    public void frame(boolean last, int opcode, byte[] payload) {
        connection.send(Wire.frame(last, opcode, payload));
    }

    /** Sends any bytes. */
    public void raw(byte[] bytes) {
        connection.send(ByteBuffer.wrap(bytes));
    }

    /** Asks whether the client is there. */
    public void ping() {
        frame(true, PING, new byte[0]);
    }

    /** Sends a close frame with any code and ends the connection without hearing the client. */
    public void closeNow(int code, String reason) {
        connection.end(code, reason);
        connection.endWhenWritten();
    }

    /** Sends a close frame with any code ({@link #NO_CODE} for none) and ends the connection a little later. */
    public void close(int code, String reason) {
        connection.end(code, reason);
    }

    /** Ends the connection with a TCP reset. */
    public void reset() {
        Wire.reset(connection.getEndPoint());
        connection.gone(NO_FRAME, "reset");
    }

    /** Reads no more: what the client sends stays in the network. */
    public void stopReading() {
        connection.pause(true);
    }

    /** Reads again. */
    public void readAgain() {
        connection.pause(false);
    }

    /** Whether neither side has ended it. */
    public boolean isOpen() {
        return connection.isOpen();
    }
}
