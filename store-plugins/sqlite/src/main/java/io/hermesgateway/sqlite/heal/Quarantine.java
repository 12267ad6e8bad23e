package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where files go that are taken out of service; nothing is ever deleted there. */
final class Quarantine {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final InstantSource clock;

    Quarantine(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Moves a database with its sidecars; the copies still belong together. Returns where the database is. */
    Path take(Path database, String reason) throws IOException {
        Path target = free(database, reason);
        String name = String.valueOf(database.getFileName());
        for (Path file : PrivateFiles.withSidecars(database)) {
            if (Files.exists(file)) {
                String suffix = String.valueOf(file.getFileName()).substring(name.length());
                move(file, target.resolveSibling(target.getFileName() + suffix));
            }
        }
        return target;
    }

    /** Moves one file. */
    Path takeAlone(Path file, String reason) throws IOException {
        Path target = free(file, reason);
        move(file, target);
        return target;
    }

    /** A name that is not taken. */
    private Path free(Path file, String reason) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Instant now = clock.instant();
        for (int again = 0; ; again++) {
            String stamp = STAMP.format(now) + (again == 0 ? "" : "-" + again);
            Path target = folder.resolve(file.getFileName() + "." + stamp + "." + reason);
            if (PrivateFiles.withSidecars(target).stream().noneMatch(Files::exists)) {
                return target;
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        if (Files.getFileStore(to).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
