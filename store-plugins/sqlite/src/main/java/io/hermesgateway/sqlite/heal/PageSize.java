package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** How large the pages of a file are, when its header may lie: the size at which most pages look like pages. */
final class PageSize {
    private static final int USUAL = 4096;
    private static final int LARGEST = 65_536;
    private static final int SAMPLES = 200;

    private PageSize() {}

    static boolean valid(int size) {
        return size >= 512 && size <= LARGEST && Integer.bitCount(size) == 1;
    }

    /** What the header says; zero when that is no size. */
    static int written(byte[] header) {
        int size = Bytes.u16(header, 16) == 1 ? LARGEST : Bytes.u16(header, 16);
        return valid(size) ? size : 0;
    }

    /** The log is asked only where the header does not say it credibly. */
    static int of(FileChannel file, int byLog) throws IOException {
        byte[] header = Wal.bytes(file, 0, Header.SIZE);
        int best = written(header);
        if (Image.magic(header) && new Header(header).sane() && (byLog == 0 || byLog == best)) {
            return best;
        }
        int most = best == 0 ? 0 : pages(file, best);
        for (int size = LARGEST; size >= 512; size /= 2) {
            int found = pages(file, size);
            if (found > most) {
                best = size;
                most = found;
            }
        }
        return most > 0 ? best : byLog != 0 ? byLog : USUAL;
    }

    /** Whether there is anything in the file that looks like a page. */
    static boolean likely(FileChannel file) throws IOException {
        return pages(file, of(file, 0)) > 0;
    }

    private static int pages(FileChannel file, int size) throws IOException {
        int found = 0;
        for (int page = 0; page < SAMPLES && (long) page * size < file.size(); page++) {
            found += tree(Wal.bytes(file, (long) page * size, size), page == 0 ? 100 : 0) ? 1 : 0;
        }
        return found;
    }

    /** Whether all pointers of the page stay inside it. */
    private static boolean tree(byte[] page, int at) {
        int kind = Bytes.u8(page, at);
        boolean inner = kind == 2 || kind == 5;
        int cells = Bytes.u16(page, at + 3);
        int first = at + (inner ? 12 : 8);
        if ((!inner && kind != 10 && kind != 13) || cells == 0 || first + 2 * cells > page.length) {
            return false;
        }
        for (int i = 0; i < cells; i++) {
            int cell = Bytes.u16(page, first + 2 * i);
            if (cell < first + 2 * cells || cell >= page.length) {
                return false;
            }
        }
        return true;
    }
}
