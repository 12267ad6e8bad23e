package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The records of one append as they lie in a file, under one checksum: there all together or not at all. Also a cursor
 * over them, because at a start a million of them are read and most of what is in them is of no interest.
 *
 * <p>Layout: magic, checksum of the rest, length of all, number of records, first position, the position that was
 * durable when this was written; then the records: effect, time, kind, subject, payload. The durable position tells a
 * torn write (nothing after it can have been acknowledged) from damage to something that was once complete.
 */
final class Group {
    static final int HEADER = 32;
    static final int LARGEST = 32 << 20;
    private static final int MAGIC = 0x48474A31;

    final int length;
    final int count;
    final long first;
    final long durable;
    private final byte[] bytes;
    private final ByteBuffer at;
    private int next;
    private Effect effect = Effect.OPEN;
    private long second;
    private int nano;
    private final int[] from = new int[3];
    private final int[] size = new int[3];

    private Group(byte[] bytes, int start) {
        this.bytes = bytes;
        this.at = ByteBuffer.wrap(bytes);
        this.length = at.getInt(start + 8);
        this.count = at.getInt(start + 12);
        this.first = at.getLong(start + 16);
        this.durable = at.getLong(start + 24);
        at.position(start + HEADER);
    }

    /** The records without their place, which {@link #seal} adds. */
    static byte[] encode(List<JournalRecord> records) {
        byte[][] texts = new byte[records.size() * 3][];
        long length = HEADER;
        for (int i = 0; i < records.size(); i++) {
            JournalRecord record = records.get(i);
            texts[3 * i] = record.kind().getBytes(StandardCharsets.UTF_8);
            texts[3 * i + 1] = record.subject().getBytes(StandardCharsets.UTF_8);
            texts[3 * i + 2] = record.payload().getBytes(StandardCharsets.UTF_8);
            length += 25L + texts[3 * i].length + texts[3 * i + 1].length + texts[3 * i + 2].length;
        }
        if (length > LARGEST) {
            throw new IllegalArgumentException("one append holds at most 32 MB; large bodies belong into blobs");
        }
        ByteBuffer out = ByteBuffer.allocate((int) length);
        out.putInt(MAGIC).putInt(0).putInt((int) length).putInt(records.size()).position(HEADER);
        for (int i = 0; i < records.size(); i++) {
            JournalRecord record = records.get(i);
            Instant at = record.at();
            out.put(code(record.effect())).putLong(at.getEpochSecond()).putInt(at.getNano());
            for (int text = 3 * i; text < 3 * i + 3; text++) {
                out.putInt(texts[text].length).put(texts[text]);
            }
        }
        return out.array();
    }

    static void seal(byte[] group, long first, long durable) {
        ByteBuffer.wrap(group).putLong(16, first).putLong(24, durable).putInt(4, checksum(group, 0, group.length));
    }

    /** The length that stands there, or 0 when no group can begin there. Needs 12 bytes. */
    static int length(byte[] bytes, int start) {
        ByteBuffer header = ByteBuffer.wrap(bytes, start, 12);
        int length = header.getInt(start + 8);
        return header.getInt(start) == MAGIC && length >= HEADER && length <= LARGEST ? length : 0;
    }

    static boolean intact(byte[] bytes, int start, int length) {
        return ByteBuffer.wrap(bytes).getInt(start + 4) == checksum(bytes, start, length);
    }

    static Group of(byte[] bytes, int start) {
        return new Group(bytes, start);
    }

    private static int checksum(byte[] bytes, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start + 8, length - 8);
        return (int) crc.getValue();
    }

    long last() {
        return first + count - 1;
    }

    /** Moves to the next record. */
    boolean next() {
        if (next == count) {
            return false;
        }
        next++;
        effect = effect(at.get());
        second = at.getLong();
        nano = at.getInt();
        for (int text = 0; text < 3; text++) {
            size[text] = at.getInt();
            from[text] = at.position();
            at.position(from[text] + size[text]);
        }
        return true;
    }

    long position() {
        return first + next - 1;
    }

    Effect effect() {
        return effect;
    }

    long second() {
        return second;
    }

    /** The subject as {@link Versions} knows it. */
    long key(Versions versions) {
        return versions.key(bytes, from[1], size[1]);
    }

    Stored stored() {
        return new Stored(new Position(position()), record());
    }

    JournalRecord record() {
        return new JournalRecord(text(0), text(1), effect, Instant.ofEpochSecond(second, nano), text(2));
    }

    private static byte code(Effect effect) {
        return switch (effect) {
            case OPEN -> 'O';
            case REPLACE -> 'R';
            case CLOSE -> 'C';
        };
    }

    private static Effect effect(byte code) {
        return code == 'O' ? Effect.OPEN : code == 'R' ? Effect.REPLACE : Effect.CLOSE;
    }

    private String text(int which) {
        return new String(bytes, from[which], size[which], StandardCharsets.UTF_8);
    }
}
