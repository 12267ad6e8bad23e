package io.hermesgateway.core.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where jars lie that are not in the drop-in folder: the former one of each plugin, and those taken out of service. */
final class Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path previous;
    private final Path quarantine;
    private final InstantSource clock;

    Shelf(Places places, InstantSource clock) {
        this.previous = places.plugins().resolve(".previous");
        this.quarantine = places.quarantine();
        this.clock = clock;
    }

    Path previous(String id) {
        return previous.resolve(id + ".jar");
    }

    void keepPrevious(PluginJar jar) {
        try {
            write(jar.kept(), previous(jar.id()));
        } catch (IOException e) {
            LOG.warn("the former jar of {} could not be kept", jar.id(), e);
        }
    }

    /** Moves a file out of service; nothing is ever deleted. */
    void quarantine(Path file, String reason) {
        try {
            Files.createDirectories(quarantine);
            String name = file.getFileName() + "." + STAMP.format(clock.instant()) + "." + reason;
            Files.move(file, quarantine.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be moved to {}", file, quarantine, e);
        }
    }

    void discard(PluginJar jar) {
        try {
            if (!jar.bundled()) {
                Files.deleteIfExists(jar.kept());
                Files.deleteIfExists(jar.bundle());
            }
        } catch (IOException e) {
            LOG.warn("{} is left over", jar.kept(), e);
        }
    }

    /** Complete or not at all. */
    static void write(Path from, Path to) throws IOException {
        Path folder = to.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, ".incoming", ".tmp");
        Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
