package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A damaged file as numbered pages, with those of its log in place of the older ones.
 *
 * <p>Only for files that this process has not open as a database: closing a channel would drop the locks of SQLite.
 */
final class Image implements AutoCloseable {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private final FileChannel file;
    private final @Nullable FileChannel log;
    private final Wal wal;
    private final int pageSize;
    private final int usable;
    private final int count;

    private Image(FileChannel file, @Nullable FileChannel log) throws IOException {
        this.file = file;
        this.log = log;
        this.pageSize = PageSize.of(file, log == null ? 0 : Wal.pageSizeOf(log));
        this.wal = log == null ? Wal.NONE : Wal.read(log, pageSize);
        byte[] header = Wal.bytes(file, 0, 100);
        int reserved = magic(header) && Bytes.u8(header, 20) <= 32 ? Bytes.u8(header, 20) : 0;
        this.usable = pageSize - reserved;
        long last = wal.offsets().keySet().stream()
                .mapToLong(Integer::longValue)
                .max()
                .orElse(0);
        this.count = (int) Math.max(last, (file.size() + pageSize - 1) / pageSize);
    }

    static Image open(Path path, Path logPath) throws IOException {
        FileChannel file = FileChannel.open(path);
        try {
            return new Image(file, Files.isRegularFile(logPath) ? FileChannel.open(logPath) : null);
        } catch (IOException | RuntimeException unreadable) {
            file.close();
            throw unreadable;
        }
    }

    static boolean magic(byte[] header) {
        return header.length >= MAGIC.length && Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    int count() {
        return count;
    }

    /** Bytes of a page that are used for content. */
    int usable() {
        return usable;
    }

    int pageSize() {
        return pageSize;
    }

    Map<Integer, Long> logged() {
        return wal.offsets();
    }

    /** Whether the log holds more than SQLite finds in it. */
    boolean tornLog() {
        return wal.torn();
    }

    /** The newest version of a page; zeros for one that is not there. */
    byte[] page(int number) throws IOException {
        Long logged = wal.offsets().get(number);
        return logged == null || log == null ? older(number) : Wal.bytes(log, logged, pageSize);
    }

    /** The version of a page in the file itself. */
    byte[] older(int number) throws IOException {
        return number < 1 || number > count ? new byte[pageSize] : Wal.bytes(file, (number - 1L) * pageSize, pageSize);
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (log != null) {
            log.close();
        }
    }
}
