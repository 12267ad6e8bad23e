package io.hermesgateway.agent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a stream of server-sent events into the data of each event. It works on bytes, so a character that is cut in two
 * by the network is whole again before anybody reads it.
 */
final class EventLines {
    private static final int LINE_MOST = 24 << 20;

    private final Sink sink;
    private byte[] line = new byte[1024];
    private int size;
    private long noise;

    /** Takes the data of one event. */
    interface Sink {
        void event(byte[] buffer, int from, int length) throws IOException;
    }

    EventLines(Sink sink) {
        this.sink = sink;
    }

    void feed(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' || b == '\r') {
                take();
            } else {
                if (size == line.length) {
                    grow();
                }
                line[size++] = b;
            }
        }
    }

    /** How much came that is no data of an event. */
    long noise() {
        return noise;
    }

    /** The last line may end with the stream. */
    void end() throws IOException {
        take();
    }

    private void grow() throws IOException {
        if (size >= LINE_MOST) {
            throw new Draft.TooMuch("a line of the answer has no end");
        }
        line = Arrays.copyOf(line, Math.min(LINE_MOST, size * 2));
    }

    private void take() throws IOException {
        int length = size;
        size = 0;
        if (length > 5 && line[0] == 'd' && line[1] == 'a' && line[2] == 't' && line[3] == 'a' && line[4] == ':') {
            int from = line[5] == ' ' ? 6 : 5;
            if (length > from) {
                sink.event(line, from, length - from);
            }
        } else {
            noise += length;
        }
        if (line.length > 1 << 20) {
            line = new byte[1024];
        }
    }
}
