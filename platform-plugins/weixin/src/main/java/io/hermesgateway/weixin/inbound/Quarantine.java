package io.hermesgateway.weixin.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.weixin.media.Cipher128;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where messages go that cannot be read: kept for a person to see, out of the way of the others. */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String platformId;
    private final InstantSource clock;

    Quarantine(Path folder, String platformId, InstantSource clock) {
        this.folder = folder;
        this.platformId = platformId;
        this.clock = clock;
    }

    void take(JsonNode message, RuntimeException why) {
        byte[] text = message.toString().getBytes(StandardCharsets.UTF_8);
        String name = platformId + "-message-" + Cipher128.md5(text).substring(0, 8) + "." + AT.format(clock.instant())
                + ".unreadable";
        LOG.warn("{}: a message cannot be read ({}); it is kept in quarantine/{}", platformId, why.toString(), name);
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, text);
        } catch (IOException full) {
            LOG.warn("{}: it could not be kept", platformId, full);
        }
    }
}
