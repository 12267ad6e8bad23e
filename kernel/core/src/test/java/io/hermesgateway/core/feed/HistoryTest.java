package io.hermesgateway.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
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
    void aSearchWithoutAStoreSaysSo() {
        world.current = null;
        GatewayException unavailable =
                assertThrows(GatewayException.class, () -> world.history.search("x", Store.Query.newest(10)));
        assertEquals(KernelError.STORE_UNAVAILABLE, unavailable.code());
        assertThrows(GatewayException.class, () -> world.history.sessions(Store.Query.newest(10)));
    }
}
