package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.spi.journal.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The one door to the state. A change is a {@link Decision}: a pure function from the state to facts. The facts are
 * appended with the versions the decision saw as preconditions, and the state changes when they are read back; whoever
 * lost a race decides anew on what is true now. So the same code is right with one node, with several, and after a crash.
 */
public final class Ledger implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS_MOST = 200;

    private final JournalStore journal;
    private final InstantSource clock;
    private final FactCodec codec;
    private final State state = new State();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Position applied = Position.NONE;
    private final JournalStore.Following following;

    /** Reads everything that is there before it returns. */
    public Ledger(JournalStore journal, InstantSource clock) {
        this(journal, clock, new FactCodec());
    }

    /** The same with a codec that exists already: making one takes long. */
    public Ledger(JournalStore journal, InstantSource clock, FactCodec codec) {
        this.codec = codec;
        this.journal = journal;
        this.clock = clock;
        Position end = Replay.of(journal, codec, this::take);
        this.following = journal.follow(end, this::apply);
    }

    /** Decides what is to be written. Must be free of side effects: it may be called several times. */
    public interface Decision {
        /** Facts to write; empty when nothing is to be done. */
        List<? extends Fact> decide(State state);
    }

    /** Learns what was applied, in order, after the state has it. Called on the journal's thread: hand on and return. */
    public interface Listener {
        void applied(Fed fed);
    }

    /** What became of a decision. */
    public enum Commit {
        /** Durable and applied. */
        DONE,
        /** The decision wrote nothing. */
        NOTHING,
        /** Not written, or not known to be; nothing may be promised on its strength. */
        UNAVAILABLE
    }

    public Commit commit(Decision decision) {
        return decide(state -> {
                    List<? extends Fact> facts = decision.decide(state);
                    return new Plan<>(facts.isEmpty() ? Commit.NOTHING : Commit.DONE, facts);
                })
                .orElse(Commit.UNAVAILABLE);
    }

    /**
     * Like {@link #commit} for a decision with an answer; it too must be free of side effects.
     *
     * @return empty when the facts could not be made durable
     */
    public <T> Optional<T> decide(Function<State, Plan<T>> decision) {
        return decide(decision, fact -> clock.instant());
    }

    /** The same for what happened at times of its own. */
    <T> Optional<T> decide(Function<State, Plan<T>> decision, Function<Fact, Instant> times) {
        for (int round = 0; round < ROUNDS_MOST; round++) {
            Plan<T> plan;
            List<Precondition> preconditions;
            lock.lock();
            try {
                plan = decision.apply(state);
                preconditions = preconditions(plan.facts());
            } finally {
                lock.unlock();
            }
            if (plan.facts().isEmpty()) {
                return Optional.of(plan.answer());
            }
            AppendResult result = journal.append(encode(plan.facts(), times), preconditions);
            if (result instanceof AppendResult.Appended appended) {
                awaitApplied(appended.last());
                return Optional.of(plan.answer());
            }
            if (result instanceof AppendResult.Unavailable) {
                return Optional.empty();
            }
            awaitApplied(((AppendResult.Conflict) result).actual());
        }
        return Optional.empty();
    }

    /** Reads under the lock; the result must not hold on to anything mutable. */
    public <T> T read(Function<State, T> question) {
        lock.lock();
        try {
            return question.apply(state);
        } finally {
            lock.unlock();
        }
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Feeds a store: decodes everything after the position, first what is there, then what comes. */
    public JournalStore.Following feed(Position after, java.util.function.Consumer<List<Fed>> consumer) {
        return journal.follow(
                after,
                records -> consumer.accept(records.stream().map(codec::fed).toList()));
    }

    public Position applied() {
        return applied;
    }

    public JournalStore journal() {
        return journal;
    }

    @Override
    public void close() {
        following.close();
    }

    private List<Precondition> preconditions(List<? extends Fact> facts) {
        Map<String, Precondition> wanted = new LinkedHashMap<>();
        for (Fact fact : facts) {
            Subjects.Kind<Fact> kind = Subjects.of(fact);
            if (kind.compareAndSet()) {
                String subject = kind.subject().apply(fact);
                wanted.putIfAbsent(subject, new Precondition(subject, state.version(subject)));
            }
        }
        return List.copyOf(wanted.values());
    }

    private List<JournalRecord> encode(List<? extends Fact> facts, Function<Fact, Instant> times) {
        List<JournalRecord> records = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            records.add(codec.encode(fact, times.apply(fact)));
        }
        return records;
    }

    private void apply(List<Stored> records) {
        List<Fed> facts = records.stream().map(codec::fed).toList();
        take(facts);
        for (Listener listener : listeners) {
            facts.forEach(listener::applied);
        }
    }

    private void take(List<Fed> facts) {
        lock.lock();
        try {
            facts.forEach(state::apply);
            applied = facts.get(facts.size() - 1).position();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitApplied(Position position) {
        if (applied.compareTo(position) >= 0) {
            return;
        }
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (position.isAfter(applied) && left > 0) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            awaitUninterruptibly(position);
        } finally {
            lock.unlock();
        }
    }

    /** A caller that is being stopped still may not see a state that lacks its own write. */
    private void awaitUninterruptibly(Position position) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (position.isAfter(applied) && System.nanoTime() < until) {
            moved.awaitUninterruptibly();
        }
    }
}
