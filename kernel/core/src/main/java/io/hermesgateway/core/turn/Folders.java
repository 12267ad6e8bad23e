package io.hermesgateway.core.turn;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where sessions work and where tool calls keep what must survive a crash. */
public record Folders(Path home) {
    /** The working folder of a session. */
    Path session(String sessionId) {
        return made(home.resolve("workspaces").resolve(safe(sessionId)));
    }

    /** The private folder of one call. */
    Path call(String turnId, String callId) {
        return made(home.resolve("runs").resolve(safe(turnId)).resolve(safe(callId)));
    }

    /** Ids come from models and callers: only letters, digits, dot, dash and underscore reach the file system. */
    private static String safe(String id) {
        StringBuilder name = new StringBuilder("_".repeat(id.startsWith(".") ? 1 : 0));
        id.codePoints().limit(100).forEach(c -> {
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
            name.append(plain ? Character.toString(c) : "~" + Integer.toHexString(c));
        });
        return name.toString();
    }

    private static Path made(Path folder) {
        try {
            return Files.isDirectory(folder)
                    ? folder
                    : Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException refused) {
            throw new GatewayException(
                    KernelError.JOURNAL_UNAVAILABLE, "The folder " + folder + " cannot be made.", refused);
        }
    }
}
