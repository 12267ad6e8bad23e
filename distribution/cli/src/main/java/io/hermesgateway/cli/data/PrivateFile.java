package io.hermesgateway.cli.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders for the owner only, whatever the umask says. */
public final class PrivateFile {
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFile() {}

    public static Path folder(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, FOLDER);
    }

    /** A folder of its own within another. */
    public static Path temporary(Path within, String name) throws IOException {
        return Files.createTempDirectory(folder(within), "." + name + "-", FOLDER);
    }

    /** A new file; one that exists is never written over. */
    public static Path create(Path file, byte[] content) throws IOException {
        Files.createFile(file, FILE);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                out.write(left);
            }
            out.force(true);
        }
        return file;
    }

    /** A copy that is complete when it stands under its name; what was there is replaced. */
    public static void copy(Path from, Path to) throws IOException {
        folder(to.toAbsolutePath().resolveSibling("."));
        Path fresh = to.resolveSibling("." + to.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, FILE);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            for (long at = 0; at < in.size(); ) {
                at += in.transferTo(at, in.size() - at, out);
            }
            out.force(true);
        }
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
