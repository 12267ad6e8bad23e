package io.hermesgateway.sqlite.heal;

/** Numbers as a database file writes them; a number that runs over the end of its page is cut, never an error. */
final class Bytes {
    private Bytes() {}

    static int u8(byte[] page, int at) {
        return at >= 0 && at < page.length ? page[at] & 0xff : 0;
    }

    static int u16(byte[] page, int at) {
        return (u8(page, at) << 8) | u8(page, at + 1);
    }

    static int i32(byte[] page, int at) {
        return (u16(page, at) << 16) | u16(page, at + 2);
    }

    static int i32Little(byte[] page, int at) {
        return Integer.reverseBytes(i32(page, at));
    }

    /** A two's complement number of one to eight bytes. */
    static long signed(byte[] from, int at, int size) {
        long value = (byte) u8(from, at);
        for (int i = 1; i < size; i++) {
            value = (value << 8) | u8(from, at + i);
        }
        return value;
    }

    /** The value of a variable-length number of at most nine bytes. */
    static long varint(byte[] from, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int next = u8(from, at + i);
            value = (value << 7) | (next & 0x7f);
            if (next < 0x80) {
                return value;
            }
        }
        return (value << 8) | u8(from, at + 8);
    }

    static int varintSize(byte[] from, int at) {
        int size = 1;
        while (size < 9 && u8(from, at + size - 1) >= 0x80) {
            size++;
        }
        return size;
    }
}
