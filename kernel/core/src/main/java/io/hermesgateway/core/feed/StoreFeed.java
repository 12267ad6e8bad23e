package io.hermesgateway.core.feed;

import io.hermesgateway.core.ledger.FactCodec;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the primary store from the journal, whatever becomes of the store meanwhile. Each round begins with what the
 * store says it has, so that a swapped, restored or emptied store needs no other treatment than a fresh one.
 */
public final class StoreFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFeed.class);
    private static final int BATCH = 500;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration RETENTION = Duration.ofMinutes(10);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final JournalStore journal;
    private final PrimaryStore store;
    private final InstantSource clock;
    private final Tasks tasks;
    private final FactCodec codec = new FactCodec();
    /** Stores that have a batch in their hands; one that hangs must not get a second. */
    private final Set<Store> busy = ConcurrentHashMap.newKeySet();

    private @Nullable Reel reel;
    private JournalStore.@Nullable Following following;
    private Instant nextRetention;
    private int failures;
    private volatile boolean closed;
    private volatile Standing standing = new Standing(Position.NONE, 0, "the feed has not begun");

    public StoreFeed(JournalStore journal, PrimaryStore store, InstantSource clock, Tasks tasks) {
        this.journal = journal;
        this.store = store;
        this.clock = clock;
        this.tasks = tasks;
        this.nextRetention = clock.instant().plus(RETENTION);
    }

    /**
     * How far the store is.
     *
     * @param waiting facts that it has not got, as far as they are counted
     * @param trouble why it gets nothing; null when it is well
     */
    public record Standing(Position applied, long waiting, @Nullable String trouble) {}

    public void start() {
        tasks.run("store feed", this::round);
    }

    public Standing standing() {
        return standing;
    }

    private void round() {
        Duration pause = ROUND;
        try {
            Position applied = feed();
            standing = new Standing(applied, reel == null ? 0 : reel.size(), null);
            failures = 0;
            retain(applied);
        } catch (GatewayException unavailable) {
            pause = failed(unavailable);
        } finally {
            if (closed) {
                unfollow();
            } else {
                tasks.after(pause, "store feed", this::round);
            }
        }
    }

    private Position feed() {
        Position applied = store.call(DEADLINE, Store::applied);
        List<Fed> batch = after(applied);
        while (!batch.isEmpty() && !closed) {
            Position expected = applied;
            List<Fed> next = batch;
            applied = store.call(DEADLINE, s -> apply(s, expected, next));
            batch = after(applied);
        }
        return applied;
    }

    /** On the store that is there now; when it is another one than was asked, it says what it has instead. */
    private Position apply(Store store, Position expected, List<Fed> batch) {
        if (!busy.add(store)) {
            throw new IllegalStateException("it is still busy with an earlier batch");
        }
        try {
            Position before = store.applied();
            if (before.equals(expected)) {
                store.apply(batch);
            }
            Position after = store.applied();
            if (after.equals(expected)) {
                throw new IllegalStateException("it took a batch and did not move");
            }
            return after;
        } finally {
            busy.remove(store);
        }
    }

    private List<Fed> after(Position applied) {
        Reel now = reel;
        if (now == null || !now.advance(applied)) {
            now = open(applied);
        }
        return now.first(BATCH).stream().map(this::fed).toList();
    }

    private Reel open(Position applied) {
        unfollow();
        Reel opened = new Reel(applied);
        following = journal.follow(applied, opened::add);
        reel = opened;
        return opened;
    }

    private void unfollow() {
        if (following != null) {
            following.close();
            following = null;
        }
        reel = null;
    }

    private Fed fed(Stored stored) {
        return new Fed(stored.position(), stored.record().at(), codec.decode(stored.record()));
    }

    /** Without a store nothing counts as read, so the journal keeps everything it has room for. */
    private Duration failed(GatewayException unavailable) {
        String why = String.valueOf(unavailable.getMessage());
        if (failures == 0) {
            LOG.warn("The store is not fed, the journal keeps everything meanwhile: {}", why);
        }
        standing = new Standing(standing.applied(), reel == null ? 0 : reel.size(), why);
        retainUpTo(Position.NONE, Position.NONE);
        long seconds = 1L << Math.min(failures++, 6);
        return seconds < LONGEST_PAUSE.toSeconds() ? Duration.ofSeconds(seconds) : LONGEST_PAUSE;
    }

    private void retain(Position applied) {
        if (!clock.instant().isBefore(nextRetention)) {
            retainUpTo(applied, store.call(DEADLINE, Store::backedUp));
        }
    }

    private void retainUpTo(Position applied, Position backedUp) {
        if (!clock.instant().isBefore(nextRetention)) {
            nextRetention = clock.instant().plus(RETENTION);
            journal.retain(applied, backedUp, State.SEEN_WINDOW);
        }
    }

    /** Ends with the round that is under way. */
    @Override
    public void close() {
        closed = true;
    }
}
