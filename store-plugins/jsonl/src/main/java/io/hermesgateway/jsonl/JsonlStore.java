package io.hermesgateway.jsonl;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * History as lines in plain files, one file for each session. Every line carries the position of its fact, readers see
 * the lines up to the last whole batch, and what a crash leaves behind that is cut at the next start; so there is nothing
 * to repair. A sync of many small files would hold up the whole machine, so it is done seldom: how far the files are is
 * noted with each batch and believed while the machine runs; after a loss of power what was synced counts, and the kernel
 * feeds the rest once more.
 */
final class JsonlStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(JsonlStore.class);
    private static final int DIRTY_MOST = 20_000;
    private static final Duration DURABLE_AFTER = Duration.ofMinutes(10);
    /** The index is rewritten when it has this many times the lines that count, and more. */
    private static final int WASTE = 4;

    private static final int WASTE_SLACK = 20_000;

    private final StoreFiles files;
    private final InstantSource clock;
    private final Object writing = new Object();
    private volatile long applied;
    private volatile long backedUp;
    private volatile boolean closed;
    private volatile @Nullable String trouble;
    private volatile @Nullable String repair;
    private long durable;
    private long sessions;
    private long listed;
    private String epoch = "";
    private final String name;
    private boolean torn;
    private Instant checkpointed;

    private JsonlStore(StoreFiles files, InstantSource clock, String name) {
        this.files = files;
        this.name = name;
        this.clock = clock;
        this.checkpointed = clock.instant();
    }

    /**
     * Opens what is there, or begins; what cannot be understood is set aside.
     *
     * @param name of this instance: one that was replaced and does not know it yet sees another name and ends
     */
    static JsonlStore open(StoreFiles files, Trees.Aside aside, InstantSource clock, String name) {
        JsonlStore store = new JsonlStore(files, clock, name);
        try {
            PrivateFiles.folder(files.folder);
            store.begin(aside);
            return store;
        } catch (IOException failed) {
            throw store.unavailable(failed);
        }
    }

    private void begin(Trees.Aside aside) throws IOException {
        Optional<Lines.State> state = files.state();
        if (state.isEmpty() && !files.isEmpty()) {
            aside.set(files.folder, "unreadable");
            PrivateFiles.folder(files.folder);
            repair = "What was in " + files.folder + " could not be read and is in quarantine.";
            LOG.warn("{}", repair);
        }
        applied = state.map(Lines.State::applied).orElse(0L);
        backedUp = state.map(Lines.State::backedUp).orElse(0L);
        sessions = state.map(Lines.State::sessions).orElse(0L);
        files.cut(applied);
        files.sessions.index.forwards(applied, (line, offset) -> {
            listed++;
            return true;
        });
        checkpointNow();
    }

    @Override
    public Position applied() {
        checkOpen();
        return new Position(applied);
    }

    @Override
    public void apply(List<Fed> facts) {
        synchronized (writing) {
            checkOpen();
            List<Fed> fresh = facts.stream()
                    .filter(fed -> fed.position().value() > applied)
                    .toList();
            if (fresh.isEmpty()) {
                return;
            }
            try {
                write(fresh);
                trouble = null;
            } catch (IOException failed) {
                torn = true;
                trouble = "It cannot be written: " + failed.getMessage();
                throw unavailable(failed);
            }
        }
    }

    private void write(List<Fed> fresh) throws IOException {
        if (torn) {
            files.cut(applied);
            torn = false;
        }
        Batch batch = new Batch(files, applied);
        torn = true;
        for (Fed fed : fresh) {
            batch.take(fed);
        }
        batch.write();
        torn = false;
        sessions += batch.begun();
        listed += batch.sessions();
        applied = fresh.get(fresh.size() - 1).position().value();
        noteNow();
        if (files.dirty() > DIRTY_MOST || !clock.instant().isBefore(checkpointed.plus(DURABLE_AFTER))) {
            checkpointNow();
        }
    }

    /** Makes durable what has not been for a while. */
    void checkpoint() {
        synchronized (writing) {
            try {
                boolean due = !clock.instant().isBefore(checkpointed.plus(DURABLE_AFTER));
                if (!closed && !torn && due && durable != applied) {
                    checkpointNow();
                }
            } catch (IOException failed) {
                trouble = "It cannot be made durable: " + failed.getMessage();
                LOG.warn("{}", trouble);
            }
        }
    }

    private Lines.State state() {
        return StoreFiles.state(applied, backedUp, sessions, epoch);
    }

    private void noteNow() throws IOException {
        checkWriter();
        files.note(state());
    }

    private void checkWriter() throws IOException {
        if (!epoch.isEmpty() && !files.writer().filter(epoch::equals).isPresent()) {
            closed = true;
            throw new IOException("another instance has opened " + files.folder);
        }
    }

    private void checkpointNow() throws IOException {
        checkWriter();
        epoch = name;
        if (files.open.wasteful()) {
            files.open.rewrite();
        }
        if (listed > WASTE * sessions + WASTE_SLACK) {
            files.sessions.tidy(applied);
            listed = sessions;
        }
        files.checkpoint(state());
        durable = applied;
        checkpointed = clock.instant();
    }

    private interface Reading<T> {
        T read(long upTo) throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        checkOpen();
        try {
            return reading.read(applied);
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public List<TranscriptLine> transcript(String sessionId, int atMost) {
        return reading(upTo -> files.sessions.transcript(sessionId, atMost, upTo));
    }

    @Override
    public List<SessionRow> sessions(Query query) {
        return reading(upTo -> files.sessions.rows(query, upTo));
    }

    @Override
    public Optional<SessionRow> session(String sessionId) {
        return reading(upTo -> files.sessions.row(sessionId, upTo));
    }

    @Override
    public List<SearchHit> search(String text, Query query) {
        return reading(upTo -> Searching.search(files.sessions, text, query, upTo, clock));
    }

    @Override
    public List<Approval> approvals(Query query) {
        return newest(files.approvals, Lines.Decided.class, query, line -> {
            Approval approval = line.approval();
            return fits(query, line.at(), approval.state().word()) ? approval : null;
        });
    }

    @Override
    public List<DeliveryRow> deliveries(Query query) {
        Set<String> replaced = new HashSet<>();
        return newest(files.deliveries, Lines.Settled.class, query, line -> {
            boolean newest = line.again()
                    ? replaced.add(line.row().id())
                    : !replaced.contains(line.row().id());
            return newest && fits(query, line.row().at(), line.row().state()) ? line.row() : null;
        });
    }

    @Override
    public List<AuditRow> audit(Query query) {
        return newest(
                files.audit,
                Lines.Did.class,
                query,
                line -> fits(query, line.row().at(), line.row().who()) ? line.row() : null);
    }

    private static boolean fits(Query query, Instant at, String what) {
        return (query.before() == null || at.isBefore(query.before()))
                && (query.filter() == null || query.filter().equals(what));
    }

    private interface Pick<L, T> {
        @Nullable
        T of(L line);
    }

    private <L, T> List<T> newest(LineFile file, Class<L> type, Query query, Pick<L, T> pick) {
        return reading(upTo -> {
            List<T> rows = new ArrayList<>();
            file.backwards(upTo, (bytes, offset) -> {
                T row = files.json.read(bytes, type).map(pick::of).orElse(null);
                if (row != null) {
                    rows.add(row);
                }
                return rows.size() < query.atMost();
            });
            return rows;
        });
    }

    @Override
    public Position backup(Path target) {
        try {
            long upTo;
            BackupZip zip = new BackupZip(files, target);
            synchronized (writing) {
                checkOpen();
                upTo = applied;
                zip.begin(StoreFiles.state(upTo, upTo, sessions, epoch));
            }
            zip.finish(upTo);
            synchronized (writing) {
                backedUp = upTo;
                checkpointNow();
            }
            return new Position(upTo);
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public Position backedUp() {
        return new Position(backedUp);
    }

    @Override
    public StoreHealth health() {
        long bytes = files.shared().stream().mapToLong(LineFile::length).sum();
        return new StoreHealth("jsonl", files.folder.toString(), bytes, trouble, repair);
    }

    private void checkOpen() {
        if (closed) {
            throw new GatewayException(KernelError.STORE_UNAVAILABLE, "The store is closed.");
        }
    }

    private GatewayException unavailable(IOException failed) {
        return new GatewayException(
                KernelError.STORE_UNAVAILABLE,
                "The files in " + files.folder + " failed: " + failed.getMessage(),
                failed);
    }

    @Override
    public void close() {
        closed = true;
    }
}
