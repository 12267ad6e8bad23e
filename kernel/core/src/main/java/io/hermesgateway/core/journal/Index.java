package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.JournalStore.Follower;
import io.hermesgateway.spi.journal.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known about everything durable, and who is told when more becomes durable. All of it under one lock. */
final class Index {
    private static final Logger LOG = LoggerFactory.getLogger(Index.class);

    final ReentrantLock lock = new ReentrantLock();
    final Versions versions;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private volatile List<Segment> segments;
    private volatile long end;

    Index(Versions versions, List<Segment> segments) {
        this.versions = versions;
        this.segments = List.copyOf(segments);
        this.end = segments.get(segments.size() - 1).last();
    }

    long end() {
        return end;
    }

    List<Segment> segments() {
        return segments;
    }

    /** Takes in what has become durable and tells the followers, in order, before anybody else learns of it. */
    void durable(List<Append> appends, Segment newest) {
        List<Stored> stored = new ArrayList<>();
        lock.lock();
        try {
            appends.forEach(append -> append.apply(versions, stored));
            int last = segments.size() - 1;
            List<Segment> now = new ArrayList<>(segments);
            if (now.get(last).first() == newest.first()) {
                now.set(last, newest);
            } else {
                now.add(newest);
            }
            segments = List.copyOf(now);
            end = newest.last();
            if (!stored.isEmpty()) {
                followers.forEach(follower -> tell(follower, stored));
            }
        } finally {
            lock.unlock();
        }
    }

    private static void tell(Follower follower, List<Stored> stored) {
        try {
            follower.apply(stored);
        } catch (RuntimeException broken) {
            LOG.error("A follower of the journal failed; its state may be incomplete until a restart", broken);
        }
    }

    /** The older files are replaced by one that stands for them, or by none. */
    void replace(List<Segment> dropped, List<Segment> instead) {
        lock.lock();
        try {
            List<Segment> now = new ArrayList<>(instead);
            segments.stream().filter(segment -> !dropped.contains(segment)).forEach(now::add);
            segments = List.copyOf(now);
        } finally {
            lock.unlock();
        }
    }

    void follow(Follower follower) {
        followers.add(follower);
    }

    void unfollow(Follower follower) {
        lock.lock();
        try {
            followers.remove(follower);
        } finally {
            lock.unlock();
        }
    }
}
