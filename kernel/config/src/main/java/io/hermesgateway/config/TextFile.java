package io.hermesgateway.config;

import io.hermesgateway.config.Problem.Place;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reading and replacing small text files. Reading is strict, because a guessed character in a credential is found last.
 * Replacing is by rename, so that a reader sees the old text or the new one; a link stays a link, and the file keeps
 * its owner, for an edit by root must not lock the gateway out.
 */
final class TextFile {
    private static final int LIMIT = 1 << 20;

    private TextFile() {}

    /** The text without a byte order mark; empty when there is no such file. */
    static Optional<String> read(Path path) {
        Place place = Place.of(String.valueOf(path.getFileName()));
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new FatalConfig(place, "is larger than 1 MiB, which is no configuration; was it mixed up?");
            }
            return Optional.of(decode(place.file(), bytes));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            boolean denied = e instanceof AccessDeniedException;
            throw new FatalConfig(place, "cannot be read: " + (denied ? "check its owner and mode" : e.getMessage()));
        }
    }

    private static String decode(String file, byte[] bytes) {
        CharBuffer out = CharBuffer.allocate(bytes.length);
        boolean bad = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), out, true)
                .isError();
        String text = out.flip().toString();
        if (bad) {
            throw new FatalConfig(placeAt(file, text, text.length()), "is not UTF-8 here; save the file as UTF-8");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The place of a character of the text. */
    static Place placeAt(String file, String text, int index) {
        int line = 1
                + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
        return new Place(file, line, index - text.lastIndexOf('\n', index - 1));
    }

    /** Replaces or creates the file; {@code ownerOnly}, and a file that is created, gets mode 0600. */
    static void replace(Path path, String text, boolean ownerOnly) {
        try {
            boolean exists = Files.exists(path);
            Path target = exists ? path.toRealPath() : path.toAbsolutePath();
            Path fresh = Files.createTempFile(target.resolveSibling(""), "." + target.getFileName(), ".tmp");
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
                Path model = exists ? target : target.resolveSibling("");
                if (!Files.getOwner(model).equals(Files.getOwner(fresh))) {
                    Files.setOwner(fresh, Files.getOwner(model));
                }
                if (exists && !ownerOnly) {
                    Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
                }
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new GatewayException(KernelError.BAD_SETTING, path.getFileName() + " cannot be written", e);
        }
    }
}
