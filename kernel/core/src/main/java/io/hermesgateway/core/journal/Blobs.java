package io.hermesgateway.core.journal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Large bodies, each in a file that is called after the hash of its content. */
final class Blobs {
    private final Path folder;

    Blobs(Path folder) {
        this.folder = folder;
    }

    String put(byte[] body) {
        String name = HexFormat.of().formatHex(sha256(body));
        Path path = path(name);
        try {
            if (!Files.exists(path)) {
                PrivateFiles.write(path, body);
            }
            return name;
        } catch (IOException failed) {
            throw new GatewayException(
                    KernelError.JOURNAL_UNAVAILABLE, "A large body could not be written to " + folder + ".", failed);
        }
    }

    Optional<byte[]> get(String name) {
        if (!name.matches("[0-9a-f]{64}") || !Files.exists(path(name))) {
            return Optional.empty();
        }
        try (FileInputStream in = new FileInputStream(path(name).toFile())) {
            return Optional.of(in.readAllBytes());
        } catch (IOException failed) {
            throw new GatewayException(
                    KernelError.JOURNAL_UNAVAILABLE, "A large body could not be read from " + folder + ".", failed);
        }
    }

    private Path path(String name) {
        return folder.resolve(name.substring(0, 2)).resolve(name);
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
