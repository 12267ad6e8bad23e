package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one file between two looks at it. A mark on the disk says that there was a database here, and
 * whether it was closed in an orderly way.
 */
final class Patient {
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";

    private final Path path;
    private final Path mark;
    final AtomicBoolean inRepair = new AtomicBoolean();
    volatile @Nullable Damage waitsFor;
    volatile Instant notBefore = Instant.MIN;
    final AtomicInteger failures = new AtomicInteger();
    private volatile boolean here;
    /** The last fact in it, as far as that is known without opening it. */
    private volatile long applied;

    private volatile long noted;
    private volatile List<@Nullable Object> sidecars = List.of();
    private volatile @Nullable Object checked;

    Patient(Path path, Path folder) {
        this.path = path;
        this.mark = folder.resolve(path.getFileName() + ".mark");
    }

    /** What the mark says. */
    Before before() {
        String[] words = words();
        int version = words.length > 1 && words[1].matches("\\d{1,9}") ? Integer.parseInt(words[1]) : 0;
        long last = words.length > 2 && words[2].matches("\\d{1,18}") ? Long.parseLong(words[2]) : 0;
        return new Before(Files.exists(mark), here, version, Math.max(last, applied));
    }

    boolean unclean() {
        return Files.exists(mark) && !words()[0].equals(CLOSED);
    }

    private String[] words() {
        try {
            return (Files.exists(mark) ? Files.readString(mark) : "").split(" ");
        } catch (IOException unreadable) {
            return new String[] {""};
        }
    }

    void opens() {
        sidecars = List.of();
        checked = null;
        mark(OPEN, before().version());
    }

    void closes() {
        mark(CLOSED, before().version());
    }

    void applied(long position) {
        applied = position;
    }

    /** Writes down how far it was fed, now and then. */
    void note() {
        if (applied > noted) {
            mark(OPEN, before().version());
        }
    }

    private void mark(String state, int version) {
        long last = before().applied();
        noted = last;
        String word = state + " " + version + (last > 0 ? " " + last : "");
        try {
            PrivateFiles.folder(mark.resolveSibling(".").normalize());
            Path fresh = PrivateFiles.beside(mark, ".fresh");
            Files.writeString(fresh, word);
            Files.move(fresh, mark, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    /** Takes note of the log and its index that belong to the file that is open now. */
    void opened(int version) {
        here = true;
        sidecars = keys();
        mark(OPEN, version);
    }

    private List<Path> sidecarFiles() {
        return PrivateFiles.withSidecars(path).subList(1, 3);
    }

    private List<@Nullable Object> keys() {
        List<Path> files = sidecarFiles();
        return Arrays.asList(key(files.get(0)), key(files.get(1)));
    }

    /** A sidecar that is not the one that was there since the file was opened; null when all is well. */
    @Nullable
    Path strangeSidecar() {
        List<@Nullable Object> before = sidecars;
        List<@Nullable Object> now = keys();
        for (int i = 0; i < before.size(); i++) {
            Object then = before.get(i);
            if (then != null && !then.equals(now.get(i))) {
                return sidecarFiles().get(i);
            }
        }
        return null;
    }

    /** Sidecars of the file that is open, although its path leads elsewhere by now. */
    List<Path> ownSidecars() {
        List<@Nullable Object> before = sidecars;
        List<@Nullable Object> now = keys();
        List<Path> own = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != null && Objects.equals(before.get(i), now.get(i))) {
                own.add(sidecarFiles().get(i));
            }
        }
        return own;
    }

    /** Whether the file was written since every page of it was looked at. */
    boolean changed() {
        try {
            FileTime time = Files.getLastModifiedTime(path);
            List<Object> now = List.of(time, Files.size(path));
            boolean changed = !now.equals(checked);
            checked = now;
            return changed;
        } catch (IOException gone) {
            return true;
        }
    }
}
