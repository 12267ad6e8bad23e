package io.hermesgateway.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.Store.Query;
import io.hermesgateway.spi.store.Store.SearchHit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a search must find; part of {@link StoreContract}. */
public abstract class SearchContract extends FeedContract {
    /** Closes the store and opens what it left behind. */
    protected abstract Store reopened();

    static Fed fed(long position, Fact fact) {
        return new Fed(new Position(position), AT.plusSeconds(position), fact);
    }

    static List<String> found(Store store, String text) {
        return store.search(text, Query.newest(50)).stream()
                .map(SearchHit::sessionId)
                .toList();
    }

    static TranscriptLine line(String role, String text, String turnId, long seconds) {
        return new TranscriptLine(role, text, null, turnId, AT.plusSeconds(seconds));
    }

    static Fed said(long position, String session, String text) {
        String turn = "turn-" + position;
        List<TranscriptLine> lines = List.of(line("user", text, turn, position));
        return fed(position, new Fact.TurnEnded(turn, session, PLACE, "answered", "", lines, TurnOutcome.Usage.NONE));
    }

    @Test
    void findsWordsWhateverTheirCase() {
        Store store = store();
        store.apply(List.of(
                said(1, "s1", "Deploy the Gateway to node.js"),
                said(2, "s2", "nothing here"),
                said(3, "s3", "(gateway) and deploy!")));
        assertEquals(List.of("s3", "s1"), found(store, "GATEWAY"), "newest first");
        assertEquals(List.of("s3", "s1"), found(store, "deploy gateway"), "all words, in any order");
        assertEquals(List.of("s1"), found(store, "node.js"));
        assertEquals(List.of(), found(store, "gate"), "whole words");
        assertEquals(List.of(), found(store, "gateway absent"));
        assertEquals(List.of(), found(store, " ,;\"'*() "), "nothing to look for finds nothing");
        assertEquals(List.of("s3", "s1"), found(reopened(), "gateway"));
    }

    @Test
    void findsChineseOfOneTwoAndMoreCharacters() {
        Store store = store();
        store.apply(List.of(said(1, "s1", "今天北京的天气很好"), said(2, "s2", "上海天下雨,气温低"), said(3, "s3", "数据库损坏后自动恢复ABC机器人")));
        assertEquals(List.of("s2", "s1"), found(store, "天"));
        assertEquals(List.of("s1"), found(store, "天气"));
        assertEquals(List.of("s1"), found(store, "天气很好"));
        assertEquals(List.of("s1"), found(store, "北京的天气"));
        assertEquals(List.of(), found(store, "京天"), "characters that do not stand together");
        assertEquals(List.of(), found(store, "天气好"));
        assertEquals(List.of("s3"), found(store, "数据库"));
        assertEquals(List.of("s3"), found(store, "abc机器人"));
        assertEquals(List.of("s3"), found(store, "恢复 损坏"), "both, in any order");
    }

    @Test
    void aHitSaysWhereAndWhat() {
        Store store = store();
        String text = "word ".repeat(400) + "needle " + "word ".repeat(400);
        store.apply(List.of(said(1, "s1", text), turn(2, "s1", "t2", "other"), said(3, "s2", "a needle")));
        List<SearchHit> hits = store.search("needle", new Query(10, null, "s1"));
        assertEquals(1, hits.size(), "the filter is a session");
        SearchHit hit = hits.get(0);
        assertEquals("s1", hit.sessionId());
        assertEquals("turn-1", hit.turnId());
        assertEquals("user", hit.role());
        assertEquals(AT.plusSeconds(1), hit.at());
        assertTrue(hit.excerpt().contains("needle"), hit.excerpt());
        assertTrue(hit.excerpt().length() < 500, "an excerpt is short");
    }

    @Test
    void pagesThroughHits() {
        Store store = store();
        List<Fed> all = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            all.add(said(i, "s" + i, "needle"));
        }
        store.apply(all);
        List<SearchHit> first = store.search("needle", new Query(10, null, null));
        assertEquals("s25", first.get(0).sessionId());
        List<SearchHit> next = store.search("needle", new Query(10, first.get(9).at(), null));
        assertEquals("s15", next.get(0).sessionId());
        assertEquals(
                5, store.search("needle", new Query(10, next.get(9).at(), null)).size());
    }
}
