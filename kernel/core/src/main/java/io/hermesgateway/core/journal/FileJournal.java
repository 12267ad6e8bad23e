package io.hermesgateway.core.journal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.JournalHealth;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Leases;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a folder: files of checksummed groups, one thread that writes, and blobs, archive and quarantine
 * beside them. This class opens and closes; who does what is said where it is done: {@link Recovery} reads at the
 * start, {@link Commits} writes, {@link Replay} reads for followers, {@link Retention} drops.
 */
public final class FileJournal implements JournalStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private final Path folder;
    private final Owner owner;
    private final Index index;
    private final Commits commits;
    private final Replay replay;
    private final Retention retention;
    private final Blobs blobs;
    private final Sweep sweep;
    private final Leases leases;
    private final String where;

    private FileJournal(Path folder, Owner owner, InstantSource clock, Options options) throws IOException {
        this.folder = folder;
        this.owner = owner;
        long seed = Objects.hash(owner.epoch(), ProcessHandle.current().pid(), clock.instant()) * 0x9E3779B97F4A7C15L
                ^ System.nanoTime();
        Versions versions =
                new Versions(seed, options.remembered(), options.window().toSeconds());
        Recovery found = new Recovery(versions).read(folder);
        this.where = folder + setAside(found.damage);
        for (Path leftover : found.leftovers) {
            Files.delete(leftover);
        }
        this.index = new Index(versions, found.segments);
        Tail tail = new Tail(options, folder, found.segments.get(found.segments.size() - 1));
        this.commits = new Commits(index, tail, clock, options);
        this.replay = new Replay(index);
        this.retention = new Retention(folder, index, replay, clock, options);
        this.blobs = new Blobs(folder.resolve("blobs"), clock);
        this.sweep = new Sweep(blobs, folder.resolve("archive"), clock);
        this.leases = new NodeLeases(clock, owner.epoch());
        commits.start();
    }

    /**
     * Opens the journal in this folder, or begins one.
     *
     * @throws GatewayException in words when the folder belongs to another process, holds another kind of journal, or
     *     cannot be read
     */
    public static FileJournal open(Path folder, InstantSource clock, Options options) {
        try {
            Path path = PrivateFiles.folder(folder.toAbsolutePath());
            Owner owner = Owner.of(path);
            try {
                return new FileJournal(path, owner, clock, options);
            } catch (IOException | RuntimeException failed) {
                owner.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new GatewayException(
                    KernelError.JOURNAL_UNAVAILABLE,
                    "The journal in " + folder + " cannot be opened (" + failed.getMessage()
                            + "); check the disk and who owns the folder.",
                    failed);
        }
    }

    private String setAside(List<Recovery.Damage> damage) {
        for (Recovery.Damage part : damage) {
            LOG.error("The journal is damaged: {} from {} to {}", part.path(), part.from(), part.to());
            try {
                part.copyTo(folder.resolve("quarantine"));
            } catch (IOException failed) {
                LOG.error("The damaged part could not be copied", failed);
            }
        }
        return damage.isEmpty() ? "" : " (" + damage.size() + " damaged parts are in quarantine)";
    }

    @Override
    public AppendResult append(List<JournalRecord> records, List<Precondition> preconditions) {
        return commits.append(new Append(records, preconditions, index.versions));
    }

    @Override
    public Following follow(Position after, Follower follower) {
        return replay.follow(after, follower);
    }

    @Override
    public Reading read(Position after) {
        return new Pull(index, replay, new Archives(folder.resolve("archive")), after.value());
    }

    @Override
    public void goOnAfter(Position position) {
        commits.goOnAfter(position.value());
    }

    @Override
    public Position droppedUpTo() {
        return new Position(index.segments().get(0).covers());
    }

    @Override
    public Position end() {
        return new Position(index.end());
    }

    @Override
    public String putBlob(byte[] body) {
        return blobs.put(body);
    }

    @Override
    public Optional<byte[]> blob(String name) {
        return blobs.get(name);
    }

    @Override
    public synchronized void retain(Position applied, Position backedUp, Duration youngest) {
        retention.retain(Math.min(applied.value(), backedUp.value()), youngest);
        sweep.sweep(index.segments());
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public JournalHealth health() {
        List<Segment> segments = index.segments();
        long bytes = segments.stream().mapToLong(Segment::bytes).sum();
        long records = segments.stream().mapToLong(Segment::records).sum();
        return new JournalHealth(where, bytes, records, end(), commits.trouble());
    }

    @Override
    public void close() {
        commits.close();
        try {
            owner.close();
        } catch (IOException failed) {
            LOG.warn("The lock of {} was not released", folder, failed);
        }
    }
}
