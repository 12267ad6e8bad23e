package io.hermesgateway.core.journal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Large bodies, each in a file that is called after the hash of its content. */
final class Blobs {
    private final Path folder;
    private final InstantSource clock;

    Blobs(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** One that is there already becomes young again: the record that is to name it is only on its way. */
    synchronized String put(byte[] body) {
        String name = HexFormat.of().formatHex(sha256(body));
        Path path = path(name);
        try {
            if (!Files.exists(path)) {
                PrivateFiles.write(path, body);
            }
            Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
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

    /** The names of those that were stored before this time. */
    Set<String> storedBefore(Instant time) throws IOException {
        Set<String> names = new HashSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder, 2)) {
                for (Path path : all.toList()) {
                    String name = path.getFileName().toString();
                    if (name.matches("[0-9a-f]{64}") && isOlder(path, time)) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    private static boolean isOlder(Path path, Instant time) throws IOException {
        return Files.getLastModifiedTime(path).toInstant().isBefore(time);
    }

    /** Unless it was stored again meanwhile. */
    synchronized void deleteIfOlder(String name, Instant time) throws IOException {
        if (isOlder(path(name), time)) {
            Files.delete(path(name));
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
