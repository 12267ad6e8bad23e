package io.hermesgateway.core.journal;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * How a file journal is kept.
 *
 * @param segmentBytes a file of the journal is closed when it would become larger
 * @param maxBytes when all files together are larger, finished work moves to the archive
 * @param archiveBytes when the archive is larger, its oldest files go, as far as a verified backup has what is in them
 * @param remembered so many subjects that were closed by their first record (messages seen) are recognised when they
 *     come again
 * @param window for so long they are recognised
 * @param disk where it is written
 * @param threads makes the one thread that writes
 */
public record Options(
        long segmentBytes,
        long maxBytes,
        long archiveBytes,
        int remembered,
        Duration window,
        Disk disk,
        ThreadFactory threads) {

    /** 64 MB files, 2 GB in all, 10 GB in the archive. Remembers a little less than the kernel's state, which explains a conflict. */
    public static Options standard(ThreadFactory threads) {
        return new Options(64L << 20, 2L << 30, 10L << 30, 150_000, Duration.ofDays(3), Disk.REAL, threads);
    }

    public Options withSizes(long segment, long max) {
        return new Options(segment, max, archiveBytes, remembered, window, disk, threads);
    }

    public Options withArchive(long most) {
        return new Options(segmentBytes, maxBytes, most, remembered, window, disk, threads);
    }

    public Options withDisk(Disk other) {
        return new Options(segmentBytes, maxBytes, archiveBytes, remembered, window, other, threads);
    }
}
