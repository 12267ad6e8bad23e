package io.hermesgateway.jsonl;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.Store.SessionRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file for each session, and an index with a line for each time one changed. The last line of a session's file says
 * what the session came to, so that nothing has to be remembered of a hundred thousand of them.
 */
final class Sessions {
    private static final int NAME_MOST = 100;
    private static final Comparator<SessionRow> OLDEST_FIRST = Comparator.comparing(SessionRow::lastActivityAt);

    final LineFile index;
    private final Path folder;
    private final Json json;

    Sessions(Path folder, Json json) {
        this.folder = folder.resolve("sessions");
        this.index = new LineFile(folder.resolve("index.jsonl"));
        this.json = json;
    }

    /** Sees sessions, the one that changed last first; what was brought from elsewhere may be older all the same. */
    interface Walk {
        void at(SessionRow row) throws IOException;
    }

    /** The session's own file: its id as far as file names go, in one of 256 folders. */
    LineFile file(String id) {
        StringBuilder name = new StringBuilder();
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b == '-' || b == '_' || (b > 0 && Character.isLetterOrDigit(b));
            name.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02x", b & 0xff));
        }
        String hash = HexFormat.of().formatHex(sha256(id));
        String whole = name.length() <= NAME_MOST
                ? name.toString()
                : name.substring(0, NAME_MOST) + "-" + hash.substring(0, 32);
        return new LineFile(folder.resolve(hash.substring(0, 2)).resolve(whole + ".jsonl"));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }

    Optional<SessionRow> row(String id, long upTo) throws IOException {
        SessionRow[] last = new SessionRow[1];
        file(id).backwards(upTo, (line, offset) -> {
            last[0] = json.read(line, Lines.Event.class).map(Lines.Event::row).orElse(null);
            return last[0] == null;
        });
        return Optional.ofNullable(last[0]);
    }

    void walk(long upTo, Walk walk) throws IOException {
        Set<String> seen = new HashSet<>();
        index.backwards(upTo, (line, offset) -> {
            SessionRow row =
                    json.read(line, Lines.Listed.class).map(Lines.Listed::row).orElse(null);
            if (row != null && seen.add(row.id())) {
                walk.at(row);
            }
            return true;
        });
    }

    List<SessionRow> rows(Store.Query query, long upTo) throws IOException {
        PriorityQueue<SessionRow> newest = new PriorityQueue<>(OLDEST_FIRST);
        walk(upTo, row -> {
            boolean older = query.before() == null || row.lastActivityAt().isBefore(query.before());
            if (older && (query.filter() == null || row.platform().equals(query.filter()))) {
                newest.add(row);
                if (newest.size() > query.atMost()) {
                    newest.remove();
                }
            }
        });
        List<SessionRow> rows = new ArrayList<>(newest);
        rows.sort(OLDEST_FIRST.reversed());
        return rows;
    }

    List<TranscriptLine> transcript(String id, int atMost, long upTo) throws IOException {
        List<TranscriptLine> newest = new ArrayList<>();
        events(id, upTo, event -> {
            List<TranscriptLine> lines = event.lines() == null ? List.of() : event.lines();
            for (int i = lines.size() - 1; i >= 0 && newest.size() < atMost; i--) {
                newest.add(lines.get(i));
            }
            return newest.size() < atMost;
        });
        Collections.reverse(newest);
        return newest;
    }

    /** Sees what happened in a session. */
    interface EventWalk {
        boolean at(Lines.Event event) throws IOException;
    }

    /** The newest first, without those that were taken back. */
    void events(String id, long upTo, EventWalk walk) throws IOException {
        long[] deadFrom = {Long.MAX_VALUE};
        file(id).backwards(upTo, (line, offset) -> {
            if (LineFile.position(line) >= deadFrom[0]) {
                return true;
            }
            Lines.Event event = json.read(line, Lines.Event.class).orElse(null);
            if (event != null && event.from() != null) {
                deadFrom[0] = Math.min(deadFrom[0], event.from());
            }
            return event == null || walk.at(event);
        });
    }

    /** Only those whose bytes may be of interest are read as JSON; cuts always are. */
    void events(String id, long upTo, Needles needles, EventWalk walk) throws IOException {
        long[] deadFrom = {Long.MAX_VALUE};
        file(id).backwards(upTo, (line, offset) -> {
            boolean dead = LineFile.position(line) >= deadFrom[0];
            if (dead || !(isCut(line) || needles.mayBeIn(line))) {
                return true;
            }
            Lines.Event event = json.read(line, Lines.Event.class).orElse(null);
            if (event != null && event.from() != null) {
                deadFrom[0] = Math.min(deadFrom[0], event.from());
            }
            return event == null || walk.at(event);
        });
    }

    private static boolean isCut(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, 48), StandardCharsets.ISO_8859_1);
        return head.contains("\"k\":\"" + Lines.CUT + "\"");
    }

    /** Rewrites the index with the last line of each session. */
    void tidy(long upTo) throws IOException {
        Map<String, Long> last = new HashMap<>();
        index.forwards(upTo, (line, offset) -> {
            json.read(line, Lines.Listed.class)
                    .ifPresent(listed -> last.put(listed.row().id(), offset));
            return true;
        });
        LineFile fresh = new LineFile(index.path.resolveSibling("index.jsonl.tmp"));
        Files.deleteIfExists(fresh.path);
        Copying copying = new Copying(fresh);
        index.forwards(upTo, (line, offset) -> {
            Lines.Listed listed = json.read(line, Lines.Listed.class).orElse(null);
            if (listed != null
                    && Long.valueOf(offset).equals(last.get(listed.row().id()))) {
                copying.add(line);
            }
            return true;
        });
        copying.finish();
        Files.move(fresh.path, index.path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The turns of a session that count, for finding where a cut begins. */
    static final class Live {
        private final List<long[]> turns = new ArrayList<>();
        private final String from;

        Live(String fromTurnId) {
            this.from = fromTurnId;
        }

        void add(Lines.Event event) {
            Long cut = event.from();
            if (cut != null) {
                turns.removeIf(turn -> turn[0] >= cut);
            } else if (event.lines() != null) {
                boolean named = from.equals(event.turn())
                        || event.lines().stream().anyMatch(line -> from.equals(line.turnId()));
                turns.add(new long[] {event.p(), event.lines().size(), named ? 1 : 0});
            }
        }

        /** Where the cut begins, and how many lines stay before it; null when it takes nothing back. */
        long @Nullable [] cut() {
            long lines = 0;
            for (long[] turn : turns) {
                if (turn[2] > 0) {
                    return new long[] {turn[0], lines};
                }
                lines += turn[1];
            }
            return null;
        }
    }
}
