package io.hermesgateway.weixin.media;

import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.weixin.wire.Line;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches what people send into the folder of the account, where it is kept for a month. */
public final class Downloads {
    /** The most bytes of one file. */
    public static final long MOST = 100L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int REDIRECTS = 3;

    private final Line line;
    private final URI network;
    private final Hosts hosts;
    private final Path folder;

    public Downloads(Line line, URI network, Hosts hosts, Path folder) {
        this.line = line;
        this.network = network;
        this.hosts = hosts;
        this.folder = folder;
    }

    /** The file, or empty when it cannot be had; never fails. */
    public CompletableFuture<Optional<Attachment>> fetch(Found found, String fileName) {
        Optional<byte[]> key = MediaKey.read(found.hexKey(), found.key());
        if (key.isEmpty() && !found.plain()) {
            LOG.info("a {} came without a key that can be read", found.kind());
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return address(found)
                .map(address -> get(address, REDIRECTS))
                .orElseGet(() -> CompletableFuture.failedFuture(new Unfit("its address cannot be read")))
                .<Optional<Attachment>>thenApplyAsync(
                        bytes -> keep(found, fileName, key.isPresent() ? open(bytes, key.get()) : bytes), line.files())
                .exceptionally(broken -> {
                    LOG.info("a {} could not be fetched: {}", found.kind(), why(broken));
                    return Optional.empty();
                });
    }

    private static String why(Throwable broken) {
        Throwable cause = broken.getCause() == null ? broken : broken.getCause();
        return cause instanceof Unfit
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName();
    }

    private Optional<URI> address(Found found) {
        String whole = found.address().isEmpty()
                ? network + "/download?encrypted_query_param="
                        + URLEncoder.encode(found.reference(), StandardCharsets.UTF_8)
                : found.address();
        return Addresses.read(whole);
    }

    private CompletableFuture<byte[]> get(URI address, int redirects) {
        if (!hosts.allow(address)) {
            return CompletableFuture.failedFuture(new Unfit("its host is not one of the content network"));
        }
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        return line.call(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenComposeAsync(
                        response -> {
                            Optional<String> elsewhere = response.headers().firstValue("location");
                            if (response.statusCode() / 100 == 3 && elsewhere.isPresent() && redirects > 0) {
                                return Addresses.read(elsewhere.get())
                                        .map(next -> get(address.resolve(next), redirects - 1))
                                        .orElseGet(() -> CompletableFuture.failedFuture(new Unfit("a bad redirect")));
                            }
                            return CompletableFuture.completedFuture(read(response));
                        },
                        line.files());
    }

    /** Whoever sends so slowly that it is no use is hung up on. */
    private static byte[] read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new Unfit("status " + response.statusCode());
            }
            CompletableFuture<?> tooLate = CompletableFuture.runAsync(
                    () -> hangUp(body), CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            byte[] bytes = body.readNBytes((int) MOST + 17);
            tooLate.cancel(false);
            if (bytes.length > Cipher128.padded(MOST)) {
                throw new Unfit("it is larger than 100 MB");
            }
            return bytes;
        } catch (IOException broken) {
            throw new Unfit("the connection broke");
        }
    }

    private static void hangUp(InputStream body) {
        try {
            body.close();
        } catch (IOException gone) {
            LOG.debug("a download was gone before it was given up", gone);
        }
    }

    private static byte[] open(byte[] bytes, byte[] key) {
        try {
            return Cipher128.decrypt(bytes, key);
        } catch (GeneralSecurityException wrongKey) {
            throw new Unfit("it cannot be decrypted");
        }
    }

    private Optional<Attachment> keep(Found found, String fileName, byte[] bytes) {
        String type = guess(found, bytes);
        String name = found.name().isBlank() ? found.kind() + ending(type) : found.name();
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(fileName + safeEnding(name));
            Path fresh = folder.resolve("." + file.getFileName());
            Files.write(fresh, bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(new Attachment(
                    found.kind(),
                    name,
                    type,
                    bytes.length,
                    file.toAbsolutePath().toString(),
                    found.text()));
        } catch (IOException full) {
            throw new Unfit("it could not be written to " + folder);
        }
    }

    private static String guess(Found found, byte[] bytes) {
        String byName = URLConnection.guessContentTypeFromName(found.name());
        if (byName != null) {
            return byName;
        }
        return switch (found.type()) {
            case IMAGE -> Pictures.type(bytes);
            case VOICE -> "audio/silk";
            case VIDEO -> "video/mp4";
            case FILE, TEXT -> "application/octet-stream";
        };
    }

    private static String ending(String type) {
        return switch (type) {
            case "image/jpeg" -> ".jpg";
            case "image/png" -> ".png";
            case "image/gif" -> ".gif";
            case "image/webp" -> ".webp";
            case "audio/silk" -> ".silk";
            case "video/mp4" -> ".mp4";
            default -> ".bin";
        };
    }

    private static String safeEnding(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot);
        return ending.matches("\\.[A-Za-z0-9]{1,8}") ? ending : "";
    }

    public Executor files() {
        return line.files();
    }

    /** Takes away what is older than a month. */
    public void tidy(Instant now) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(KEPT))) {
                    Files.delete(file);
                }
            }
        } catch (IOException busy) {
            LOG.info("old files of {} stay for another day", folder, busy);
        }
    }

    /** Why a file cannot be had, without its address. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why);
        }
    }
}
