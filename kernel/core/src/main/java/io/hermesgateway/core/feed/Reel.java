package io.hermesgateway.core.feed;

import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records on their way from the journal to the store, from one position on without a gap. The journal's thread puts them
 * in and never waits: what does not fit is left out, and read again from the journal when the rest is used up.
 */
final class Reel {
    private static final int MOST = 10_000;

    private final Queue<Stored> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile boolean overflowed;
    private Position usedUpTo;

    Reel(Position after) {
        this.usedUpTo = after;
    }

    void add(List<Stored> records) {
        for (Stored stored : records) {
            if (overflowed || size.get() >= MOST) {
                overflowed = true;
                return;
            }
            waiting.add(stored);
            size.incrementAndGet();
        }
    }

    /** Drops what the store has; false when it needs what this reel does not have. */
    boolean advance(Position applied) {
        boolean missing = usedUpTo.isAfter(applied);
        while (!missing && !waiting.isEmpty() && !waiting.element().position().isAfter(applied)) {
            waiting.remove();
            size.decrementAndGet();
        }
        usedUpTo = missing ? usedUpTo : applied;
        return !missing && !(overflowed && waiting.isEmpty());
    }

    List<Stored> first(int atMost) {
        List<Stored> first = new ArrayList<>();
        for (Iterator<Stored> each = waiting.iterator(); each.hasNext() && first.size() < atMost; ) {
            first.add(each.next());
        }
        return first;
    }

    int size() {
        return size.get();
    }
}
