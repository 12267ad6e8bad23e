package io.hermesgateway.jsonl;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.Store.SearchHit;
import io.hermesgateway.spi.store.Store.SessionRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Looks through the sessions, those that changed last first, until no other can have anything newer. Nothing is indexed,
 * so a word that nobody ever said takes reading everything; after a few seconds what was found by then is the answer.
 */
final class Searching {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Comparator<SearchHit> OLDEST_FIRST = Comparator.comparing(SearchHit::at);

    private final Sessions sessions;
    private final Needles needles;
    private final Store.Query query;
    private final long upTo;
    private final PriorityQueue<SearchHit> hits = new PriorityQueue<>(OLDEST_FIRST);

    private Searching(Sessions sessions, Needles needles, Store.Query query, long upTo) {
        this.sessions = sessions;
        this.needles = needles;
        this.query = query;
        this.upTo = upTo;
    }

    static List<SearchHit> search(Sessions sessions, String text, Store.Query query, long upTo, InstantSource clock)
            throws IOException {
        Needles needles = Needles.of(text);
        if (needles.isEmpty()) {
            return List.of();
        }
        Searching searching = new Searching(sessions, needles, query, upTo);
        if (query.filter() != null) {
            searching.look(query.filter());
        } else {
            Instant until = clock.instant().plus(PATIENCE);
            sessions.walk(upTo, row -> {
                if (clock.instant().isBefore(until)) {
                    searching.look(row);
                }
            });
        }
        List<SearchHit> newest = new ArrayList<>(searching.hits);
        newest.sort(OLDEST_FIRST);
        Collections.reverse(newest);
        return newest;
    }

    private void look(SessionRow row) throws IOException {
        if (hits.size() < query.atMost()
                || !row.lastActivityAt().isBefore(hits.element().at())) {
            look(row.id());
        }
    }

    private void look(String session) throws IOException {
        sessions.events(session, upTo, needles, event -> {
            if (event.lines() != null) {
                event.lines().forEach(line -> look(session, line));
            }
            return true;
        });
    }

    private void look(String session, TranscriptLine line) {
        if (query.before() != null && !line.at().isBefore(query.before())) {
            return;
        }
        int[] place = needles.in(line.text());
        if (place.length > 0) {
            String excerpt = Texts.around(line.text(), place[0], place[1] - place[0]);
            hits.add(new SearchHit(session, line.turnId(), line.role(), excerpt, line.at()));
            if (hits.size() > query.atMost()) {
                hits.remove();
            }
        }
    }
}
