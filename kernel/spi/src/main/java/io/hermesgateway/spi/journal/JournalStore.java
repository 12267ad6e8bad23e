package io.hermesgateway.spi.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The append-only truth about open work. The file journal in the kernel is the default; a store plugin may supply one
 * for a cluster.
 *
 * <p><b>Order.</b> Records have one total order. State is only ever changed by applying records read back through
 * {@link #follow}, never by the act of appending, so that every node of a cluster, and the same node after a crash,
 * sees the same thing.
 *
 * <p><b>Durability.</b> When {@link #append} returns {@code Appended} the records survive kill -9 and loss of power.
 * The records of one append are there all together or not at all. After {@code Unavailable} a later read may or may
 * not show them; the caller must not acknowledge anything on their strength.
 *
 * <p><b>Threads.</b> All methods may be called from any thread at any time between construction and close; appends of
 * different callers share one sync. A follower is called by one thread, in order, and must be quick.
 */
public interface JournalStore extends AutoCloseable {
    /**
     * Appends records if every precondition holds. Blocks until the outcome is known. Preconditions see all records
     * accepted before, including those of appends still under way.
     */
    AppendResult append(List<JournalRecord> records, List<Precondition> preconditions);

    /** Calls the follower with every record after the position, first what is there, then what comes. */
    Following follow(Position after, Follower follower);

    /**
     * Reads what is durable at the reader's own pace, for stores that may lack years: first what was dropped, from the
     * archive where there is one, then what is still here.
     */
    Reading read(Position after);

    /**
     * Lets the next positions be larger than this one: a store that was brought here from another journal has facts up to
     * it already, and would take none of ours before.
     */
    default void goOnAfter(Position position) {}

    /** Up to here only what is still open is followed; the rest is only read. */
    Position droppedUpTo();

    /** The last durable position. */
    Position end();

    /** Stores a large body under the hash of its content; durable on return. Storing it again is harmless. */
    String putBlob(byte[] body);

    /** A stored body, empty when there is none under this name. */
    Optional<byte[]> blob(String name);

    /**
     * Lets the journal drop what nobody needs: records of closed subjects at or before both positions.
     *
     * @param applied what the primary store has applied
     * @param backedUp what a verified backup contains
     * @param youngest records newer than this stay (the window for recognising repeated messages)
     */
    void retain(Position applied, Position backedUp, Duration youngest);

    /** Leases for things only one node may do at a time, such as serving a bot account. */
    Leases leases();

    /** Where the journal is, how large it is, and whether it takes appends, in words for the status. */
    JournalHealth health();

    @Override
    void close();

    /** Receives records in order. */
    interface Follower {
        /** Called with one or more consecutive records; must not throw. */
        void apply(List<Stored> records);
    }

    /** A place in the journal that moves on; for one thread. */
    interface Reading extends AutoCloseable {
        /**
         * The next records in order, about so many: those of one append are not torn apart. Empty when there are no more
         * yet.
         *
         * @throws io.hermesgateway.spi.error.GatewayException {@code journal_unavailable}; the place stays as it was
         */
        List<Stored> next(int about);

        @Override
        void close();
    }

    /** Ends a {@link #follow}. */
    interface Following extends AutoCloseable {
        /** Waits until everything appended before this call was applied, or the time is over. */
        boolean caughtUp(Duration within);

        @Override
        void close();
    }
}
