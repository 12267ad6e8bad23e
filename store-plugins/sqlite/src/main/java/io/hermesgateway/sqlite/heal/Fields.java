package io.hermesgateway.sqlite.heal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a stored row: Long, Double, String, byte[] or null.
 *
 * @param whole whether nothing about it looked wrong; otherwise what could not be read is null or cut short
 */
record Fields(List<@Nullable Object> values, boolean whole) {
    private static final int MOST = 2_000;

    /** Null when not even the list of types can be read. */
    static @Nullable Fields of(byte[] payload, int size) {
        long header = Bytes.varint(payload, 0);
        if (header < 1 || header > payload.length) {
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>();
        boolean whole = payload.length == size;
        long data = header;
        for (int at = Bytes.varintSize(payload, 0); at < header; at += Bytes.varintSize(payload, at)) {
            long type = Bytes.varint(payload, at);
            long width = width(type);
            boolean there = width >= 0 && data + width <= payload.length;
            Object value = value(payload, type, data, there ? width : Math.max(0, payload.length - data));
            whole &= there && (value != null ? !torn(value) : type == 0);
            values.add(value);
            data += Math.max(0, width);
            if (values.size() > MOST || data < 0) {
                return null;
            }
        }
        return new Fields(Collections.unmodifiableList(values), whole && data == size);
    }

    private static long width(long type) {
        if (type < 0 || type == 10 || type == 11) {
            return -1;
        }
        return type >= 12 ? (type - 12) / 2 : new int[] {0, 1, 2, 3, 4, 6, 8, 8, 0, 0}[(int) type];
    }

    /** Of a text or a body that is cut short, what is there of it; of a number, nothing. */
    private static @Nullable Object value(byte[] from, long type, long start, long width) {
        int at = (int) Math.min(start, from.length);
        if (type >= 12) {
            byte[] body = Arrays.copyOfRange(from, at, at + (int) width);
            return type % 2 == 0 ? body : new String(body, StandardCharsets.UTF_8);
        }
        if (width(type) != width) {
            return null;
        }
        return switch ((int) type) {
            case 0 -> null;
            case 7 -> Double.longBitsToDouble(Bytes.signed(from, at, 8));
            case 8 -> 0L;
            case 9 -> 1L;
            default -> Bytes.signed(from, at, (int) width);
        };
    }

    /** Whether a text has something in it that no text has. */
    private static boolean torn(Object value) {
        return value instanceof String text && (text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0);
    }
}
