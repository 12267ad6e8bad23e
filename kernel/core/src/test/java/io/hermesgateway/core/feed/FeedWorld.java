package io.hermesgateway.core.feed;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.ManualTasks;
import io.hermesgateway.testkit.MemoryJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ledger, a store that can go and come, and turns that say something. */
final class FeedWorld {
    static final Conversation HERE = Conversation.dm("test", "c1");

    final ManualClock clock = new ManualClock();
    final ManualTasks tasks = new ManualTasks(clock);
    final MemoryJournal journal;
    final Ledger ledger;
    final FakeStore store = new FakeStore();

    @Nullable
    Store current = store;

    /** Stands by for {@link #current}. */
    @Nullable
    FakeStore other;

    final SomeStores stores = new SomeStores();
    final StoreFeed feed;
    final History history;

    FeedWorld() {
        this(new MemoryJournal());
    }

    FeedWorld(MemoryJournal journal) {
        this.journal = journal;
        ledger = new Ledger(journal, clock);
        feed = new StoreFeed(journal, stores, clock, tasks);
        history = new History(ledger, stores);
    }

    /** The stores of this world, each called on the caller's thread. */
    final class SomeStores implements Stores {
        private final IdentityHashMap<Store, OpenStore> open = new IdentityHashMap<>();
        final List<Path> restored = new ArrayList<>();
        String primaryKind = "fake";

        @Override
        public String primaryKind() {
            return primaryKind;
        }

        @Override
        public String fallbackKind() {
            return "other";
        }

        @Override
        public List<OpenStore> all() {
            List<OpenStore> all = new ArrayList<>();
            add(all, "fake", current);
            add(all, "other", other);
            return all;
        }

        private void add(List<OpenStore> all, String kind, @Nullable Store store) {
            if (store != null) {
                all.add(open.computeIfAbsent(store, s -> new OpenStore(kind, s, CallingThread.INSTANCE)));
            }
        }

        @Override
        public void restore(String kind, Path backup) {
            restored.add(backup);
        }
    }

    /** A turn of two lines, {@code q N} and {@code a N}. */
    void turn(String session, int number) {
        turn(session, number, 1);
    }

    void turn(String session, int number, int answers) {
        String id = session + "-t" + number;
        List<TranscriptLine> lines = new ArrayList<>();
        lines.add(new TranscriptLine("user", "q" + number, null, id, clock.instant()));
        for (int i = 0; i < answers; i++) {
            lines.add(new TranscriptLine("assistant", "a" + number, null, id, clock.instant()));
        }
        ledger.commit(
                state -> List.of(new Fact.TurnEnded(id, session, HERE, "answered", "", lines, TurnOutcome.Usage.NONE)));
    }

    void undo(String session, int number) {
        ledger.commit(state -> List.of(new Fact.TranscriptCut(session, session + "-t" + number)));
    }

    List<String> texts(String session) {
        return history.transcript(session, 100).lines().stream()
                .map(TranscriptLine::text)
                .toList();
    }
}
