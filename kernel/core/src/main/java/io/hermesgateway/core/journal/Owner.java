package io.hermesgateway.core.journal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of a journal. The launcher locks the whole home; this lock holds even where somebody starts the gateway
 * without it. The file names the owner and counts how often the journal was opened.
 */
final class Owner implements AutoCloseable {
    private static final String KIND = "file 1";

    private final RandomAccessFile file;
    private final long epoch;

    private Owner(RandomAccessFile file, long epoch) {
        this.file = file;
        this.epoch = epoch;
    }

    static Owner of(Path folder) throws IOException {
        checkKind(folder.resolve("JOURNAL"));
        RandomAccessFile file = new RandomAccessFile(
                PrivateFiles.create(folder.resolve("owner.lock")).toFile(), "rw");
        boolean mine = false;
        try {
            String[] words = String.valueOf(file.readLine()).trim().split(" ");
            if (lock(file) == null) {
                throw new GatewayException(
                        KernelError.HOME_IN_USE,
                        "The journal in " + folder + " belongs to the gateway with process id " + words[0]
                                + "; stop that one, or use another home.");
            }
            long epoch = words.length == 2 && words[1].matches("\\d{1,9}") ? Long.parseLong(words[1]) + 1 : 1;
            file.seek(0);
            file.write(String.format(
                            Locale.ROOT, "%d %d%n", ProcessHandle.current().pid(), epoch)
                    .getBytes(StandardCharsets.UTF_8));
            file.setLength(file.getFilePointer());
            mine = true;
            return new Owner(file, epoch);
        } finally {
            if (!mine) {
                file.close();
            }
        }
    }

    private static @Nullable FileLock lock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException ourselves) {
            return null;
        }
    }

    private static void checkKind(Path path) throws IOException {
        if (!Files.exists(path)) {
            PrivateFiles.write(path, (KIND + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String kind = Files.readString(path).trim();
        if (!kind.equals(KIND)) {
            throw new GatewayException(
                    KernelError.BAD_SETTING,
                    path + " names the journal '" + kind + "', and this gateway knows '" + KIND
                            + "' there; use the version that wrote it, or another home.");
        }
    }

    /** How often this journal was opened. */
    long epoch() {
        return epoch;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
