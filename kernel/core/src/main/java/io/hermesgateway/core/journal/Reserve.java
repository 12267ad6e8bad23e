package io.hermesgateway.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A megabyte that is given back when the disk is full, so that what was begun can still be finished. */
final class Reserve {
    private static final int SIZE = 1 << 20;

    private final Disk disk;
    private final Path path;

    Reserve(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** Also the proof that there is room again. */
    void restore() throws IOException {
        if (Files.exists(path) && Files.size(path) >= SIZE) {
            return;
        }
        try (Disk.File file = disk.open(path)) {
            file.write(ByteBuffer.allocate(SIZE), 0);
            file.force();
        } catch (IOException full) {
            Files.deleteIfExists(path);
            throw full;
        }
    }

    void release() throws IOException {
        Files.deleteIfExists(path);
    }
}
