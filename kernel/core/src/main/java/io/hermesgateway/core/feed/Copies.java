package io.hermesgateway.core.feed;

import io.hermesgateway.core.control.KernelControl;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copies of the store in {@code backups/}: one a day, the newest few are kept, and any can be put back. */
public final class Copies implements KernelControl.Copies {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
    private static final Duration DEADLINE = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern NAME = Pattern.compile("state-(\\d{8}-\\d{6})\\.([a-z0-9]+)");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

    private final Path folder;
    private final Stores stores;
    private final IntSupplier kept;
    private final InstantSource clock;
    private final ReentrantLock busy = new ReentrantLock();

    public Copies(Path folder, Stores stores, IntSupplier kept, InstantSource clock) {
        this.folder = folder;
        this.stores = stores;
        this.kept = kept;
        this.clock = clock;
    }

    public void start(Tasks tasks) {
        tasks.every(LOOK, "daily backup", this::daily);
    }

    /** Once a day, when there is something new. */
    private void daily() {
        try {
            String kind = stores.primaryKind();
            Instant last = rows().stream()
                    .filter(row -> row.kind().equals(kind))
                    .map(row -> Instant.parse(row.at()))
                    .findFirst()
                    .orElse(Instant.EPOCH);
            boolean news = stores.primary().call(DEADLINE, s -> s.applied().isAfter(s.backedUp()));
            if (news && !clock.instant().isBefore(last.plus(DAY))) {
                LOG.info("The daily copy of the store is {}", backup(null).path());
            }
        } catch (GatewayException failed) {
            LOG.warn("There is no daily copy of the store yet: {}", failed.getMessage());
        }
    }

    @Override
    public Rows.Backup backup(@Nullable Path target) {
        return alone(() -> {
            OpenStore store = stores.primary();
            Instant now = clock.instant();
            Path file = target == null ? next(store.kind(), now) : target.toAbsolutePath();
            if (Files.exists(file)) {
                throw new GatewayException(KernelError.BAD_REQUEST, file + " exists already.");
            }
            Files.createDirectories(
                    file.resolveSibling("."),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            store.call(DEADLINE, s -> s.backup(file));
            if (target == null) {
                prune(store.kind());
            }
            return new Rows.Backup(file.toString(), store.kind(), Files.size(file), now.toString());
        });
    }

    private Path next(String kind, Instant now) {
        return folder.resolve("state-" + STAMP.format(now.atOffset(ZoneOffset.UTC)) + "." + kind);
    }

    private void prune(String kind) throws IOException {
        List<Rows.Backup> own =
                rows().stream().filter(row -> row.kind().equals(kind)).toList();
        for (Rows.Backup old : own.subList(Math.min(own.size(), Math.max(1, kept.getAsInt())), own.size())) {
            Files.deleteIfExists(Path.of(old.path()));
        }
    }

    @Override
    public List<Rows.Backup> rows() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(Copies::row)
                    .sorted(Comparator.comparing(Rows.Backup::at).reversed())
                    .toList();
        } catch (IOException unreadable) {
            throw new GatewayException(KernelError.INTERNAL, folder + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static Stream<Rows.Backup> row(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Stream.empty();
        }
        String at = LocalDateTime.parse(name.group(1), STAMP)
                .toInstant(ZoneOffset.UTC)
                .toString();
        return Stream.of(
                new Rows.Backup(file.toString(), name.group(2), file.toFile().length(), at));
    }

    @Override
    public Rows.Backup restore(Path backup) {
        return alone(() -> {
            Path file = backup.toAbsolutePath();
            if (!Files.isRegularFile(file)) {
                throw new GatewayException(KernelError.NOT_FOUND, "There is no file " + file + ".");
            }
            String kind = stores.primaryKind();
            stores.restore(kind, file);
            LOG.info("The store '{}' is back at {}; what happened since is fed to it", kind, file);
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return new Rows.Backup(file.toString(), kind, Files.size(file), written.toString());
        });
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T alone(Work<T> work) {
        if (!busy.tryLock()) {
            throw new GatewayException(KernelError.BUSY, "A copy of the store is being written or put back already.");
        }
        try {
            return work.run();
        } catch (IOException failed) {
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "The copy failed: " + failed, failed);
        } finally {
            busy.unlock();
        }
    }
}
