package io.hermesgateway.simulators;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What happened, in order: what people said, what the bot did, what was clicked and answered. It only grows. Tests wait for
 * what must come ({@link #await}); pages and programs ask for what is newer than the last they saw ({@link #after}).
 */
public final class Transcript {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();

    /** An empty one. */
    public Transcript(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One thing that happened.
     *
     * @param n counts from 1 without gaps
     * @param conversation where, in a form of the platform's own; empty for what concerns the bot as a whole
     * @param kind a short word; {@code in} is what a person said, {@code out} what the bot said
     */
    public record Entry(long n, Instant at, String platform, String conversation, String kind, ObjectNode data) {
        /** A text field of the data; empty when it is not there. */
        public String text(String field) {
            return data.path(field).asText("");
        }

        ObjectNode json() {
            return Json.object()
                    .put("n", n)
                    .put("at", at.toString())
                    .put("platform", platform)
                    .put("conversation", conversation)
                    .put("kind", kind)
                    .set("data", data);
        }
    }

    private record Waiter(long after, Predicate<Entry> wanted, CompletableFuture<List<Entry>> found) {}

    /** Writes one thing down. The data must not be changed afterwards. */
    public Entry add(String platform, String conversation, String kind, ObjectNode data) {
        Entry entry;
        List<Waiter> woken = new ArrayList<>();
        synchronized (this) {
            entry = new Entry(entries.size() + 1L, clock.instant(), platform, conversation, kind, data);
            entries.add(entry);
            waiters.removeIf(waiter -> waiter.wanted.test(entry) && woken.add(waiter));
            notifyAll();
        }
        woken.forEach(waiter -> waiter.found.complete(list(waiter.after, waiter.wanted)));
        return entry;
    }

    /** All that fit. */
    public List<Entry> list(Predicate<Entry> wanted) {
        return list(0, wanted);
    }

    /** Those after the n-th that fit. */
    public synchronized List<Entry> list(long after, Predicate<Entry> wanted) {
        int from = (int) Math.min(Math.max(0, after), entries.size());
        return entries.subList(from, entries.size()).stream().filter(wanted).toList();
    }

    /** How many there are. */
    public synchronized long size() {
        return entries.size();
    }

    /** The first that fits, there already or yet to come; fails when it does not come. */
    public Entry await(Predicate<Entry> wanted) {
        return await(1, wanted).get(0);
    }

    /** So many that fit, there already or yet to come; fails with what there is when they do not come. */
    public synchronized List<Entry> await(int count, Predicate<Entry> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Entry> found = collect(count, wanted);
        try {
            while (found.size() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("came " + found.size() + " of " + count + "; " + newest());
                }
                wait(left);
                found = collect(count, wanted);
            }
            return found;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", stop);
        }
    }

    private List<Entry> collect(int count, Predicate<Entry> wanted) {
        return entries.stream().filter(wanted).limit(count).toList();
    }

    private String newest() {
        StringBuilder said = new StringBuilder("the newest of " + entries.size() + ":");
        entries.subList(Math.max(0, entries.size() - 30), entries.size())
                .forEach(entry -> said.append("\n  ").append(entry));
        return said.toString();
    }

    /** Those after the n-th that fit, as soon as there is one. It stays open until then; whoever asks sets the limit. */
    public CompletableFuture<List<Entry>> after(long n, Predicate<Entry> wanted) {
        CompletableFuture<List<Entry>> found = new CompletableFuture<>();
        synchronized (this) {
            List<Entry> there = list(n, wanted);
            if (there.isEmpty()) {
                Waiter waiter = new Waiter(n, wanted, found);
                waiters.add(waiter);
                CompletableFuture<List<Entry>> unused = found.whenComplete((list, broken) -> forget(waiter));
                return found;
            }
            found.complete(there);
        }
        return found;
    }

    private synchronized void forget(Waiter waiter) {
        waiters.remove(waiter);
    }
}
