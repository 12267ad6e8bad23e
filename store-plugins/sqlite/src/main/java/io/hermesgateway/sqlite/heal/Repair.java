package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.DatabaseFile;
import io.hermesgateway.sqlite.Link;
import io.hermesgateway.sqlite.PrivateFiles;
import io.hermesgateway.sqlite.StateSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a sound file in the place of a damaged one, while nobody has it open. The new file is made beside the old one and
 * takes its place when it is complete; whatever goes wrong before that leaves everything as it was.
 */
final class Repair {
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    private final DatabaseFile file;
    private final Path path;
    private final Cure cure;
    private final Spares backups;
    private final Quarantine quarantine;
    private final InstantSource clock;

    private @Nullable Path backup;
    private long fromBackup;
    private long found;
    private long salvaged;
    private long doubtful;
    private long fromOpen;
    private long applied;
    private long restored;

    Repair(DatabaseFile file, Cure cure, Spares backups, Quarantine quarantine, InstantSource clock) {
        this.file = file;
        this.path = file.path();
        this.cure = cure;
        this.backups = backups;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /**
     * Makes the file sound.
     *
     * @param rescued what was still to be had through an open connection; null for nothing
     * @param before the last fact that it had, as far as that is known
     */
    Repaired run(Damage damage, @Nullable Path rescued, long before) throws IOException, SQLException {
        applied = before;
        Inspection now = new Inspection(path, file.schema());
        if (damage == Damage.REPLACED && now.trusted()) {
            return adopted(damage, rescued);
        }
        Path stage = PrivateFiles.beside(path, ".healing");
        clear(stage);
        try {
            if (rescued != null && new Inspection(rescued, file.schema()).trusted()) {
                move(rescued, stage);
                look(stage, link -> fromOpen = count(link));
            } else {
                build(stage, damage);
            }
            settle(stage);
            Path kept = Files.exists(path) || Files.exists(log()) ? quarantine.take(path, damage.word()) : null;
            move(stage, path);
            return report(damage, kept);
        } finally {
            clear(stage);
        }
    }

    /** Somebody put a sound file of ours here: it stays, and what was open before is kept aside. */
    private Repaired adopted(Damage damage, @Nullable Path rescued) throws IOException, SQLException {
        Path kept = null;
        look(path, link -> {});
        if (rescued != null) {
            Path named = rescued.resolveSibling(String.valueOf(path.getFileName()));
            kept = quarantine.take(rescued, damage.word());
            LOG.info("What {} held before it was replaced is kept in {}", named, kept);
        }
        return report(damage, kept);
    }

    private Path log() {
        return PrivateFiles.withSidecars(path).get(1);
    }

    private void build(Path stage, Damage damage) throws IOException, SQLException {
        Optional<Path> newest = sound(backups.of(path));
        backup = newest.orElse(null);
        if (newest.isPresent() && cure.journalled()) {
            Files.copy(newest.get(), stage);
        }
        file.opener().create(stage, file.schema());
        Link link = file.opener().plain(stage);
        try {
            link.run("PRAGMA synchronous=OFF");
            link.run("PRAGMA foreign_keys=OFF");
            link.run("BEGIN IMMEDIATE");
            fromBackup = newest.isPresent() && cure.journalled() ? count(link) : 0;
            fill(link, damage);
            restored = appliedIn(link);
            link.run("COMMIT");
            if (newest.isPresent() && !cure.journalled()) {
                fillFrom(link, newest.get());
            }
            link.pragma("wal_checkpoint(TRUNCATE)");
        } finally {
            link.close();
        }
    }

    private Optional<Path> sound(List<Path> newestFirst) throws IOException {
        for (Path one : newestFirst) {
            if (new Inspection(one, file.schema()).trusted()) {
                return Optional.of(one);
            }
            LOG.warn("The backup {} is damaged too; an older one is tried", one);
        }
        return Optional.empty();
    }

    private void fill(Link link, Damage damage) throws IOException, SQLException {
        if (!Files.exists(path)) {
            if (!Files.exists(log())) {
                return;
            }
            PrivateFiles.prepare(path);
        }
        Merge merge = new Merge(link, cure.leftOut());
        Salvage.Rows rows = new Salvage.Rows() {
            @Override
            public void take(String table, long rowid, Map<String, @Nullable Object> values, boolean whole) {
                noteApplied(table, values);
                merge.take(table, rowid, values, whole);
            }

            @Override
            public boolean likely(String table, List<@Nullable Object> values) {
                return cure.likely().test(table, values);
            }
        };
        Salvage.read(path, log(), damage == Damage.LOG, merge.tables(), rows);
        merge.finish();
        found = merge.found();
        salvaged = merge.added();
        doubtful = merge.doubtful();
        if (salvaged > 0) {
            cure.after().rowsAdded(link);
        }
    }

    private void noteApplied(String table, Map<String, @Nullable Object> values) {
        if (cure.journalled()
                && table.equals("meta")
                && StateSchema.APPLIED.equals(values.get("key"))
                && values.get("value") instanceof Long position) {
            applied = Math.max(applied, position);
        }
    }

    private void fillFrom(Link link, Path older) throws SQLException {
        link.update("ATTACH DATABASE ? AS older", "file:" + older.toUri().getRawPath() + "?mode=ro");
        link.run("BEGIN IMMEDIATE");
        for (Table table : Table.in(link.connection())) {
            fromBackup += copy(link, table);
        }
        if (fromBackup > 0) {
            cure.after().rowsAdded(link);
        }
        link.run("COMMIT");
        link.run("DETACH DATABASE older");
    }

    private static long copy(Link link, Table table) throws SQLException {
        StringBuilder columns = new StringBuilder();
        PreparedStatement shared = link.with(
                "SELECT m.name FROM pragma_table_info(?, 'main') m"
                        + " JOIN pragma_table_info(?, 'older') o ON o.name = m.name",
                table.name(),
                table.name());
        try (ResultSet row = shared.executeQuery()) {
            while (row.next()) {
                columns.append(columns.length() == 0 ? "" : ", ")
                        .append('"')
                        .append(row.getString(1))
                        .append('"');
            }
        }
        boolean keyless = table.rowids() && table.columns().stream().noneMatch(column -> column.key() > 0);
        String all = (keyless ? "rowid, " : "") + columns;
        String name = '"' + table.name() + '"';
        return columns.length() == 0
                ? 0
                : link.update(
                        "INSERT OR IGNORE INTO main." + name + "(" + all + ") SELECT " + all + " FROM older." + name);
    }

    private interface Look {
        void at(Link link) throws SQLException;
    }

    /** Into a sound file that nobody has open; how far it was fed is always of interest. */
    private void look(Path sound, Look look) throws SQLException {
        Link link = file.opener().plain(sound);
        try {
            look.at(link);
            restored = appliedIn(link);
        } finally {
            link.close();
        }
    }

    private long appliedIn(Link link) throws SQLException {
        boolean fed = cure.journalled() && link.number("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'", 0) > 0;
        return fed ? link.number("SELECT value FROM meta WHERE key = ?", 0, StateSchema.APPLIED) : 0;
    }

    private static long count(Link link) throws SQLException {
        long rows = 0;
        for (Table table : Table.in(link.connection())) {
            rows += link.number("SELECT count(*) FROM \"" + table.name() + '"', 0);
        }
        return rows;
    }

    /** Nothing takes the place of a file before it is whole and on the disk. */
    private void settle(Path stage) throws IOException {
        if (!new Inspection(stage, file.schema()).trusted()) {
            throw new IOException("the new " + path.getFileName() + " is not sound either");
        }
        PrivateFiles.prepare(stage);
        try (FileChannel channel = FileChannel.open(stage, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private Repaired report(Damage damage, @Nullable Path kept) {
        String name = String.valueOf(path.getFileName());
        long again = cure.journalled() ? Math.max(0, applied - restored) : 0;
        return new Repaired(
                clock.instant(), name, damage, kept, backup, fromBackup, found, salvaged, doubtful, fromOpen, again);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void clear(Path stage) throws IOException {
        for (Path each : PrivateFiles.withSidecars(stage)) {
            Files.deleteIfExists(each);
        }
    }
}
