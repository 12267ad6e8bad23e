package io.hermesgateway.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file it is: device and inode. Asked of the file system each time, never remembered beyond the opening, and
 * without opening the file.
 */
record Identity(@Nullable Object key) {
    static final Identity GONE = new Identity(null);

    static Identity of(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = found.fileKey();
            return new Identity(Objects.requireNonNullElseGet(key, found::creationTime));
        } catch (IOException gone) {
            return GONE;
        }
    }
}
