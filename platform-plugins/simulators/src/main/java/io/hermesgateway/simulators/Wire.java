package io.hermesgateway.simulators;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is below HTTP: the reset of a connection, and the bytes of WebSocket frames (RFC 6455). */
final class Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Wire() {}

    /** Ends the connection with RST instead of FIN. */
    static void reset(EndPoint end) {
        EndPoint plain = end;
        while (plain instanceof EndPoint.Wrapper wrapper) {
            plain = wrapper.unwrap();
        }
        if (plain.getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException closed) {
                LOG.debug("was closed already", closed);
            }
        }
        plain.close();
    }

    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A frame as a server sends it: not masked. */
    static ByteBuffer frame(boolean last, int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        return frame.put(payload).flip();
    }

    /** The payload of a close frame; without one when the code is 1005. */
    static byte[] closing(int code, String reason) {
        if (code == SimSocket.NO_CODE) {
            return new byte[0];
        }
        byte[] said = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + said.length)
                .putShort((short) code)
                .put(said)
                .array();
    }
}
