package io.hermesgateway.core;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Looks at a home before anything is written to it. A home that cannot be used, or that belongs to another program, is
 * refused untouched, with a sentence that says what to do.
 */
public final class HomeGate {
    /** {@code application_id} in the header of every SQLite file that this gateway made: "HGW1". */
    public static final int APPLICATION_ID = 0x48475731;

    private static final String MAGIC = "SQLite format 3\0";
    private static final int ID_OFFSET = 68;
    /** So many wrong bits are damage; another program's id differs in more. */
    private static final int WRONG_BITS = 4;

    private static final List<String> OURS_ONLY = List.of("state.db", "response_store.db");

    private HomeGate() {}

    /** Makes the home if it is missing; throws {@code home_in_use} or {@code bad_setting}. */
    static void enter(Path home) {
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path probe = Files.createTempFile(home, ".probe", "");
            Files.delete(probe);
        } catch (IOException refused) {
            throw new GatewayException(
                    KernelError.BAD_SETTING,
                    "The home " + home + " cannot be written to. Make it writable for this user, or choose another with"
                            + " --home DIR.",
                    refused);
        }
        OURS_ONLY.forEach(name -> refuseForeign(home.resolve(name)));
    }

    /** Whether it was ours, and open, when the gateway ended: whatever came over it then is damage. */
    private static boolean wasInUse(Path file) {
        Path mark = file.resolveSibling("plugin-data/store-sqlite/" + file.getFileName() + ".mark");
        try {
            return Files.exists(mark) && Files.readString(mark).startsWith("open");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Whether what is the same in every header is right: the size of pages is one, and so are the shares of a page. */
    private static boolean sound(byte[] header) {
        int pageSize = ByteBuffer.wrap(header).getShort(16);
        return (pageSize == 1 || Integer.bitCount(pageSize & 0xffff) == 1)
                && header[21] == 64
                && header[22] == 32
                && header[23] == 32;
    }

    /** A file that is no SQLite file at all, or whose header is damaged, is not foreign: that is healed, not refused. */
    private static void refuseForeign(Path file) {
        if (!Files.isRegularFile(file) || wasInUse(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(100);
            boolean database = header.length == 100
                    && new String(header, 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC);
            int id = database && sound(header) ? ByteBuffer.wrap(header).getInt(ID_OFFSET) : APPLICATION_ID;
            if (Integer.bitCount(id ^ APPLICATION_ID) > WRONG_BITS) {
                throw new GatewayException(
                        KernelError.HOME_IN_USE,
                        file + " was made by another program and is left as it is. Use another home (--home DIR), and"
                                + " bring your data over with: hermes import --from " + file.getParent());
            }
        } catch (IOException unreadable) {
            throw new GatewayException(
                    KernelError.BAD_SETTING, file + " cannot be read by this user. Check its owner.", unreadable);
        }
    }
}
