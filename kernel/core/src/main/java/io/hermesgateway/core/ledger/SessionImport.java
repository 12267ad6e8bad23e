package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.JournalRecord;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of another gateway become facts like any others, so that every store gets them, whichever it is, and gets
 * them again when it is healed. They come in a file, a line for each fact: a session, whether its conversation is in it
 * now, its turns. How much of a session is here already is known from the journal, so the same file may come twice, or
 * come again after a crash.
 */
public final class SessionImport {
    private static final int TURNS_AT_ONCE = 200;
    private static final long CHARACTERS_AT_ONCE = 1 << 20;

    private final Ledger ledger;
    private final FactCodec codec = new FactCodec();
    private @Nullable Coming coming;
    private Brought brought = new Brought(0, 0, 0, 0);

    public SessionImport(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What came.
     *
     * @param continued sessions that were here and have grown
     * @param known sessions that were here completely
     */
    public record Brought(int sessions, int continued, int known, int lines) {}

    /** Writes a file for {@link #take}. */
    public static final class Writer implements AutoCloseable {
        private final FactCodec codec = new FactCodec();
        private final BufferedWriter out;

        public Writer(Path file) throws IOException {
            out = Files.newBufferedWriter(file);
        }

        public void write(Fact fact) throws IOException {
            JournalRecord record = codec.encode(fact, Instant.EPOCH);
            out.write(record.kind() + "\t" + record.payload() + "\n");
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Takes a file; says now and then what has come so far. */
    public Brought take(Path file, Consumer<Brought> progress) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (take(read(line))) {
                    progress.accept(brought);
                }
            }
            end();
            return brought;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new GatewayException(KernelError.BAD_REQUEST, file + " is no file of sessions", unreadable);
        }
    }

    private Fact read(String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            throw new IllegalArgumentException("a line is a kind of fact, a tab, and the fact");
        }
        return codec.decode(new JournalRecord(
                line.substring(0, tab), "", JournalRecord.Effect.CLOSE, Instant.EPOCH, line.substring(tab + 1)));
    }

    private boolean take(Fact fact) {
        Coming now = coming;
        if (fact instanceof Fact.SessionImported next) {
            end();
            coming = new Coming(next);
        } else if (fact instanceof Fact.SessionOpened opened && now != null) {
            now.opened = opened;
        } else if (fact instanceof Fact.TurnEnded turn && now != null) {
            return now.add(turn);
        } else {
            throw new IllegalArgumentException("a session comes first, then its turns");
        }
        return false;
    }

    private void end() {
        Coming last = coming;
        if (last != null) {
            last.append();
            brought = new Brought(
                    brought.sessions + (last.known == 0 && last.grew ? 1 : 0),
                    brought.continued + (last.known > 0 && last.grew ? 1 : 0),
                    brought.known + (last.grew ? 0 : 1),
                    brought.lines);
            coming = null;
        }
    }

    /** A session on its way. */
    private final class Coming {
        private final Fact.SessionImported head;
        private final int known;
        private final List<Fact.TurnEnded> turns = new ArrayList<>();
        private Fact.@Nullable SessionOpened opened;
        private int seen;
        private long characters;
        private boolean grew;

        Coming(Fact.SessionImported head) {
            this.head = head;
            this.known = ledger.read(state -> state.imported(head.sessionId()));
        }

        /** Only what is new of it; true when something was written. */
        boolean add(Fact.TurnEnded turn) {
            List<TranscriptLine> lines = turn.transcript();
            int here = Math.max(0, known - seen);
            seen += lines.size();
            if (here < lines.size()) {
                turns.add(here == 0 ? turn : rest(turn, here));
                characters += lines.stream().mapToLong(line -> size(line)).sum();
            }
            boolean enough = turns.size() >= TURNS_AT_ONCE || characters >= CHARACTERS_AT_ONCE;
            if (enough) {
                append();
            }
            return enough;
        }

        private void append() {
            if (turns.isEmpty()) {
                return;
            }
            int lines =
                    turns.stream().mapToInt(turn -> turn.transcript().size()).sum();
            if (ledger.decide(state -> new Plan<>(lines, facts(state)), this::at)
                    .isEmpty()) {
                throw new GatewayException(
                        KernelError.JOURNAL_UNAVAILABLE, "The journal takes nothing now; import again later.");
            }
            turns.clear();
            characters = 0;
            grew = true;
            brought = new Brought(brought.sessions, brought.continued, brought.known, brought.lines + lines);
        }

        /** A conversation that goes on here already stays in its session. */
        private List<Fact> facts(State state) {
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact.SessionImported(
                    head.sessionId(),
                    head.conversation(),
                    head.parentId(),
                    head.title(),
                    head.model(),
                    head.startedAt(),
                    seen));
            if (opened != null && state.session(head.conversation()) == null) {
                facts.add(opened);
            }
            facts.addAll(turns);
            return facts;
        }

        private Instant at(Fact fact) {
            return fact instanceof Fact.TurnEnded turn
                    ? turn.transcript().get(turn.transcript().size() - 1).at()
                    : head.startedAt();
        }
    }

    private static Fact.TurnEnded rest(Fact.TurnEnded turn, int from) {
        return new Fact.TurnEnded(
                turn.turnId() + "-" + from,
                turn.sessionId(),
                turn.conversation(),
                turn.outcome(),
                turn.text(),
                turn.transcript().subList(from, turn.transcript().size()),
                turn.usage());
    }

    private static long size(TranscriptLine line) {
        return (long) line.text().length()
                + (line.details() == null ? 0 : line.details().length());
    }
}
