package io.hermesgateway.sqlite.heal;

import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.sqlite.Care;
import io.hermesgateway.sqlite.DatabaseFile;
import io.hermesgateway.sqlite.PrivateFiles;
import io.hermesgateway.sqlite.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Finds out what is wrong with a database and mends it while everything goes on. What only passes, a full disk or
 * somebody else's lock, is waited for and said; what is broken is put together anew.
 */
public final class Healer implements Care {
    private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** A larger one is looked at while it is used. */
    private static final long CHECKED_AT_ONCE = 256L << 20;

    private static final long CALLERS_WAIT_SECONDS = 3;

    private final PluginContext context;
    private final Spares backups;
    private final Quarantine quarantine;
    private final Consumer<String> news;
    private final Words english = new Words(Locale.ENGLISH);
    private final Words local = new Words(Locale.getDefault());
    private final Map<Path, Patient> patients = new ConcurrentHashMap<>();
    private final Map<Path, String> lastRepairs = new ConcurrentHashMap<>();

    /**
     * A healer for the files of one plugin.
     *
     * @param news is told each repair, in words for people
     */
    public Healer(PluginContext context, Spares backups, Consumer<String> news) {
        this.context = context;
        this.backups = backups;
        this.news = news;
        this.quarantine = new Quarantine(context.home().resolve("quarantine"), context.clock());
    }

