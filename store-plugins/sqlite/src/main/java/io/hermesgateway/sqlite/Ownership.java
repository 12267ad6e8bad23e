package io.hermesgateway.sqlite;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose a file is, by its mark and the version of its schema. What is damaged is nobody else's: that is healed. */
final class Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
    private static final String MAGIC = "SQLite format 3\0";
    private static final int HEADER = 100;
    private static final int VERSION_AT = 60;
    private static final int MARK_AT = 68;

    private Ownership() {}

    /** Before the first connection of the process; reads the file itself, which is cheap and safe only then. */
    static void check(Path file, Schema schema, Opener opener) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            byte[] header = header(file);
            if (header.length == HEADER && new String(header, 0, 16, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
                ByteBuffer fields = ByteBuffer.wrap(header);
                refuse(file, schema, fields.getInt(MARK_AT), version(file, fields.getInt(VERSION_AT), opener));
            }
        } catch (IOException | SQLException unwell) {
            LOG.debug("{} does not say whose it is: {}", file, unwell.toString());
        }
    }

    private static byte[] header(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEADER);
        }
    }

    /** After an unclean end the log may know better than the file. */
    private static int version(Path file, int written, Opener opener) throws SQLException {
        if (!Files.exists(PrivateFiles.withSidecars(file).get(1))) {
            return written;
        }
        Link link = opener.reader(file);
        try {
            return Integer.parseInt(link.pragma("user_version"));
        } finally {
            link.close();
        }
    }

    /** A file without a mark is nobody's as long as nothing is in it, or where forerunners are taken over. */
    static void refuse(Path file, Schema schema, int mark, int version) {
        if (mark != schema.applicationId() && (mark != 0 || !schema.adopts())) {
            throw new GatewayException(
                    KernelError.HOME_IN_USE,
                    file + " was made by another program and is left as it is. Use another home (--home DIR), and bring"
                            + " your data over with: hermes import --from " + file.getParent());
        }
        if (version > schema.newest()) {
            throw new GatewayException(
                    KernelError.HOME_IN_USE,
                    file + " was made by a newer version of this gateway (schema " + version + ", this one knows "
                            + schema.newest() + ") and is left as it is. Start the newer version again, or use another"
                            + " home (--home DIR).");
        }
    }
}
