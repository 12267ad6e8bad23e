package io.hermesgateway.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final FeedWorld world = new FeedWorld();

    private void feed() {
        world.feed.start();
        world.tasks.advance(Duration.ofSeconds(1));
    }

    @Test
    void withTheFeedFrozenTheNextTurnSeesTheOneBefore() {
        world.turn("s", 1);
        assertEquals(List.of("q1", "a1"), world.texts("s"));
        world.turn("s", 2);
        assertEquals(List.of("q1", "a1", "q2", "a2"), world.texts("s"));
        assertFalse(world.history.transcript("s", 100).partial());
        assertEquals(List.of(), world.store.facts);
    }

    @Test
    void whatTheStoreHasAndWhatIsNewerMakeOneTranscript() {
        world.turn("s", 1);
        feed();
        world.turn("s", 2);
        world.turn("other", 1);
        assertEquals(List.of("q1", "a1", "q2", "a2"), world.texts("s"));
    }

    @Test
    void aTurnThatTheStoreGetsDuringTheReadIsThereOnce() {
        world.turn("s", 1);
        feed();
        world.turn("s", 2);
        world.store.whenTold = () -> {
            world.store.whenTold = () -> {};
            world.tasks.advance(Duration.ofSeconds(1));
        };
        assertEquals(List.of("q1", "a1", "q2", "a2"), world.texts("s"));
        assertEquals(world.journal.end(), world.store.applied());
    }

    @Test
    void whatWasTakenBackIsGoneEvenIfTheStoreStillHasIt() {
        world.turn("s", 1);
        world.turn("s", 2);
        feed();
        world.undo("s", 2);
        assertEquals(List.of("q1", "a1"), world.texts("s"));
        world.turn("s", 3);
        assertEquals(List.of("q1", "a1", "q3", "a3"), world.texts("s"));
        world.tasks.advance(Duration.ofSeconds(1));
        assertEquals(List.of("q1", "a1", "q3", "a3"), world.texts("s"));
    }

    @Test
    void itIsTheSameAfterARestart() {
        world.turn("s", 1);
        assertEquals(List.of("q1", "a1"), new FeedWorld(world.journal).texts("s"));
    }

    @Test
    void withoutAStoreTheTailIsMarkedPartial() {
        world.turn("s", 1);
        world.current = null;
        History.Transcript transcript = world.history.transcript("s", 100);
        assertEquals(2, transcript.lines().size());
        assertTrue(transcript.partial());
        assertFalse(world.history.transcript("s", 2).partial());
    }

    @Test
    void aGapBetweenStoreAndTailIsNotPapered() {
        world.turn("s", 1);
        feed();
        world.feed.close();
        world.tasks.advance(Duration.ofSeconds(1));
        for (int i = 2; i < 20; i++) {
            world.turn("s", i, 30);
        }
        History.Transcript transcript = world.history.transcript("s", 1_000);
        assertTrue(transcript.partial());
        assertEquals("q14", transcript.lines().get(0).text());
        assertEquals(
                "a19", transcript.lines().get(transcript.lines().size() - 1).text());
    }

    @Test
    void sessionsThatWereForgottenForOthersAreKnownToBeForgotten() {
        world.turn("s", 1);
        for (int i = 0; i < 2_001; i++) {
            world.turn("other" + i, 1);
        }
        assertTrue(world.history.transcript("s", 100).partial());
        feed();
        assertEquals(List.of("q1", "a1"), world.texts("s"));
        assertFalse(world.history.transcript("s", 100).partial());
    }

    @Test
    void onlyTheLastLinesAreGiven() {
        world.turn("s", 1);
        world.turn("s", 2);
        assertEquals(
                List.of("a1", "q2", "a2"),
                world.history.transcript("s", 3).lines().stream()
                        .map(TranscriptLine::text)
                        .toList());
    }

    @Test
    void aSessionIsListedBeforeTheStoreHasIt() {
        world.turn("s", 1);
        History.Found<Store.SessionRow> found = world.history.sessions(Store.Query.newest(10));
        assertEquals(
                List.of("s"), found.rows().stream().map(Store.SessionRow::id).toList());
        assertEquals(2, found.rows().get(0).messages());
        assertFalse(found.partial());
        assertEquals(found.rows().get(0), world.history.session("s").orElseThrow());
        assertEquals(
                List.of(),
                world.history.sessions(new Store.Query(10, null, "nowhere")).rows());
    }

    @Test
    void aSessionThatHasGrownIsListedAsItIsNow() {
        world.turn("s", 1);
        feed();
        Instant then = Instant.EPOCH;
        world.store.sessions =
                List.of(new Store.SessionRow("s", "key", "test", "About trees", null, then, then, 2, 1, "m", 10, 20));
        world.turn("s", 2);
        Store.SessionRow row =
                world.history.sessions(Store.Query.newest(10)).rows().get(0);
        assertEquals(4, row.messages());
        assertEquals("About trees", row.title());
        assertEquals(then, row.startedAt());
        assertTrue(row.lastActivityAt().isAfter(then));
        Store.Query older = new Store.Query(10, row.lastActivityAt(), null);
        assertEquals(List.of(), world.history.sessions(older).rows());
    }

    @Test
    void whatWasJustSaidIsFound() {
        world.turn("s", 1);
        Store.SearchHit hit =
                world.history.search("Q1", Store.Query.newest(10)).rows().get(0);
        assertEquals("q1", hit.excerpt());
        assertEquals("user", hit.role());
        assertEquals(
                List.of(),
                world.history.search("q1 nothing", Store.Query.newest(10)).rows());
        assertEquals(
                List.of(),
                world.history.search("q1", new Store.Query(10, null, "other")).rows());
    }

    @Test
    void withoutAStoreTheListingsArePartial() {
        world.turn("s", 1);
        world.current = null;
        assertTrue(world.history.sessions(Store.Query.newest(10)).partial());
        assertEquals(
                1, world.history.search("a1", Store.Query.newest(10)).rows().size());
        assertTrue(world.history.search("x", Store.Query.newest(10)).partial());
    }

    @Test
    void theOtherStoreAnswersWhileThePrimaryOneIsAwayOrFails() {
        world.other = new FakeStore();
        world.turn("s", 1);
        feed();
        world.tasks.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 2_001; i++) {
            world.turn("others" + i, 1);
        }
        world.tasks.advance(Duration.ofSeconds(10));
        world.store.whenAsked = () -> {
            throw new IllegalStateException("not a database");
        };
        assertEquals(List.of("q1", "a1"), world.texts("s"));
        assertFalse(world.history.transcript("s", 100).partial());
        world.current = null;
        assertEquals(List.of("q1", "a1"), world.texts("s"));
        assertFalse(world.history.sessions(Store.Query.newest(10)).partial());
        world.other = null;
        assertTrue(world.history.transcript("s", 100).partial());
    }

    @Test
    void aStoreThatIsBeingFilledLeavesTheAnswersToTheOneThatHasMore() {
        world.other = new FakeStore();
        world.turn("s", 1);
        for (int i = 0; i < 2_001; i++) {
            world.turn("others" + i, 1);
        }
        feed();
        world.tasks.advance(Duration.ofSeconds(10));
        world.store.healed(new Position(0));
        assertEquals(List.of("q1", "a1"), world.texts("s"));
        assertFalse(world.history.transcript("s", 100).partial());
    }
}
