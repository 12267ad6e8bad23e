package io.hermesgateway.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.store.Store;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store must do with its feed; the whole of the contract is in {@link StoreContract}. */
public abstract class FeedContract {
    static final Conversation PLACE = Conversation.dm("test", "c1");
    static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    /** A store that was empty when the test began; the same one each time within a test. */
    protected abstract Store store();

    static Fed turn(long position, String session, String turnId, String said) {
        List<TranscriptLine> lines = List.of(
                new TranscriptLine("user", said, null, turnId, AT),
                new TranscriptLine("assistant", "re: " + said, null, turnId, AT));
        return new Fed(
                new Position(position),
                AT.plusSeconds(position),
                new Fact.TurnEnded(turnId, session, PLACE, "answered", "re: " + said, lines, TurnOutcome.Usage.NONE));
    }

    static List<String> texts(Store store, String session, int atMost) {
        return store.transcript(session, atMost).stream()
                .map(TranscriptLine::text)
                .toList();
    }

    @Test
    void anEmptyStoreHasAppliedNothing() {
        assertEquals(Position.NONE, store().applied());
        assertEquals(List.of(), store().transcript("nowhere", 10));
    }

    @Test
    void keepsTranscriptsInOrderAndApart() {
        Store store = store();
        store.apply(List.of(turn(3, "s1", "t1", "one"), turn(4, "s2", "t2", "other"), turn(9, "s1", "t3", "two")));
        assertEquals(new Position(9), store.applied());
        assertEquals(List.of("one", "re: one", "two", "re: two"), texts(store, "s1", 10));
        assertEquals(List.of("two", "re: two"), texts(store, "s1", 2), "the last lines, oldest first");
        assertEquals(List.of("other", "re: other"), texts(store, "s2", 10));
    }

    @Test
    void aBatchMayComeAgain() {
        Store store = store();
        List<Fed> batch = List.of(turn(3, "s1", "t1", "one"), turn(4, "s1", "t2", "two"));
        store.apply(batch);
        store.apply(batch);
        store.apply(List.of(turn(4, "s1", "t2", "two"), turn(5, "s1", "t3", "three")));
        assertEquals(List.of("one", "re: one", "two", "re: two", "three", "re: three"), texts(store, "s1", 10));
    }

    @Test
    void aBatchForAStoreThatIsElsewhereIsNotTaken() {
        Store store = store();
        assertTrue(store.applyAfter(Position.NONE, List.of(turn(3, "s1", "t1", "one"))));
        assertFalse(store.applyAfter(new Position(7), List.of(turn(8, "s1", "t9", "late"))));
        assertFalse(store.applyAfter(Position.NONE, List.of(turn(4, "s1", "t2", "early"))));
        assertEquals(new Position(3), store.applied());
        assertTrue(store.applyAfter(new Position(3), List.of(turn(4, "s1", "t2", "two"))));
        assertEquals(List.of("one", "re: one", "two", "re: two"), texts(store, "s1", 10));
    }

    @Test
    void linesThatWereTakenBackAreGone() {
        Store store = store();
        store.apply(List.of(turn(3, "s1", "t1", "one"), turn(4, "s1", "t2", "two")));
        store.apply(List.of(new Fed(new Position(5), AT, new Fact.TranscriptCut("s1", "t2"))));
        store.apply(List.of(turn(6, "s1", "t3", "three")));
        assertEquals(List.of("one", "re: one", "three", "re: three"), texts(store, "s1", 10));
    }

    @Test
    void aKindOfFactThatItDoesNotKnowStopsNothing() {
        Store store = store();
        store.apply(List.of(new Fed(new Position(7), AT, new Fact.Other("dream-dreamt", "{}"))));
        assertEquals(new Position(7), store.applied());
    }
}
