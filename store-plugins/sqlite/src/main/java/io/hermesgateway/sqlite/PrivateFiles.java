package io.hermesgateway.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database and its sidecars belong to their owner alone, whatever the umask. SQLite gives a sidecar the permissions
 * that the database has, so it is enough that the file is right before it is opened.
 */
public final class PrivateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** A database, and the files beside it that belong to it. */
    public static List<Path> withSidecars(Path database) {
        return List.of(database, beside(database, "-wal"), beside(database, "-shm"), beside(database, "-journal"));
    }

    /** The file whose name is that of the database and something more. */
    public static Path beside(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    /** Makes the file if it is missing, and closes it to others. */
    public static void prepare(Path database) throws IOException {
        if (Files.notExists(database)) {
            createOnce(database);
        }
        for (Path file : withSidecars(database)) {
            restrict(file);
        }
    }

    private static void createOnce(Path file) throws IOException {
        try {
            create(file);
        } catch (FileAlreadyExistsException somebodyWasFaster) {
            LOG.debug("{} is there by now", file);
        }
    }

    private static void create(Path file) throws IOException {
        if (hasPermissions(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(file);
        }
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    public static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            if (hasPermissions(folder)) {
                Files.setPosixFilePermissions(folder, OWNER_FOLDER);
            }
        }
    }

    private static void restrict(Path file) throws IOException {
        if (Files.exists(file)
                && hasPermissions(file)
                && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static boolean hasPermissions(Path file) {
        Path there = Files.exists(file) ? file : folderOf(file);
        return Files.getFileAttributeView(there, PosixFileAttributeView.class) != null;
    }
}
