package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * The pages that a write-ahead log still holds. Each frame is checked with the sum that stands in the frame before it,
 * so that frames behind a damaged one are found too; a log of an earlier round is told by its salts.
 */
final class Wal {
    private static final int HEADER = 32;
    private static final int FRAME = 24;
    private static final int MAGIC = 0x377f0682;
    static final Wal NONE = new Wal(Map.of(), false);

    private final Map<Integer, Long> offsets;
    private final boolean torn;

    private Wal(Map<Integer, Long> offsets, boolean torn) {
        this.offsets = offsets;
        this.torn = torn;
    }

    /** Whether there is more in it than SQLite will find, which stops at the first frame that is damaged. */
    boolean torn() {
        return torn;
    }

    Map<Integer, Long> offsets() {
        return offsets;
    }

    private record Sum(int first, int second) {
        Sum over(byte[] data, int from, int until, boolean big) {
            int a = first;
            int b = second;
            for (int at = from; at < until; at += 8) {
                a += (big ? Bytes.i32(data, at) : Bytes.i32Little(data, at)) + b;
                b += (big ? Bytes.i32(data, at + 4) : Bytes.i32Little(data, at + 4)) + a;
            }
            return new Sum(a, b);
        }

        static Sum written(byte[] data, int at) {
            return new Sum(Bytes.i32(data, at), Bytes.i32(data, at + 4));
        }
    }

    /** The size of pages that the log names; zero when its header does not hold. */
    static int pageSizeOf(FileChannel log) throws IOException {
        byte[] header = bytes(log, 0, HEADER);
        return sound(header) && PageSize.valid(Bytes.i32(header, 8)) ? Bytes.i32(header, 8) : 0;
    }

    private static boolean sound(byte[] header) {
        int magic = Bytes.i32(header, 0);
        return (magic & ~1) == MAGIC
                && new Sum(0, 0).over(header, 0, 24, (magic & 1) == 1).equals(Sum.written(header, 24));
    }

    /** With a broken header the first frame is taken for what it says about salts. */
    static Wal read(FileChannel log, int pageSize) throws IOException {
        byte[] header = bytes(log, 0, HEADER);
        byte[] salts = sound(header) ? header : shifted(bytes(log, HEADER, FRAME));
        boolean big = (Bytes.i32(header, 0) & 1) == 1;
        Map<Integer, Long> committed = new HashMap<>();
        Map<Integer, Long> pending = new HashMap<>();
        Sum before = Sum.written(header, 24);
        boolean broken = !sound(header);
        boolean torn = false;
        byte[] frame;
        for (long at = HEADER; at + FRAME + pageSize <= log.size(); at += FRAME + pageSize) {
            frame = bytes(log, at, FRAME + pageSize);
            boolean ours = Bytes.i32(frame, 8) == Bytes.i32(salts, 16) && Bytes.i32(frame, 12) == Bytes.i32(salts, 20);
            Sum sum = before.over(frame, 0, 8, big).over(frame, FRAME, frame.length, big);
            before = Sum.written(frame, 16);
            if (ours && sum.equals(before) && Bytes.i32(frame, 0) > 0) {
                pending.put(Bytes.i32(frame, 0), at + FRAME);
                if (Bytes.i32(frame, 4) != 0) {
                    committed.putAll(pending);
                    pending.clear();
                    torn |= broken;
                }
            } else {
                broken = true;
            }
        }
        return new Wal(committed, torn);
    }

    private static byte[] shifted(byte[] frame) {
        byte[] header = new byte[HEADER];
        System.arraycopy(frame, 8, header, 16, 8);
        return header;
    }

    static byte[] bytes(FileChannel from, long at, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = from.read(buffer, at + buffer.position());
        }
        return buffer.array();
    }
}
