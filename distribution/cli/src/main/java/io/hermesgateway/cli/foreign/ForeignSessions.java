package io.hermesgateway.cli.foreign;

import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.Sqlite;
import io.hermesgateway.core.ledger.SessionImport;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of another home: those of its database and those of its files, which are what was said while the database
 * could not be opened. One that is in both is one.
 */
final class ForeignSessions {
    private static final int NEWEST_KNOWN = 30;

    private final Path from;
    private final Path temporary;
    private final Report report;
    private final Words words;
    private final Map<String, Map<?, ?>> entries = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private int unreadable;
    private int empty;

    ForeignSessions(Path from, Path temporary, Report report, Words words) {
        this.from = from;
        this.temporary = temporary;
        this.report = report;
        this.words = words;
    }

    /** How many were written; what could not be read stands in the report. */
    int write(SessionImport.Writer out) throws IOException {
        mirror();
        Path file = from.resolve("state.db");
        if (Files.isRegularFile(file)) {
            database(file, out);
        }
        for (Path transcript : transcripts()) {
            String id = transcript.getFileName().toString().replaceFirst("\\.jsonl$", "");
            if (!written.contains(id)) {
                write(out, id, Map.of(), said(transcript));
            }
        }
        if (unreadable > 0) {
            report.add("sessions", Report.State.FAILED, 0, 0, words.say("import_unreadable", unreadable));
        }
        if (empty > 0) {
            report.add("sessions", Report.State.LEFT, 0, 0, words.say("import_empty", empty));
        }
        return written.size();
    }

    private void database(Path file, SessionImport.Writer out) throws IOException {
        try (StateDatabase state = new StateDatabase(Sqlite.snapshot(file, temporary))) {
            if (!state.hasSessions()) {
                report.add("state.db", Report.State.FAILED, 0, 0, words.say("import_no_sessions"));
                return;
            }
            if (state.version() > NEWEST_KNOWN) {
                report.add("state.db", Report.State.LEFT, 0, 0, words.say("import_newer", state.version()));
            }
            state.routing().forEach((key, entry) -> entry(key, object(entry)));
            for (Map<String, @Nullable Object> row : state.sessions()) {
                session(state, row, out);
            }
        } catch (SQLException damaged) {
            report.add(
                    "state.db",
                    Report.State.FAILED,
                    0,
                    0,
                    words.say("import_damaged", String.valueOf(damaged.getMessage())));
        }
    }

    private void session(StateDatabase state, Map<String, @Nullable Object> row, SessionImport.Writer out)
            throws IOException {
        String id = String.valueOf(row.get("id"));
        Instant started = ForeignLine.time(row.get("started_at")).orElse(Instant.EPOCH);
        Path transcript = from.resolve("sessions").resolve(ForeignSession.safe(id) + ".jsonl");
        try {
            List<TranscriptLine> lines = state.lines(id, started);
            write(out, id, row, Files.isRegularFile(transcript) ? together(lines, said(transcript)) : lines);
        } catch (SQLException damaged) {
            unreadable++;
        }
    }

    /** What the file has beyond the database comes after it. */
    private static List<TranscriptLine> together(List<TranscriptLine> kept, List<TranscriptLine> filed) {
        Map<String, Integer> there = new HashMap<>();
        kept.forEach(line -> there.merge(line.role() + line.text(), 1, Integer::sum));
        List<TranscriptLine> all = new ArrayList<>(kept);
        for (TranscriptLine line : filed) {
            if (there.merge(line.role() + line.text(), -1, Integer::sum) < 0) {
                all.add(line);
            }
        }
        return all;
    }

    private void write(SessionImport.Writer out, String id, Map<?, ?> row, List<TranscriptLine> lines)
            throws IOException {
        if (lines.isEmpty()) {
            empty++;
            return;
        }
        Map<?, ?> entry = entries.getOrDefault(id, Map.of());
        Map<?, ?> origin = entry.get("origin") instanceof Map<?, ?> known
                ? known
                : object(row.get("origin_json") instanceof String json ? json : "{}");
        Map<Object, @Nullable Object> known = new LinkedHashMap<>();
        known.put("source", entry.get("platform"));
        known.put("session_key", entry.get("session_key"));
        known.put("started_at", entry.get("created_at"));
        row.forEach((name, value) -> known.merge(name, value == null ? "" : value, (old, fresh) -> fresh));
        new ForeignSession(id, known, origin, entries.containsKey(id)).write(out, lines);
        written.add(id);
    }

    /** The mirror of the routing, which is also what is left when the database is not. */
    private void mirror() {
        Path file = from.resolve("sessions/sessions.json");
        if (Files.isRegularFile(file)) {
            try {
                object(text(file)).forEach((key, entry) -> {
                    if (entry instanceof Map<?, ?> fields) {
                        entry(String.valueOf(key), fields);
                    }
                });
            } catch (IOException unreadableFile) {
                report.add("sessions/sessions.json", Report.State.FAILED, 0, 0, words.say("import_cannot_read"));
            }
        }
    }

    private void entry(String key, Map<?, ?> entry) {
        Map<Object, @Nullable Object> fields = new LinkedHashMap<>(entry);
        fields.putIfAbsent("session_key", key);
        entries.values().removeIf(old -> key.equals(old.get("session_key")));
        entries.put(String.valueOf(entry.get("session_id")), fields);
    }

    private List<Path> transcripts() throws IOException {
        Path folder = from.resolve("sessions");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsonl") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    /** A line that was cut off by a crash is left out. */
    private List<TranscriptLine> said(Path file) throws IOException {
        List<TranscriptLine> lines = new ArrayList<>();
        Instant last = Files.getLastModifiedTime(file).toInstant();
        for (String line : text(file).split("\n", -1)) {
            var said = ForeignLine.of(object(line), last);
            last = said.map(TranscriptLine::at).orElse(last);
            said.ifPresent(lines::add);
        }
        return lines;
    }

    private static String text(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Map<?, ?> object(String json) {
        try {
            return Json.read(json) instanceof Map<?, ?> object ? object : Map.of();
        } catch (IOException noJson) {
            return Map.of();
        }
    }
}
