package io.hermesgateway.sqlite;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store in {@code state.db}. The search index follows on a thread of its own, some batches behind. */
final class SqliteStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
    private static final String READ_APPLIED = "SELECT value FROM meta WHERE key='" + StateSchema.APPLIED + "'";
    private static final String WRITE_APPLIED = "INSERT INTO meta(key, value) VALUES('" + StateSchema.APPLIED
            + "', ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value";

    private final DatabaseFile file;
    private final Backups backups;
    private final Tasks tasks;
    private final Supplier<Words> words;
    private final LongConsumer whenApplied;
    private final Runnable atTheEnd;
    private final Json json = new Json();
    /** How often the index was asked to go on since it began; zero when it rests. */
    private final AtomicInteger wanted = new AtomicInteger();

    private volatile @Nullable String trouble;
    private volatile boolean closed;

    /** What is said about the file: why it cannot be used, what was done to it. */
    record Words(@Nullable String trouble, @Nullable String lastRepair) {}

    SqliteStore(
            DatabaseFile file,
            Backups backups,
            Tasks tasks,
            Supplier<Words> words,
            LongConsumer whenApplied,
            Runnable atTheEnd) {
        this.file = file;
        this.backups = backups;
        this.tasks = tasks;
        this.words = words;
        this.whenApplied = whenApplied;
        this.atTheEnd = atTheEnd;
    }

    /** Opens the file behind the back of the start, and catches up with the index. */
    void begin() {
        tasks.run("opening " + file.path().getFileName(), () -> {
            try {
                file.warmUp();
                index();
            } catch (GatewayException notYet) {
                if (!closed) {
                    trouble = notYet.getMessage();
                    LOG.warn("{}", notYet.getMessage());
                }
            }
        });
    }

    private <T> T read(Work<T> work) {
        return noting(() -> file.read(work));
    }

    private <T> T noting(Supplier<T> call) {
        try {
            T result = call.get();
            trouble = null;
            return result;
        } catch (GatewayException failed) {
            trouble = failed.getMessage();
            throw failed;
        }
    }

    @Override
    public Position applied() {
        return new Position(read(link -> link.number(READ_APPLIED, 0)));
    }

    @Override
    public void apply(List<Fed> facts) {
        take(facts, applied -> true);
    }

    /** Within the transaction: when the file is mended under it, it is done again, on a file that has less. */
    @Override
    public boolean applyAfter(Position last, List<Fed> facts) {
        return take(facts, applied -> applied == last.value());
    }

    private boolean take(List<Fed> facts, LongPredicate fits) {
        OptionalLong upTo = noting(() -> file.write(link -> {
            long applied = link.number(READ_APPLIED, 0);
            if (!fits.test(applied)) {
                return OptionalLong.empty();
            }
            FactWriter writer = new FactWriter(link, json);
            for (Fed fed : facts) {
                if (fed.position().value() > applied) {
                    writer.write(fed);
                    applied = fed.position().value();
                }
            }
            link.update(WRITE_APPLIED, applied);
            return OptionalLong.of(applied);
        }));
        upTo.ifPresent(whenApplied);
        index();
        return upTo.isPresent();
    }

    /** One thread at a time takes lines in until there are no more; whoever applies meanwhile makes it look again. */
    private void index() {
        if (!closed && wanted.getAndIncrement() == 0) {
            tasks.run("search index", this::advanceIndex);
        }
    }

    private void advanceIndex() {
        boolean rested = false;
        try {
            while (!rested) {
                int seen = wanted.get();
                takeLines();
                rested = wanted.compareAndSet(seen, 0);
            }
        } finally {
            if (!rested) {
                wanted.set(0);
            }
        }
    }

    /** What fails is tried again when more is applied. */
    private void takeLines() {
        try {
            boolean more = true;
            while (more && !closed) {
                more = file.write(SearchIndex::advance);
            }
        } catch (GatewayException failed) {
            LOG.debug("The search index waits: {}", failed.getMessage());
        }
    }

    @Override
    public List<TranscriptLine> transcript(String sessionId, int atMost) {
        return read(link -> Listings.transcript(link, sessionId, atMost));
    }

    @Override
    public List<SessionRow> sessions(Query query) {
        return read(link -> Listings.sessions(link, query));
    }

    @Override
    public Optional<SessionRow> session(String sessionId) {
        return read(link -> Listings.session(link, sessionId)).stream().findFirst();
    }

    @Override
    public List<SearchHit> search(String text, Query query) {
        return read(link -> SearchIndex.search(link, text, query));
    }

    @Override
    public List<Approval> approvals(Query query) {
        return read(link -> Listings.approvals(link, json, query));
    }

    @Override
    public List<DeliveryRow> deliveries(Query query) {
        return read(link -> Listings.deliveries(link, query));
    }

    @Override
    public List<AuditRow> audit(Query query) {
        return read(link -> Listings.audit(link, query));
    }

    @Override
    public Position backup(Path target) {
        return new Position(file.apart(link -> {
            try {
                return backups.copy(link, file.opener(), target);
            } catch (IOException refused) {
                throw new GatewayException(
                        KernelError.STORE_UNAVAILABLE,
                        "The backup " + target + " cannot be written: " + refused,
                        refused);
            }
        }));
    }

    @Override
    public Position backedUp() {
        List<Backups.Backup> known = backups.known();
        return new Position(known.isEmpty() ? 0 : known.get(known.size() - 1).position());
    }

    @Override
    public StoreHealth health() {
        Words now = words.get();
        String why = now.trouble() == null ? trouble : now.trouble();
        return new StoreHealth("sqlite", file.path().toString(), bytes(), why, now.lastRepair());
    }

    private long bytes() {
        long bytes = 0;
        for (Path each : PrivateFiles.withSidecars(file.path())) {
            try {
                bytes += Files.exists(each) ? Files.size(each) : 0;
            } catch (IOException gone) {
                LOG.debug("{} has gone", each);
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        try {
            file.close();
        } finally {
            atTheEnd.run();
        }
    }
}
