package io.hermesgateway.jsonl;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A whole store in one zip file. What may be rewritten is taken while nobody writes, the rest, which only grows, while
 * the feed goes on; then the file is read back, and only after that does it get its name.
 */
final class BackupZip {
    private static final String STATE = "state.json";

    private final StoreFiles files;
    private final Path target;
    private final Path temporary;
    private @Nullable FileOutputStream file;
    private @Nullable ZipOutputStream zip;

    BackupZip(StoreFiles files, Path target) {
        this.files = files;
        this.target = target;
        this.temporary = target.resolveSibling(target.getFileName() + ".tmp");
    }

    void begin(Lines.State state) throws IOException {
        Files.deleteIfExists(temporary);
        FileOutputStream out =
                new FileOutputStream(PrivateFiles.create(temporary).toFile());
        file = out;
        ZipOutputStream to = new ZipOutputStream(new BufferedOutputStream(out, 64 << 10));
        zip = to;
        to.putNextEntry(new ZipEntry(STATE));
        to.write(files.json.write(state));
        to.closeEntry();
        copy(to, files.sessions.index, state.applied());
        copy(to, files.openFile, state.applied());
    }

    void finish(long upTo) throws IOException {
        ZipOutputStream to = Objects.requireNonNull(zip);
        try (to) {
            for (LineFile each : List.of(files.approvals, files.deliveries, files.audit)) {
                copy(to, each, upTo);
            }
            files.sessions.walk(upTo, row -> copy(to, files.sessions.file(row.id()), upTo));
            to.finish();
            to.flush();
            Objects.requireNonNull(file).getFD().sync();
        }
        verify(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private void copy(ZipOutputStream to, LineFile from, long upTo) throws IOException {
        if (!from.exists()) {
            return;
        }
        long left = from.end(upTo);
        to.putNextEntry(new ZipEntry(files.folder.relativize(from.path).toString()));
        try (InputStream in = new FileInputStream(from.path.toFile())) {
            byte[] piece = new byte[64 << 10];
            for (int got = 0; left > 0 && got >= 0; left -= got) {
                got = in.read(piece, 0, (int) Math.min(piece.length, left));
                to.write(piece, 0, Math.max(0, got));
            }
        }
        to.closeEntry();
    }

    /** Reads all of it; the zip's checksums say whether it is as it was written. */
    private static void verify(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry(STATE) == null) {
                throw new IOException(file + " is not a backup of this store");
            }
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }

    /** Makes a folder of it; an entry that would lie elsewhere is refused. */
    static void unpack(Path backup, Path folder) throws IOException {
        verify(backup);
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder) || entry.isDirectory()) {
                    throw new IOException(backup + " is not a backup of this store");
                }
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out =
                                new FileOutputStream(PrivateFiles.create(path).toFile())) {
                    in.transferTo(out);
                }
            }
        }
        try (Stream<Path> all = Files.list(folder)) {
            if (all.findAny().isEmpty()) {
                throw new IOException(backup + " is empty");
            }
        }
    }
}
