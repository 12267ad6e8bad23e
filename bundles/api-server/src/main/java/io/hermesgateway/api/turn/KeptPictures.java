package io.hermesgateway.api.turn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that came inside requests, as files, for sessions that the gateway remembers: the client will not send them
 * again, and the transcript names them. One that nobody sent for a month goes.
 */
public final class KeptPictures {
    private static final Logger LOG = LoggerFactory.getLogger(KeptPictures.class);
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path folder;

    public KeptPictures(Path folder) {
        this.folder = folder;
    }

    /** The file that holds what the address holds; the address itself when it is no picture, or cannot be kept. */
    String kept(String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.substring(0, comma).matches("(?i)data:image/[a-z0-9.+-]{1,40};base64")) {
            return url;
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(url.substring(comma + 1));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            Path file = Files.createDirectories(folder)
                    .resolve(HexFormat.of().formatHex(digest, 0, 16))
                    .toAbsolutePath();
            Path fresh = Files.createTempFile(folder, "picture", ".tmp");
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file.toString();
        } catch (IOException | IllegalArgumentException refused) {
            LOG.warn("A picture is not kept for later turns: {}", refused.toString());
            return url;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Lets go of what is old. */
    public void sweep(Instant now) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(KEPT))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException none) {
            LOG.debug("No picture was ever kept in {}", folder);
        } catch (IOException refused) {
            LOG.warn("Old pictures in {} cannot be removed: {}", folder, refused.toString());
        }
    }
}
