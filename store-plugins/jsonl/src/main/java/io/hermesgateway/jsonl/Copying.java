package io.hermesgateway.jsonl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes many lines to a new file in large pieces. */
final class Copying {
    private static final int PIECE = 256 << 10;

    private final LineFile to;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE);

    Copying(LineFile to) {
        this.to = to;
    }

    void add(byte[] line) throws IOException {
        piece.writeBytes(line);
        piece.write('\n');
        if (piece.size() > PIECE) {
            flush();
        }
    }

    private void flush() throws IOException {
        to.append(piece.toByteArray());
        piece.reset();
    }

    /** Makes it durable. */
    void finish() throws IOException {
        flush();
        to.force();
    }
}