    /**
     * Whether the header of a file is damaged, and no other program or version is to be suspected because of what it says.
     * Only for a file that this process has not open.
     */
    public static boolean isDamaged(PluginContext context, Path path, Schema schema) {
        Patient patient = new Patient(path, context.folder());
        try {
            Damage damage = new Inspection(path, schema).look(patient.before(), false);
            return damage == Damage.HEADER || damage == Damage.NOT_A_DATABASE || damage == Damage.LOG;
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** Looks after a file from now on, also when nobody uses it. */
    public void watch(DatabaseFile file) {
        Watch watch = new Watch(this, file, context.clock());
        context.tasks().every(LOOK, "look at " + file.path().getFileName(), watch::look);
    }

    /** The file has been fed up to this fact. */
    public void applied(Path path, long position) {
        of(path).applied(position);
    }

    /** What was last done to the file; null for nothing. */
    public @Nullable String lastRepair(Path path) {
        return lastRepairs.get(path);
    }

    /** Why the file cannot be used now although it is sound, or that it is being repaired; null when all is well. */
    public @Nullable String trouble(Path path) {
        Patient patient = of(path);
        Damage waits = patient.waitsFor;
        String name = String.valueOf(path.getFileName());
        return patient.inRepair.get() ? english.mending(name) : waits == null ? null : english.waiting(waits, name);
    }

    Patient of(Path path) {
        return patients.computeIfAbsent(path, file -> new Patient(file, context.folder()));
    }

    private static Cure cureFor(Path path) {
        return String.valueOf(path.getFileName()).equals("state.db") ? Cure.HISTORY : Cure.NAMED;
    }

    @Override
    public void beforeOpen(DatabaseFile file) {
        Patient patient = of(file.path());
        try {
            boolean thorough = patient.unclean() && size(file.path()) < CHECKED_AT_ONCE;
            Damage damage = new Inspection(file.path(), file.schema()).look(patient.before(), thorough);
            if (damage != null && due(patient)) {
                mend(file, damage, null);
            }
            patient.opens();
        } catch (IOException | SQLException | RuntimeException failed) {
            failed(patient, file.path(), failed);
        }
    }

    private static long size(Path path) throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    @Override
    public void opened(DatabaseFile file) {
        of(file.path()).opened(file.schema().newest());
    }

    @Override
    public void closed(DatabaseFile file) {
        of(file.path()).closes();
    }

    @Override
    public boolean failed(DatabaseFile file, SQLException failure) {
        if (DatabaseFile.SPOILT.equals(failure.getSQLState())) {
            tell(file.path(), Repaired.nothingLost(context.clock().instant(), file.path(), Damage.INDEX, null));
            return true;
        }
        Damage damage = Damage.of(failure, file.path());
        if (damage == null) {
            return false;
        }
        if (!damage.mendable()) {
            waitFor(file, damage, failure);
            return false;
        }
        LOG.debug("{} failed", file.path(), failure);
        return heal(file, damage);
    }

    private void waitFor(DatabaseFile file, Damage damage, SQLException failure) {
        Patient patient = of(file.path());
        if (patient.waitsFor != damage) {
            patient.waitsFor = damage;
            LOG.warn(
                    "{} ({})",
                    english.waiting(damage, String.valueOf(file.path().getFileName())),
                    failure.getMessage());
        }
    }

    /** It can be used again. */
    void over(DatabaseFile file) {
        Patient patient = of(file.path());
        if (patient.waitsFor != null) {
            patient.waitsFor = null;
            LOG.info("{} can be used again", file.path());
        }
    }

    private boolean due(Patient patient) {
        return !context.clock().instant().isBefore(patient.notBefore);
    }

    /** Begins a repair unless one is under way, and waits a moment for its end; true when the file is well by then. */
    boolean heal(DatabaseFile file, Damage damage) {
        Patient patient = of(file.path());
        if (!due(patient) || !patient.inRepair.compareAndSet(false, true)) {
            return false;
        }
        CountDownLatch done = new CountDownLatch(1);
        boolean[] well = {false};
        context.tasks().run("repair of " + file.path().getFileName(), () -> {
            try {
                well[0] = repair(file, damage, patient);
            } finally {
                patient.inRepair.set(false);
                done.countDown();
            }
        });
        try {
            return done.await(CALLERS_WAIT_SECONDS, TimeUnit.SECONDS) && well[0];
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean repair(DatabaseFile file, Damage damage, Patient patient) {
        Path path = file.path();
        try {
            Path rescued = damage == Damage.DELETED || damage == Damage.REPLACED ? rescue(file) : null;
            file.whileClosed(english.mending(String.valueOf(path.getFileName())), () -> {
                Inspection inspection = new Inspection(path, file.schema());
                if (damage == Damage.REPLACED) {
                    for (Path stale : patient.ownSidecars()) {
                        quarantine.takeAlone(stale, damage.word());
                    }
                }
                Damage now = inspection.look(patient.before(), true);
                mend(file, now == null || damage == Damage.REPLACED ? damage : now, rescued);
            });
            file.warmUp();
            return true;
        } catch (IOException | SQLException | RuntimeException failed) {
            failed(patient, path, failed);
            return false;
        }
    }

    /** Copies what is still to be had through the open connection, though no path leads there any more. */
    private @Nullable Path rescue(DatabaseFile file) {
        Path target = PrivateFiles.beside(file.path(), ".rescued");
        try {
            for (Path each : PrivateFiles.withSidecars(target)) {
                Files.deleteIfExists(each);
            }
            return file.stillOpen(link ->
                            ((SQLiteConnection) link.connection()).getDatabase().backup("main", target.toString(), null)
                                    == 0)
                    .filter(complete -> complete)
                    .map(complete -> target)
                    .orElse(null);
        } catch (SQLException | IOException lost) {
            LOG.info("Nothing is to be had of the file that was open: {}", lost.getMessage());
            return null;
        }
    }

    private void mend(DatabaseFile file, Damage damage, @Nullable Path rescued) throws IOException, SQLException {
        Path path = file.path();
        Patient patient = of(path);
        Repaired done = new Repair(file, cureFor(path), backups, quarantine, context.clock())
                .run(damage, rescued, patient.before().applied());
        patient.failures.set(0);
        patient.waitsFor = null;
        tell(path, done);
    }

    private void tell(Path path, Repaired done) {
        lastRepairs.put(path, context.clock().instant() + " " + english.of(done));
        LOG.warn("{} [{}]", english.of(done), done);
        news.accept(local.of(done));
    }

    /** Everything is as it was; it is tried again, ever more seldom. */
    private void failed(Patient patient, Path path, Exception failure) {
        long seconds = 1L << Math.min(patient.failures.incrementAndGet(), 8);
        Duration pause = Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE.toSeconds()));
        Instant next = context.clock().instant().plus(pause);
        patient.notBefore = next;
        LOG.warn(
                "{} could not be repaired; it is tried again in {} s: {}", path, pause.toSeconds(), failure.toString());
    }

    /**
     * A log or its index was taken away or exchanged below us. What is open still holds the right one, and closing brings
     * all of it into the file.
     */
    void exchanged(DatabaseFile file, Path sidecar) {
        Patient patient = of(file.path());
        if (!due(patient) || !patient.inRepair.compareAndSet(false, true)) {
            return;
        }
        try {
            Path kept = Files.exists(sidecar) ? quarantine.takeAlone(sidecar, Damage.LOG.word()) : null;
            file.whileClosed(english.mending(String.valueOf(file.path().getFileName())), () -> {});
            file.warmUp();
            tell(file.path(), Repaired.nothingLost(context.clock().instant(), file.path(), Damage.LOG, kept));
        } catch (IOException | SQLException | RuntimeException failed) {
            failed(patient, file.path(), failed);
        } finally {
            patient.inRepair.set(false);
        }
    }
}
