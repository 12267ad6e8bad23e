package io.hermesgateway.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Which page each frame of a write-ahead log holds, read from the log itself; what was read once is kept. */
final class LoggedPages {
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MOST = 1 << 24;

    private final FileChannel log;
    private final ByteBuffer head = ByteBuffer.allocate(FRAME_HEADER);
    private int[] pages = new int[1024];
    private int known;
    private long salt;

    LoggedPages(FileChannel log) {
        this.log = log;
    }

    /** The page of a frame, which is counted from one. */
    int of(int frame) {
        return pages[frame - 1];
    }

    /** Reads what is new; false when the log does not bear out what the header says of it. */
    boolean follow(IndexHeader header) throws IOException {
        int frames = header.frames();
        if (frames < 0 || frames > MOST) {
            return false;
        }
        if (frames > 0 && !endsAs(header)) {
            return false;
        }
        if (frames < known || header.salt() != salt) {
            known = 0;
            salt = header.salt();
        }
        while (known < frames) {
            if (known == pages.length) {
                pages = Arrays.copyOf(pages, known * 2);
            }
            if (!read(known + 1, header.pageSize(), Integer.BYTES)) {
                return false;
            }
            pages[known++] = head.getInt(0);
        }
        return true;
    }

    private boolean endsAs(IndexHeader header) throws IOException {
        return read(header.frames(), header.pageSize(), FRAME_HEADER)
                && head.getInt(4) == header.pages()
                && head.getLong(8) == header.salt()
                && head.getLong(16) == header.sum();
    }

    private boolean read(int frame, int pageSize, int bytes) throws IOException {
        long at = LOG_HEADER + (frame - 1L) * (FRAME_HEADER + pageSize);
        head.clear().limit(bytes);
        return log.read(head, at) == bytes;
    }
}
