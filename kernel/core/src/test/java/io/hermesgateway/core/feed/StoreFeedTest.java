package io.hermesgateway.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class StoreFeedTest {
    private final FeedWorld world = new FeedWorld();

    private List<Position> positions() {
        return world.journal.records().stream().map(stored -> stored.position()).toList();
    }

    private List<Position> fed(FakeStore store) {
        return store.facts.stream().map(Fed::position).toList();
    }

    @Test
    void theStoreGetsEverythingInOrder() {
        world.turn("s", 1);
        world.feed.start();
        world.turn("s", 2);
        world.tasks.advance(Duration.ofSeconds(2));
        assertEquals(positions(), fed(world.store));
        assertEquals(new Standing(world.journal.end(), 0, null), world.feed.standing());
    }

    @Test
    void aStoreThatFailsGetsItAllLater() {
        world.store.whenAsked = () -> {
            throw new IllegalStateException("disk full");
        };
        world.feed.start();
        world.turn("s", 1);
        world.tasks.advance(Duration.ofMinutes(5));
        assertTrue(String.valueOf(world.feed.standing().trouble()).contains("disk full"));
        world.store.whenAsked = () -> {};
        world.tasks.advance(Duration.ofMinutes(1));
        assertEquals(positions(), fed(world.store));
        assertNull(world.feed.standing().trouble());
    }

    @Test
    void anotherStoreThatTakesItsPlaceGetsWhatItLacks() {
        world.turn("s", 1);
        world.feed.start();
        world.tasks.runPending();
        world.current = null;
        world.turn("s", 2);
        world.tasks.advance(Duration.ofMinutes(2));
        assertNotNull(world.feed.standing().trouble());
        FakeStore fresh = new FakeStore();
        world.current = fresh;
        world.tasks.advance(Duration.ofMinutes(1));
        assertEquals(positions(), fed(fresh));
        assertEquals(1, world.store.facts.size());
    }

    @Test
    void aStoreThatIsExchangedDuringARoundDoesNotMissABatch() {
        world.turn("s", 1);
        FakeStore fresh = new FakeStore();
        int[] asked = {0};
        world.store.whenAsked = () -> world.current = ++asked[0] == 1 ? fresh : world.current;
        world.feed.start();
        world.tasks.advance(Duration.ofSeconds(1));
        assertEquals(positions(), fed(fresh));
        assertEquals(List.of(), world.store.facts);
    }

    @Test
    void aBacklogLongerThanTheReelIsReadAgainFromTheJournal() {
        List<Fact> cursors = Collections.nCopies(1_000, new Fact.CursorMoved("test", "offset", "1"));
        for (int i = 0; i < 25; i++) {
            world.ledger.commit(state -> cursors);
        }
        world.feed.start();
        world.tasks.advance(Duration.ofSeconds(2));
        assertEquals(positions(), fed(world.store));
    }

    @Test
    void aHealedStoreIsFedAgainFromWhereItIs() {
        world.turn("s", 1);
        world.turn("s", 2);
        world.feed.start();
        world.tasks.advance(Duration.ofSeconds(1));
        world.store.healed(new Position(1));
        world.store.lastRepair = "5 rows were salvaged";
        world.turn("s", 3);
        world.tasks.advance(Duration.ofSeconds(1));
        assertEquals(positions(), fed(world.store));
        assertTrue(world.feed.rows().get(0).detail().contains("5 rows were salvaged"));
    }

    @Test
    void whatNoJournalHasAnyMoreIsSaid() {
        for (int i = 0; i < 5; i++) {
            world.turn("s", i);
        }
        List<Position> left = positions().subList(3, positions().size());
        Position dropped = positions().get(2);
        StoreFeed feed = feed((method, arguments) -> {
            if (method.getName().equals("read") && !((Position) arguments[0]).isAfter(dropped)) {
                arguments[0] = dropped;
            }
        });
        feed.start();
        world.tasks.advance(Duration.ofSeconds(1));
        assertEquals(left, fed(world.store));
        String words = feed.rows().get(0).detail();
        assertTrue(words.contains(dropped.value() + " older facts are in no journal any more"), words);
    }

    @Test
    void theOtherStoreIsFedNowAndThenAndAtOnceWhenThePrimaryOneIsAway() {
        world.other = new FakeStore();
        world.feed.start();
        world.turn("s", 1);
        world.tasks.advance(Duration.ofSeconds(15));
        assertEquals(positions(), fed(world.other));
        world.current = null;
        world.tasks.advance(Duration.ofSeconds(15));
        world.turn("s", 2);
        world.tasks.advance(Duration.ofSeconds(2));
        assertEquals(positions(), fed(world.other));
        assertTrue(world.feed.rows().get(0).detail().contains("'other' answers meanwhile"));
        world.current = world.store;
        world.turn("s", 3);
        world.tasks.advance(Duration.ofSeconds(2));
        assertEquals(positions(), fed(world.store), "nothing lost, nothing twice");
        assertEquals("ok", world.feed.rows().get(0).state());
    }

    @Test
    void anotherKindGetsAllTheHistory() {
        world.feed.start();
        world.turn("s", 1);
        world.tasks.advance(Duration.ofSeconds(2));
        world.other = new FakeStore();
        world.stores.primaryKind = "other";
        world.turn("s", 2);
        world.tasks.advance(Duration.ofSeconds(2));
        assertEquals(positions(), fed(world.other));
        assertEquals(1, world.store.facts.size());
    }

    @Test
    void howFarTheCopyingIsStandsInTheStatus() {
        List<Fact> cursors = Collections.nCopies(2_500, new Fact.CursorMoved("test", "offset", "1"));
        for (int i = 0; i < 10; i++) {
            world.ledger.commit(state -> cursors);
        }
        List<String> shown = new ArrayList<>();
        world.store.whenAsked = () -> shown.add(world.feed.rows().get(0).detail());
        world.feed.start();
        world.tasks.runPending();
        assertTrue(shown.contains("fake: copying history, 50 %, 12500 facts left"), () -> String.join("\n", shown));
        assertEquals("fake", world.feed.rows().get(0).detail());
    }

    @Test
    void aStoreThatHangsHoldsUpNobodyAndAnotherOneIsAsked() {
        OpenStore hanging = new OpenStore("fake", world.store, new NeverDone());
        GatewayException overdue =
                assertThrows(GatewayException.class, () -> hanging.call(Duration.ofMillis(20), Store::applied));
        assertEquals(KernelError.STORE_UNAVAILABLE, overdue.code());
        assertTrue(hanging.silent());
    }

    @Test
    void aStoreThatHangsCostsABoundedNumberOfThreads() {
        NeverDone threads = new NeverDone();
        OpenStore hanging = new OpenStore("fake", world.store, threads);
        for (int i = 0; i < 100; i++) {
            assertThrows(GatewayException.class, () -> hanging.call(Duration.ZERO, Store::applied));
        }
        assertEquals(16, threads.begun);
        assertFalse(hanging.settle(Duration.ZERO));
    }

    @Test
    void aStoreThatHangsWithABatchGetsNoSecondOne() {
        NeverDone threads = new NeverDone();
        OpenStore hanging = new OpenStore("fake", world.store, threads);
        for (int i = 0; i < 3; i++) {
            assertThrows(GatewayException.class, () -> hanging.apply(Duration.ZERO, Position.NONE, List.of()));
        }
        assertEquals(1, threads.begun);
    }

    @Test
    void aStoreThatIsBeingClosedIsNotCalledAnyMore() {
        OpenStore open = new OpenStore("fake", world.store, CallingThread.INSTANCE);
        assertEquals(Position.NONE, open.call(Duration.ofSeconds(60), Store::applied));
        assertTrue(open.settle(Duration.ZERO));
        assertThrows(GatewayException.class, () -> open.call(Duration.ofSeconds(60), Store::applied));
    }

    private static final class NeverDone implements OpenStore.Threads {
        int begun;

        @Override
        public <T> CompletableFuture<Outcome<T>> begin(Duration expected, Callable<T> work) {
            begun++;
            return new CompletableFuture<>();
        }
    }

    @Test
    void theFeedEndsWhenItIsClosed() {
        world.feed.start();
        world.tasks.runPending();
        world.feed.close();
        world.turn("s", 1);
        world.tasks.advance(Duration.ofSeconds(1));
        int then = world.store.facts.size();
        world.turn("s", 2);
        world.tasks.advance(Duration.ofMinutes(1));
        assertEquals(then, world.store.facts.size());
    }

    private StoreFeed feed(BiConsumer<Method, Object[]> eavesdropper) {
        JournalStore journal = (JournalStore) Proxy.newProxyInstance(
                JournalStore.class.getClassLoader(),
                new Class<?>[] {JournalStore.class},
                (proxy, method, arguments) -> {
                    eavesdropper.accept(method, arguments);
                    return method.invoke(world.journal, arguments);
                });
        return new StoreFeed(journal, world.stores, world.clock, world.tasks);
    }

    private StoreFeed feedThatRetains(List<List<Position>> retained) {
        return feed((method, arguments) -> {
            if (method.getName().equals("retain")) {
                retained.add(List.of((Position) arguments[0], (Position) arguments[1]));
            }
        });
    }

    @Test
    void theJournalMayDropOnlyWhatIsAppliedAndBackedUp() {
        List<List<Position>> retained = new ArrayList<>();
        world.turn("s", 1);
        world.turn("s", 2);
        world.store.backedUp = new Position(1);
        feedThatRetains(retained).start();
        world.tasks.advance(Duration.ofMinutes(25));
        assertEquals(Collections.nCopies(2, List.of(new Position(2), new Position(1))), retained);
    }

    @Test
    void withoutAStoreNothingCountsAsApplied() {
        List<List<Position>> retained = new ArrayList<>();
        world.turn("s", 1);
        world.current = null;
        feedThatRetains(retained).start();
        world.tasks.advance(Duration.ofMinutes(15));
        assertEquals(List.of(List.of(Position.NONE, Position.NONE)), retained);
    }
}
