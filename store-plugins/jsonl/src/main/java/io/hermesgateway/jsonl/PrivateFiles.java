package io.hermesgateway.jsonl;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What people said belongs to the owner alone, whatever the umask. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    static Path folder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, attributes(path, FOLDER));
        }
        return path;
    }

    static Path create(Path path) throws IOException {
        if (Files.notExists(path)) {
            folder(path.resolveSibling("."));
            Files.createFile(path, attributes(path, FILE));
        }
        return path;
    }

    /** There completely or not at all. */
    static void write(Path path, byte[] content, boolean durable) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileOutputStream out = new FileOutputStream(create(temporary).toFile())) {
            out.write(content);
            if (durable) {
                out.getFD().sync();
            }
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
