package io.hermesgateway.sqlite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How the index of a write-ahead log begins: what SQLite believes of the log. Numbers are in the machine's own order. */
final class IndexHeader {
    static final int SIZE = 48;
    private static final int VERSION = 3_007_000;
    private static final int SUMMED = 40;

    private final ByteBuffer bytes;

    /** Of a buffer from which nobody reads or into which nobody writes any more. */
    IndexHeader(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.nativeOrder());
    }

    boolean sameAs(IndexHeader other) {
        return bytes.equals(other.bytes);
    }

    /** Whether nobody has written it yet, so that SQLite makes the index before it looks into it. */
    boolean blank() {
        for (int at = 0; at < SIZE; at += Long.BYTES) {
            if (bytes.getLong(at) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean sound() {
        int first = 0;
        int second = 0;
        for (int at = 0; at < SUMMED; at += 2 * Integer.BYTES) {
            first += bytes.getInt(at) + second;
            second += bytes.getInt(at + Integer.BYTES) + first;
        }
        return bytes.getInt(0) == VERSION
                && bytes.get(12) == 1
                && bytes.getInt(SUMMED) == first
                && bytes.getInt(SUMMED + Integer.BYTES) == second;
    }

    int pageSize() {
        int written = Short.toUnsignedInt(bytes.getShort(14));
        return (written & 0xfe00) + ((written & 1) << 16);
    }

    /** Frames of the log that count. */
    int frames() {
        return bytes.getInt(16);
    }

    /** Pages of the database after the last of them. */
    int pages() {
        return bytes.getInt(20);
    }

    /** The sum that stands in the last frame. */
    long sum() {
        return (long) bytes.getInt(24) << 32 | Integer.toUnsignedLong(bytes.getInt(28));
    }

    /** What tells this round of the log from earlier ones, as it stands in the log. */
    long salt() {
        return bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(32);
    }
}
