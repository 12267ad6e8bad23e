package io.hermesgateway.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of databases, made while these are used. A copy gets its name only after it was opened and checked, so whatever
 * has the name of a backup was once known to be good. What each contains up to which position stands in a list, because
 * a backup may lie anywhere.
 */
public final class Backups {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int KEPT = 7;

    private final Path folder;
    private final Path list;
    private final InstantSource clock;

    /**
     * A backup that is there.
     *
     * @param position the last fact in it; zero for a database that is not fed with facts
     */
    public record Backup(Path file, long bytes, long position) {}

    /**
     * Where backups are.
     *
     * @param folder for those that are made without being told where
     * @param list the file that remembers what is in which
     */
    public Backups(Path folder, Path list, InstantSource clock) {
        this.folder = folder;
        this.list = list;
        this.clock = clock;
    }

    /** The next name for a copy in the folder, and room for it: the oldest ones of the same database go. */
    Path next(Path database, String suffix) throws IOException {
        PrivateFiles.folder(folder);
        List<Path> before = of(stem(database));
        for (Path old : before.subList(0, Math.max(0, before.size() - KEPT + 1))) {
            Files.deleteIfExists(old);
        }
        return folder.resolve(stem(database) + "-" + STAMP.format(clock.instant()) + suffix + ".db");
    }

    /** Those in the folder, oldest first. */
    public List<Path> of(String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .matches(java.util.regex.Pattern.quote(name) + "-\\d{8}-\\d{6}.*\\.db"))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        }
    }

    /** All backups of a database that are known or lie in the folder, the most complete ones first. */
    public List<Path> newestFirst(Path database) throws IOException {
        Set<Path> all = new LinkedHashSet<>();
        List<Path> here = of(stem(database));
        List<Backup> known = known();
        for (int i = known.size() - 1; i >= 0 && known.get(i).position() > 0; i--) {
            all.add(known.get(i).file());
        }
        for (int i = here.size() - 1; i >= 0; i--) {
            all.add(here.get(i).toAbsolutePath());
        }
        return List.copyOf(all);
    }

    static String stem(Path database) {
        return String.valueOf(database.getFileName()).replaceFirst("\\.db$", "");
    }

    /** Copies what the connection sees, which must not be within a transaction; returns when the copy is safe. */
    long copy(Link link, Opener opener, Path target) throws SQLException, IOException {
        Path partial = PrivateFiles.beside(target, ".partial");
        Files.deleteIfExists(partial);
        PrivateFiles.prepare(partial);
        boolean good = false;
        try {
            link.with("VACUUM INTO ?", partial.toString()).execute();
            long position = checked(opener, partial);
            sync(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(PrivateFiles.folderOf(target));
            remember(new Backup(target.toAbsolutePath(), Files.size(target), position));
            good = true;
            return position;
        } finally {
            if (!good) {
                Files.deleteIfExists(partial);
            }
        }
    }

    /** Opens a copy as a reader and has SQLite look at all of it. */
    private static long checked(Opener opener, Path copy) throws SQLException {
        Link link = opener.reader(copy);
        try {
            String verdict = link.pragma("quick_check(1)");
            if (!verdict.equals("ok")) {
                throw new SQLException("the copy is not whole: " + verdict);
            }
            boolean fed = link.number("SELECT count(*) FROM sqlite_master WHERE name='meta'", 0) > 0;
            return fed ? link.number("SELECT value FROM meta WHERE key=?", 0, StateSchema.APPLIED) : 0;
        } finally {
            link.close();
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Those that are still where they were made, as large as they were, the most complete last. */
    public synchronized List<Backup> known() {
        List<Backup> known = new ArrayList<>();
        try {
            for (String line :
                    Files.exists(list) ? Files.readAllLines(list, StandardCharsets.UTF_8) : List.<String>of()) {
                read(line).filter(Backups::isThere).ifPresent(known::add);
            }
        } catch (IOException unreadable) {
            LOG.warn("The list of backups cannot be read: {}", unreadable.toString());
        }
        known.sort(Comparator.comparingLong(Backup::position));
        return known;
    }

    private static Optional<Backup> read(String line) {
        String[] parts = line.split("\t", 3);
        try {
            return Optional.of(new Backup(Path.of(parts[2]), Long.parseLong(parts[1]), Long.parseLong(parts[0])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException spoilt) {
            LOG.debug("A line in {}: {}", line, spoilt.toString());
            return Optional.empty();
        }
    }

    private static boolean isThere(Backup backup) {
        try {
            return Files.size(backup.file()) == backup.bytes();
        } catch (IOException gone) {
            return false;
        }
    }

    private synchronized void remember(Backup made) throws IOException {
        List<Backup> known = new ArrayList<>(known());
        known.removeIf(other -> other.file().equals(made.file()));
        known.add(made);
        StringBuilder text = new StringBuilder();
        for (Backup each : known) {
            text.append(each.position()).append('\t').append(each.bytes()).append('\t');
            text.append(each.file()).append('\n');
        }
        PrivateFiles.folder(PrivateFiles.folderOf(list));
        Path fresh = PrivateFiles.beside(list, ".fresh");
        Files.writeString(fresh, text);
        sync(fresh);
        Files.move(fresh, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
