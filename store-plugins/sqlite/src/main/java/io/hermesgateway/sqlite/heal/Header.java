package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.Schema;

/** The first hundred bytes of a file, and what they say about whose it is. */
final class Header {
    static final int SIZE = 100;
    private static final int VERSION_AT = 60;
    private static final int MARK_AT = 68;
    /** So many bits of the mark may be wrong for a header that is damaged rather than another program's. */
    private static final int BITS = 4;

    private final byte[] bytes;

    Header(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean magic() {
        return Image.magic(bytes);
    }

    /** Whether the parts that are the same in every file are right. */
    boolean sane() {
        return PageSize.written(bytes) != 0
                && Bytes.u8(bytes, 18) <= 2
                && Bytes.u8(bytes, 19) <= 2
                && Bytes.u8(bytes, 21) == 64
                && Bytes.u8(bytes, 22) == 32
                && Bytes.u8(bytes, 23) == 32;
    }

    int version() {
        return Bytes.i32(bytes, VERSION_AT);
    }

    boolean marked(Schema schema) {
        return Bytes.i32(bytes, MARK_AT) == schema.applicationId();
    }

    /** Marked as ours, or without a mark where such files are taken over. */
    boolean fits(Schema schema) {
        return marked(schema) || (Bytes.i32(bytes, MARK_AT) == 0 && schema.adopts());
    }

    /** Whether the mark is ours but for a few bits. */
    boolean nearlyMarked(Schema schema) {
        return Integer.bitCount(Bytes.i32(bytes, MARK_AT) ^ schema.applicationId()) <= BITS;
    }

    /** Whether the file should be longer. */
    boolean cut(long size) {
        boolean current = Bytes.i32(bytes, 24) == Bytes.i32(bytes, 92);
        return current && size < (long) Bytes.i32(bytes, 28) * PageSize.written(bytes);
    }
}
