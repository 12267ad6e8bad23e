package io.hermesgateway.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SessionImportTest {
    private static final Conversation HERE = Conversation.dm("telegram", "4711");
    private static final Instant THEN = Instant.parse("2025-03-01T10:00:00Z");

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final Ledger ledger = new Ledger(journal, clock);

    private static TranscriptLine line(String role, String text, int second) {
        return new TranscriptLine(role, text, null, null, THEN.plusSeconds(second));
    }

    private static Fact.TurnEnded turn(String session, String id, TranscriptLine... lines) {
        return new Fact.TurnEnded(id, session, HERE, "imported", "", List.of(lines), TurnOutcome.Usage.NONE);
    }

    private static Fact.SessionImported head(String session) {
        return new Fact.SessionImported(session, HERE, null, "About trees", "m", THEN, 0);
    }

    private Path file(Fact... facts) throws IOException {
        Path file = folder.resolve("sessions.facts");
        try (SessionImport.Writer writer = new SessionImport.Writer(file)) {
            for (Fact fact : facts) {
                writer.write(fact);
            }
        }
        return file;
    }

    private SessionImport.Brought take(Path file) {
        return new SessionImport(ledger).take(file, brought -> {});
    }

    private List<String> texts(Ledger from, String session) {
        return from.read(state -> state.tails().of(session)).stream()
                .map(TranscriptLine::text)
                .toList();
    }

    private Path trees() throws IOException {
        return file(
                head("s1"),
                new Fact.SessionOpened("s1", HERE, null, "imported"),
                turn("s1", "i1", line("user", "one", 1), line("assistant", "re: one", 2)),
                turn("s1", "i2", line("user", "two", 3)));
    }

    @Test
    void bringsASessionWithItsTimesAndGoesOnInIt() throws IOException {
        List<Fed> fed = new ArrayList<>();
        ledger.listen(fed::add);
        assertEquals(new SessionImport.Brought(1, 0, 0, 3), take(trees()));
        assertEquals(List.of("one", "re: one", "two"), texts(ledger, "s1"));
        assertEquals("s1", ledger.<String>read(state -> state.session(HERE)));
        assertEquals(
                List.of(THEN, THEN, THEN.plusSeconds(2), THEN.plusSeconds(3)),
                fed.stream().map(Fed::at).toList());
        assertEquals(3, ((Fact.SessionImported) fed.get(0).fact()).lines());
    }

    @Test
    void bringsNothingTwiceNotEvenAfterARestart() throws IOException {
        take(trees());
        assertEquals(new SessionImport.Brought(0, 0, 1, 0), take(trees()));
        Ledger next = new Ledger(journal, clock);
        assertEquals(new SessionImport.Brought(0, 0, 1, 0), new SessionImport(next).take(trees(), brought -> {}));
        assertEquals(List.of("one", "re: one", "two"), texts(next, "s1"));
    }

    @Test
    void bringsWhatASessionHasGrownBy() throws IOException {
        take(trees());
        Path grown = file(
                head("s1"),
                turn("s1", "i1", line("user", "one", 1), line("assistant", "re: one", 2)),
                turn("s1", "i2", line("user", "two", 3), line("assistant", "re: two", 4)),
                turn("s1", "i3", line("user", "three", 5)));
        assertEquals(new SessionImport.Brought(0, 1, 0, 2), take(grown));
        assertEquals(List.of("one", "re: one", "two", "re: two", "three"), texts(ledger, "s1"));
        assertEquals(new SessionImport.Brought(0, 0, 1, 0), take(grown));
    }

    @Test
    void aConversationThatGoesOnHereStaysInItsSession() throws IOException {
        ledger.commit(state -> List.of(new Fact.SessionOpened("ours", HERE, null, "first message")));
        take(trees());
        assertEquals("ours", ledger.<String>read(state -> state.session(HERE)));
    }

    @Test
    void aLongSessionComesInStepsAndGoesOnAfterACrashBetweenThem() throws IOException {
        List<Fact> facts = new ArrayList<>(List.of(head("long")));
        IntStream.range(0, 450).forEach(i -> facts.add(turn("long", "i" + i, line("user", "say " + i, i))));
        Path whole = file(facts.toArray(Fact[]::new));
        List<Integer> steps = new ArrayList<>();
        assertThrows(IllegalStateException.class, () -> new SessionImport(ledger).take(whole, brought -> {
            steps.add(brought.lines());
            throw new IllegalStateException("killed here");
        }));
        assertEquals(List.of(200), steps);
        assertEquals(new SessionImport.Brought(0, 1, 0, 250), take(whole));
        assertEquals(450, ledger.<Integer>read(state -> state.imported("long")));
    }

    @Test
    void refusesAnythingElse() throws IOException {
        Path words = Files.writeString(folder.resolve("words"), "hello\n");
        assertThrows(GatewayException.class, () -> take(words));
        Path early = file(turn("s1", "i1", line("user", "one", 1)));
        assertThrows(GatewayException.class, () -> take(early));
        Path sly = file(head("s1"), new Fact.Audited("a", "b", "c", "d"));
        assertThrows(GatewayException.class, () -> take(sly));
        assertThrows(GatewayException.class, () -> take(folder.resolve("missing")));
        assertNull(ledger.<String>read(state -> state.session(HERE)));
    }
}
