package io.hermesgateway.sqlite;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts a copy in the place of a database that is not open. What was there goes into the quarantine. */
final class Restoring {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Opener opener;
    private final Path quarantine;

    Restoring(Opener opener, Path quarantine) {
        this.opener = opener;
        this.quarantine = quarantine;
    }

    void restore(Path backup, Path database, Schema schema, Instant now) {
        Path fresh = PrivateFiles.beside(database, ".restoring");
        try {
            Files.deleteIfExists(fresh);
            PrivateFiles.prepare(fresh);
            Files.copy(backup, fresh, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.prepare(fresh);
            check(fresh, backup, schema);
            PrivateFiles.folder(quarantine);
            exchange(fresh, database, STAMP.format(now) + ".restored");
        } catch (IOException | SQLException refused) {
            throw new GatewayException(
                    KernelError.BAD_REQUEST, backup + " cannot be restored: " + refused.getMessage(), refused);
        } finally {
            forget(fresh);
        }
    }

    private void check(Path copy, Path named, Schema schema) throws SQLException {
        Link link = opener.plain(copy);
        try {
            int mark = Integer.parseInt(link.pragma("application_id"));
            int version = Integer.parseInt(link.pragma("user_version"));
            if (mark != schema.applicationId() || version > schema.newest()) {
                throw new SQLException(
                        named.getFileName() + " was not made by this gateway, or by a newer version of it");
            }
            String verdict = link.pragma("quick_check(1)");
            if (!verdict.equals("ok")) {
                throw new SQLException("it is damaged (" + verdict + ")");
            }
        } finally {
            link.close();
        }
    }

    private void exchange(Path fresh, Path database, String ending) throws IOException {
        Map<Path, Path> moved = new LinkedHashMap<>();
        boolean done = false;
        try {
            for (Path each : PrivateFiles.withSidecars(database)) {
                if (Files.exists(each)) {
                    Path aside = quarantine.resolve(each.getFileName() + "." + ending);
                    Files.move(each, aside, StandardCopyOption.REPLACE_EXISTING);
                    moved.put(aside, each);
                }
            }
            Files.move(fresh, database, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } finally {
            for (Map.Entry<Path, Path> each : done ? Map.<Path, Path>of().entrySet() : moved.entrySet()) {
                Files.move(each.getKey(), each.getValue(), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void forget(Path fresh) {
        for (Path each : PrivateFiles.withSidecars(fresh)) {
            boolean unused = each.toFile().delete();
        }
    }
}
