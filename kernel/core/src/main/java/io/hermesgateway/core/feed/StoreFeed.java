package io.hermesgateway.core.feed;

import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stores fed from the journal: the primary one at once, and the one that stands by now and then, or at once
 * while the primary one is away. Each gets what it lacks by its own position, so going over to the other and coming back
 * loses nothing and writes nothing twice. kernel/decisions/0008 says why.
 */
public final class StoreFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFeed.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration WARM = Duration.ofSeconds(10);
    private static final int WARM_BATCHES = 20;
    /** Of a power of two: eight seconds. */
    private static final int LONGEST_PAUSE = 3;

    /** A store that is just opening, or being exchanged, fails once or twice. */
    private static final int PATIENCE = 3;

    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final Duration RETENTION = Duration.ofMinutes(10);

    private final JournalStore journal;
    private final Stores stores;
    private final InstantSource clock;
    private final Tasks tasks;
    private final Feeder primary;
    private final Feeder fallback;
    private Instant nextRetention;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean closed;

    public StoreFeed(JournalStore journal, Stores stores, InstantSource clock, Tasks tasks) {
        this.journal = journal;
        this.stores = stores;
        this.clock = clock;
        this.tasks = tasks;
        this.primary = new Feeder(journal, stores::primary);
        this.fallback = new Feeder(journal, () -> stores.fallback()
                .orElseThrow(() -> new GatewayException(KernelError.STORE_UNAVAILABLE, "No other store stands by.")));
        this.nextRetention = clock.instant().plus(RETENTION);
    }

    public void start() {
        tasks.run("store feed", this::round);
        tasks.run("standby feed", this::standBy);
    }

    /** How far the primary store is. */
    public Standing standing() {
        return primary.standing();
    }

    /** Whether the primary store cannot be asked, or has less than the one that stands by. */
    private boolean away() {
        return standing().trouble() != null
                || fallback.standing().applied().value() > standing().applied().value() + Stores.SLACK;
    }

    private void round() {
        Duration pause = ROUND;
        try {
            if (primary.round(Integer.MAX_VALUE)) {
                failures.set(0);
                retain();
            } else {
                pause = failed();
            }
        } finally {
            again(pause, "store feed", this::round);
        }
    }

    private void standBy() {
        boolean needed = away();
        try {
            if (stores.fallback().isPresent()) {
                fallback.round(needed ? Integer.MAX_VALUE : WARM_BATCHES);
            }
        } finally {
            again(needed || away() ? ROUND : WARM, "standby feed", this::standBy);
        }
    }

    private void again(Duration pause, String name, Runnable round) {
        if (!closed) {
            tasks.after(pause, name, round);
        }
    }

    /** Without a store nothing counts as read, so the journal keeps everything it has room for. */
    private Duration failed() {
        if (failures.incrementAndGet() == PATIENCE) {
            LOG.warn(
                    "The store is not fed, the journal keeps everything meanwhile: {}",
                    standing().trouble());
        }
        retainUpTo(Position.NONE, Position.NONE);
        boolean open = stores.find(stores.primaryKind()).isPresent();
        return open ? Duration.ofSeconds(1L << Math.min(failures.get() - 1, LONGEST_PAUSE)) : ROUND;
    }

    private void retain() {
        if (!clock.instant().isBefore(nextRetention)) {
            try {
                Position applied = standing().applied();
                retainUpTo(applied, stores.primary().call(Feeder.DEADLINE, Store::backedUp));
            } catch (GatewayException unavailable) {
                LOG.debug("The store went away before it was asked about its backup", unavailable);
            }
        }
    }

    private void retainUpTo(Position applied, Position backedUp) {
        if (!clock.instant().isBefore(nextRetention)) {
            nextRetention = clock.instant().plus(RETENTION);
            journal.retain(applied, backedUp, State.SEEN_WINDOW);
        }
    }

    /** For the status: who answers, and how far the copying is. A store that was stopped is nothing to worry about. */
    public List<Rows.Component> rows() {
        Standing now = standing();
        String trouble = now.trouble();
        if (trouble != null) {
            boolean worrying = failures.get() >= PATIENCE
                    && stores.find(stores.primaryKind()).isPresent();
            String instead = stores.fallback()
                    .map(store -> " '" + store.kind() + "' answers meanwhile.")
                    .orElse("");
            return List.of(new Rows.Component("store", worrying ? "degraded" : "ok", trouble + instead));
        }
        String copying = ": copying history, " + now.share() + ", " + now.waiting() + " facts left";
        String words = stores.primaryKind() + (now.waiting() > Stores.SLACK ? copying : "");
        long gone = primary.gone();
        String lacks = gone == 0 ? "" : ", " + gone + " older facts are in no journal any more";
        return List.of(new Rows.Component("store", "ok", words + lacks + lastRepair()));
    }

    private String lastRepair() {
        try {
            String done = stores.primary().call(GLANCE, Store::health).lastRepair();
            return done == null ? "" : ". Last repair: " + done;
        } catch (GatewayException unavailable) {
            return "";
        }
    }

    /** Ends with the round that is under way. */
    @Override
    public void close() {
        closed = true;
        primary.close();
        fallback.close();
    }
}
