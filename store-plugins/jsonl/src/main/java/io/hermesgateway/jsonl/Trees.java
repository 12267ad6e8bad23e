package io.hermesgateway.jsonl;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whole folders. */
final class Trees {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

    private Trees() {}

    /** Takes a folder out of service without deleting anything. */
    interface Aside {
        void set(Path tree, String why) throws IOException;
    }

    static void setAside(Path tree, Path quarantine, String why, InstantSource clock) throws IOException {
        PrivateFiles.folder(quarantine);
        String name = "store-jsonl." + STAMP.format(clock.instant().atOffset(ZoneOffset.UTC)) + "." + why;
        Path target = quarantine.resolve(name);
        for (int i = 2; Files.exists(target); i++) {
            target = quarantine.resolve(name + "-" + i);
        }
        Files.move(tree, target);
    }

    static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
