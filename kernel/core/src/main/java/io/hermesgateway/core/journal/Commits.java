package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.AppendResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit. Whoever appends pushes and parks; one thread takes all that has come, checks each against what was
 * before it, writes them with one sync, tells the followers, and only then releases the callers. A caller that returns
 * therefore finds its records applied.
 *
 * <p>When the disk refuses, new work is refused in words, work that is open may use up the reserve, and once a second
 * something is tried again.
 */
final class Commits implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Index index;
    private final Tail tail;
    private final InstantSource clock;
    private final Thread thread;
    private final AtomicReference<@Nullable Append> queue = new AtomicReference<>();
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile @Nullable String trouble;
    private volatile long nextTry;
    private volatile long floor;
    private boolean hopeless;

    Commits(Index index, Tail tail, InstantSource clock, Options options) {
        this.index = index;
        this.tail = tail;
        this.clock = clock;
        this.thread = options.threads().newThread(this);
        thread.setName("journal");
        thread.setDaemon(true);
    }

    void start() {
        recover();
        thread.start();
    }

    AppendResult append(Append append) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a follower may not append: it would wait for itself");
        }
        push(append);
        return append.await();
    }

    private void push(Append append) {
        Append before;
        do {
            before = queue.get();
            append.earlier = before;
        } while (!queue.compareAndSet(before, append));
        if (before == null) {
            LockSupport.unpark(thread);
        }
        if (ended) {
            refuseAll(take(), "The journal is closed.");
        }
    }

    void goOnAfter(long position) {
        floor = Math.max(floor, position);
        append(new Append(List.of(), List.of(), index.versions));
    }

    /** Begins a new file with a larger first position. */
    private void skip() {
        try {
            index.durable(List.of(), tail.skip(floor));
            LOG.warn("A store has facts of another journal; positions go on after {}", floor);
        } catch (IOException failed) {
            Thread.interrupted(); // An interrupt would close the next channel too.
            failed(failed);
        }
    }

    /** Why appends are refused; asking tries again when it is time, so that trouble ends without anybody appending. */
    @Nullable
    String trouble() {
        if (trouble != null && due()) {
            push(new Append(List.of(), List.of(), index.versions));
        }
        return ended ? "The journal is closed." : trouble;
    }

    void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!closing || queue.get() != null) {
                List<Append> batch = take();
                if (batch.isEmpty()) {
                    LockSupport.park(this);
                } else {
                    commitAndRelease(batch);
                }
            }
        } finally {
            ended = true;
            refuseAll(take(), "The journal is closed.");
            tail.close();
        }
    }

    /** Nobody waits for ever, whatever happens to this thread. */
    private void commitAndRelease(List<Append> batch) {
        boolean known = false;
        try {
            commit(batch);
            known = true;
        } finally {
            if (!known) {
                refuse(batch);
            }
            batch.forEach(Append::release);
        }
    }

    /** Everything in the queue, in order. */
    private List<Append> take() {
        ArrayList<Append> batch = new ArrayList<>();
        for (Append append = queue.getAndSet(null); append != null; append = append.earlier) {
            batch.add(append);
        }
        Collections.reverse(batch);
        return batch;
    }

    private void commit(List<Append> batch) {
        if (trouble != null && due()) {
            recover();
        }
        if (trouble == null && floor > index.end()) {
            skip();
        }
        if (trouble != null) {
            commit(batch, append -> !hopeless && append.continues(index.versions));
        } else if (!commit(batch, append -> true) && !hopeless) {
            commit(batch, append -> append.continues(index.versions));
        }
    }

    /** Whether the disk took it. */
    private boolean commit(List<Append> batch, Predicate<Append> allowed) {
        List<Append> written = place(batch, allowed);
        if (written.isEmpty()) {
            return true;
        }
        try {
            index.durable(written, tail.write(written));
            return true;
        } catch (IOException failed) {
            Thread.interrupted(); // An interrupt would close the next channel too.
            failed(failed);
            refuse(batch);
            return false;
        }
    }

    private List<Append> place(List<Append> batch, Predicate<Append> allowed) {
        List<Append> written = new ArrayList<>(batch.size());
        Map<Long, Long> underWay = new HashMap<>();
        long durable = index.end();
        long end = durable;
        index.lock.lock();
        try {
            for (Append append : batch) {
                if (!allowed.test(append)) {
                    append.refuse(String.valueOf(trouble));
                    continue;
                }
                end = append.place(end, durable, index.versions, underWay);
                if (append.writes()) {
                    written.add(append);
                }
            }
        } finally {
            index.lock.unlock();
        }
        return written;
    }

    private void failed(IOException cause) {
        hopeless = trouble != null;
        if (trouble == null) {
            LOG.error("The journal cannot be written; new work is refused until it can: {}", cause.toString());
            nextTry = clock.millis() + PATIENCE.toMillis();
            trouble = "The journal cannot be written (" + reason(cause) + "); new messages are refused until it can.";
            try {
                tail.giveReserveBack();
            } catch (IOException kept) {
                hopeless = true;
            }
        }
    }

    private static String reason(IOException cause) {
        String reason = cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }

    private void recover() {
        try {
            tail.repair();
            tail.reserve();
            if (trouble != null) {
                LOG.info("The journal can be written again");
            }
            trouble = null;
            hopeless = false;
        } catch (IOException still) {
            if (trouble == null) {
                failed(still);
            }
            hopeless = false;
            nextTry = clock.millis() + PATIENCE.toMillis();
        }
    }

    private boolean due() {
        long now = clock.millis();
        return now >= nextTry || now < nextTry - 2 * PATIENCE.toMillis();
    }

    private void refuse(List<Append> batch) {
        batch.forEach(append -> append.refuse(String.valueOf(trouble)));
    }

    private static void refuseAll(List<Append> batch, String why) {
        for (Append append : batch) {
            append.refuse(why);
            append.release();
        }
    }
}
