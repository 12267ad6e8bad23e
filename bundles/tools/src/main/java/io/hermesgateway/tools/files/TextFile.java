package io.hermesgateway.tools.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Whole text files: read as what they are, written so that a reader sees the old or the new one and never half. */
final class TextFile {
    /** A larger file is not changed by these tools: that is work for a program. */
    static final long LARGEST = 16L << 20;

    private TextFile() {}

    /** The text of a UTF-8 file; refused when it is not one, because writing it back would spoil it. */
    static String read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it is larger than " + (LARGEST >> 20) + " MB");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException other) {
            throw new IOException("it is not a UTF-8 text", other);
        }
    }

    static void write(Path named, String text) throws IOException {
        Path file = Reach.real(named);
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, ".", ".new");
        try {
            // A file made as temporary is the owner's alone; one made anew gets what an editor would give it.
            Files.delete(fresh);
            Files.createFile(fresh);
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            if (Files.exists(file) && Files.getFileAttributeView(fresh, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
