package io.hermesgateway.tools.files;

import io.hermesgateway.spi.tool.Assessment;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Goes through the files under a folder: no hidden folders, no links, nothing that may not be read. */
final class FileWalk {
    private static final int MOST_FILES = 200_000;

    private final Path root;
    private final Reach reach;
    private final Deadline deadline;

    FileWalk(Path root, Reach reach, Deadline deadline) {
        this.root = root;
        this.reach = reach;
        this.deadline = deadline;
    }

    /** Is shown each file. */
    interface Visitor {
        void look(Path file, BasicFileAttributes attributes);
    }

    void files(Visitor visitor) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            private int seen;

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean hidden =
                        !folder.equals(root) && folder.getFileName().toString().startsWith(".");
                return hidden || forbidden(folder) ? FileVisitResult.SKIP_SUBTREE : next();
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !forbidden(file)) {
                    visitor.look(file, attributes);
                }
                return ++seen > MOST_FILES ? FileVisitResult.TERMINATE : next();
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return next();
            }

            private FileVisitResult next() {
                return deadline.passed() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
    }

    private boolean forbidden(Path path) {
        return reach.toRead(path) instanceof Assessment.Forbidden;
    }

    /** The files whose path matches, the last changed first. */
    List<String> newest(PathMatcher name) throws IOException {
        record Found(Path file, FileTime changed) {}
        List<Found> found = new ArrayList<>();
        files((file, attributes) -> {
            if (name.matches(file)) {
                found.add(new Found(file, attributes.lastModifiedTime()));
            }
        });
        found.sort(Comparator.comparing(Found::changed).reversed().thenComparing(Found::file));
        return found.stream().map(one -> one.file().toString()).toList();
    }
}
