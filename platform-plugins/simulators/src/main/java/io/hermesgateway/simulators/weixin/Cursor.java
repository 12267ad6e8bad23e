package io.hermesgateway.simulators.weixin;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * How far a bot has read. The nonce makes every cursor a different text for the same place, so that a client which looks
 * inside or compares them is found out.
 */
record Cursor(String bot, long position, long nonce) {
    private static final int FIXED = Integer.BYTES + 2 * Long.BYTES;

    String text() {
        byte[] name = bot.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(FIXED + name.length);
        bytes.putInt(0).putLong(position).putLong(nonce).put(name);
        bytes.putInt(0, check(bytes.array()));
        return Aes.base64(bytes.array());
    }

    /** Nothing for a text that was never handed out, or not to this bot. */
    static Optional<Cursor> of(String bot, String text) {
        return Aes.decode64(text).flatMap(Cursor::read).filter(cursor -> cursor.bot.equals(bot));
    }

    private static Optional<Cursor> read(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int check = buffer.getInt();
            long position = buffer.getLong();
            long nonce = buffer.getLong();
            String bot = StandardCharsets.UTF_8.decode(buffer).toString();
            return check == check(bytes) ? Optional.of(new Cursor(bot, position, nonce)) : Optional.empty();
        } catch (BufferUnderflowException tooShort) {
            return Optional.empty();
        }
    }

    private static int check(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}
