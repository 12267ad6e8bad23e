package io.hermesgateway.simulators;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes messages of what a client sends. Clients mask; whoever does not, or breaks another rule, is closed. */
final class FrameReader {
    private static final int LARGEST = 16 << 20;

    private final SimSocket socket;
    private final SimSocket.Events events;
    private final ObjIntConsumer<String> closing;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int kind;
    private boolean deaf;

    FrameReader(SimSocket socket, SimSocket.Events events, Closing closing) {
        this.socket = socket;
        this.events = events;
        this.closing = (reason, code) -> closing.close(code, reason);
    }

    /** A close frame. */
    interface Closing {
        void close(int code, String reason);
    }

    void feed(ByteBuffer more) {
        ByteBuffer all = ByteBuffer.allocate(bytes.remaining() + more.remaining());
        bytes = all.put(bytes).put(more).flip();
    }

    /** Takes every frame that is there as a whole. */
    void drain() {
        byte[] payload = next();
        while (payload != null) {
            payload = next();
        }
    }

    private byte @Nullable [] next() {
        if (deaf || bytes.remaining() < 2) {
            return null;
        }
        bytes.mark();
        int first = bytes.get() & 0xFF;
        int second = bytes.get() & 0xFF;
        long length = length(second & 0x7F);
        if ((second & 0x80) == 0 || (first & 0x70) != 0) {
            return refuse(1002, "protocol error");
        }
        if (length < 0 || (length <= LARGEST && bytes.remaining() < length + 4)) {
            bytes.reset();
            return null;
        }
        if (length > LARGEST) {
            return refuse(1009, "too big");
        }
        byte[] mask = new byte[4];
        bytes.get(mask);
        byte[] payload = new byte[(int) length];
        bytes.get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        take((first & 0x80) != 0, first & 0x0F, payload);
        return payload;
    }

    /** The length that is said by up to eight more bytes; -1 when they are not there yet. */
    private long length(int said) {
        int more = said == 126 ? 2 : said == 127 ? 8 : 0;
        if (bytes.remaining() < more) {
            return -1;
        }
        return more == 0 ? said : more == 2 ? bytes.getShort() & 0xFFFF : bytes.getLong() & Long.MAX_VALUE;
    }

    private void take(boolean last, int opcode, byte[] payload) {
        switch (opcode) {
            case SimSocket.CLOSE -> {
                deaf = true;
                boolean coded = payload.length >= 2;
                int code = coded ? ByteBuffer.wrap(payload).getShort() & 0xFFFF : SimSocket.NO_CODE;
                String reason = coded ? new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8) : "";
                closing.accept(reason, code);
            }
            case SimSocket.PING -> socket.frame(true, SimSocket.PONG, payload);
            case SimSocket.PONG -> {
                return;
            }
            default -> part(last, opcode, payload);
        }
    }

    private void part(boolean last, int opcode, byte[] payload) {
        boolean begins = opcode == SimSocket.TEXT || opcode == SimSocket.BINARY;
        if (opcode > SimSocket.BINARY || begins != (kind == 0) || message.size() + payload.length > LARGEST) {
            refuse(1002, "protocol error");
            return;
        }
        kind = begins ? opcode : kind;
        message.writeBytes(payload);
        if (last) {
            byte[] whole = message.toByteArray();
            int what = kind;
            message.reset();
            kind = 0;
            deliver(what, whole);
        }
    }

    private void deliver(int what, byte[] whole) {
        if (what == SimSocket.BINARY) {
            events.binary(socket, whole);
            return;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(whole))
                    .toString();
        } catch (CharacterCodingException notText) {
            refuse(1007, "not UTF-8");
            return;
        }
        events.text(socket, text);
    }

    private byte @Nullable [] refuse(int code, String reason) {
        deaf = true;
        socket.closeNow(code, reason);
        return null;
    }
}
