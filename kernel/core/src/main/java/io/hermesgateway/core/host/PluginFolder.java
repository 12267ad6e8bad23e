package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drop-in folder. The watch is registered before the first scan, and every event (overflow too) only means "scan
 * again", so nothing can be missed between the two; a scan now and then covers file systems that send no events.
 *
 * <p>A complete jar is taken at once, whether renamed into place or copied. What is incomplete or missing gets time: it
 * is refused, or gone, only when nothing happened for a while, because many tools delete a file before they write it.
 */
final class PluginFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);
    private static final Duration SETTLE = Duration.ofMillis(200);
    private static final Duration RESCAN = Duration.ofSeconds(5);

    private final Path folder;
    private final JarGate gate;
    private final Listener listener;
    private final Map<Path, Seen> known = new HashMap<>();
    private @Nullable WatchService watch;
    private @Nullable WatchKey key;
    private final CountDownLatch end = new CountDownLatch(1);

    PluginFolder(Path folder, JarGate gate, Listener listener) {
        this.folder = folder;
        this.gate = gate;
        this.listener = listener;
    }

    /** Hears what the folder holds; must be quick. */
    interface Listener {
        void arrived(PluginJar jar);

        void refused(Path file, GatewayException why);

        void gone(Path file);
    }

    private record Stamp(long size, FileTime changed, @Nullable Object inode) {
        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private record Seen(Stamp stamp, boolean settled) {}

    /** Reports what is there now, then watches. */
    void start(HostThreads threads) {
        register();
        scan(false);
        threads.kernel("plugin-folder").newThread(this::loop).start();
    }

    private void loop() {
        try {
            while (end.getCount() > 0) {
                boolean quiet = await(allSettled() ? RESCAN : SETTLE);
                register();
                scan(quiet);
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.debug("no longer watching {}", folder);
        }
    }

    /** Waits for the next event, or for as long as said; true when nothing happened. */
    private boolean await(Duration longest) throws InterruptedException {
        WatchService service = watch;
        if (service == null) {
            return !end.await(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
        }
        WatchKey signalled = service.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
        if (signalled != null) {
            signalled.pollEvents();
            signalled.reset();
        }
        return signalled == null;
    }

    private void register() {
        try {
            Files.createDirectories(folder);
            if (watch == null) {
                watch = FileSystems.getDefault().newWatchService();
            }
            if (key == null || !key.isValid()) {
                key = folder.register(
                        watch,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be watched and is looked at now and then: {}", folder, e.getMessage());
        }
    }

    private synchronized void scan(boolean quiet) {
        Map<Path, Stamp> present;
        try {
            present = present();
        } catch (IOException e) {
            LOG.warn("{} cannot be read", folder, e);
            return;
        }
        present.forEach((file, stamp) -> look(file, stamp, quiet));
        for (Path file : known.keySet().toArray(Path[]::new)) {
            if (!present.containsKey(file)) {
                missing(file, quiet);
            }
        }
    }

    private Map<Path, Stamp> present() throws IOException {
        Map<Path, Stamp> present = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.jar")) {
            for (Path file : files) {
                BasicFileAttributes attributes = attributes(file);
                if (attributes != null && attributes.isRegularFile()) {
                    present.put(file, Stamp.of(attributes));
                }
            }
        }
        return present;
    }

    /** Null for a file that vanished between the listing and now. */
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void missing(Path file, boolean quiet) {
        if (quiet) {
            known.remove(file);
            listener.gone(file);
        } else {
            known.computeIfPresent(file, (same, seen) -> new Seen(seen.stamp(), false));
        }
    }

    private void look(Path file, Stamp stamp, boolean quiet) {
        Seen before = known.get(file);
        boolean unchanged = before != null && before.stamp().equals(stamp);
        if (before != null && unchanged && before.settled()) {
            return;
        }
        try {
            PluginJar jar = gate.admit(file, false);
            known.put(file, new Seen(stamp, true));
            listener.arrived(jar);
        } catch (GatewayException e) {
            boolean unfinished = e.code() == KernelError.NOT_A_JAR && !(unchanged && quiet);
            known.put(file, new Seen(stamp, !unfinished));
            if (!unfinished) {
                listener.refused(file, e);
            }
        }
    }

    private synchronized boolean allSettled() {
        return known.values().stream().allMatch(Seen::settled);
    }

    /** Writes a jar that is already known into the folder, without taking it for news. */
    synchronized void place(PluginJar jar, Path file) {
        try {
            Shelf.write(jar.kept(), file);
            known.put(file, new Seen(Stamp.of(Files.readAttributes(file, BasicFileAttributes.class)), true));
        } catch (IOException e) {
            throw new GatewayException(
                    KernelError.INTERNAL, "The plugin folder cannot be written: " + e.getMessage(), e);
        }
    }

    /** Takes a file out of the folder, without taking that for news either. */
    synchronized void remove(Path file, Consumer<Path> remover) {
        known.remove(file);
        remover.accept(file);
    }

    /** Whether the file is still the one that was looked at. */
    synchronized boolean isAsSeen(Path file) {
        try {
            BasicFileAttributes now = attributes(file);
            Seen seen = known.get(file);
            return now != null && seen != null && seen.stamp().equals(Stamp.of(now));
        } catch (IOException e) {
            LOG.warn("{} cannot be read", file, e);
            return false;
        }
    }

    @Override
    public void close() {
        end.countDown();
        try {
            if (watch != null) {
                watch.close();
            }
        } catch (IOException e) {
            LOG.debug("closing the watch", e);
        }
    }
}
