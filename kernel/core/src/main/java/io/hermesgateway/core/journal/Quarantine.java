package io.hermesgateway.core.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where unreadable parts of the journal are kept for a person to look at. */
final class Quarantine {
    private static final int MOST = 64 << 20;

    private Quarantine() {}

    static void copy(Recovery.Damage part, Path to) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        byte[] bytes = new byte[(int) Math.min(MOST, part.to() - part.from())];
        try (RandomAccessFile file = new RandomAccessFile(part.path().toFile(), "r")) {
            file.seek(part.from());
            file.readFully(bytes);
        }
        PrivateFiles.write(to, bytes);
    }
}
