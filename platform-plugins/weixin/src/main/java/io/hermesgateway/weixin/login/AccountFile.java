package io.hermesgateway.weixin.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.weixin.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file {@code account.json} of an account, for its owner only. */
public final class AccountFile {
    private static final Logger LOG = LoggerFactory.getLogger(AccountFile.class);
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path file;

    private AccountFile(Path file) {
        this.file = file;
    }

    /** @param configured what the configuration said when it was written */
    record Stored(Credentials credentials, String configured) {}

    public static AccountFile in(Path folder) {
        return new AccountFile(folder.resolve("account.json"));
    }

    Optional<Stored> read() {
        try {
            JsonNode json = Wire.read(Files.readAllBytes(file));
            Credentials credentials = new Credentials(
                    json.path("bot_id").asText(),
                    new Secret(json.path("token").asText()),
                    URI.create(json.path("base_url").asText()),
                    json.path("user_id").asText());
            return credentials.token().isBlank()
                    ? Optional.empty()
                    : Optional.of(
                            new Stored(credentials, json.path("configured").asText()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("{} cannot be read, so a new login is needed", file);
            return Optional.empty();
        }
    }

    void write(Credentials credentials, String configured, Instant now) {
        String json = Wire.object()
                .put("bot_id", credentials.bot())
                .put("token", credentials.token().reveal())
                .put("base_url", credentials.base().toString())
                .put("user_id", credentials.user())
                .put("saved_at", now.toString())
                .put("configured", configured)
                .toString();
        Path fresh = file.resolveSibling(".account.json.fresh");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, json.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Takes it out of service: its token is worth nothing any more. */
    void retire(Path quarantine, String platformId, Instant now) {
        String name = platformId + "-account.json." + AT.format(now) + ".replaced";
        try {
            Files.createDirectories(quarantine);
            Files.move(file, quarantine.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }
}
