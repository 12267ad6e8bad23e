package io.hermesgateway.jsonl;

import io.hermesgateway.spi.store.Store.SessionRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All files of a store, which of them are not durable yet, and the rows of the sessions that were written last. */
final class StoreFiles {
    private static final int VERSION = 1;
    private static final int REMEMBERED = 2_000;

    final Path folder;
    final Json json = new Json();
    final Sessions sessions;
    final LineFile openFile;
    final OpenWork open;
    final LineFile approvals;
    final LineFile deliveries;
    final LineFile audit;
    private final String boot;
    private final Path stateFile;
    private final Path recentFile;
    private final Set<Path> dirty = new LinkedHashSet<>();
    private final Map<String, SessionRow> rows = new LinkedHashMap<>(64, 0.75f, true);

    /** @param boot names this run of the machine; empty where nobody knows */
    StoreFiles(Path folder, String boot) {
        this.folder = folder;
        this.boot = boot;
        this.sessions = new Sessions(folder, json);
        this.openFile = new LineFile(folder.resolve("open.jsonl"));
        this.open = new OpenWork(openFile, json);
        this.approvals = new LineFile(folder.resolve("approvals.jsonl"));
        this.deliveries = new LineFile(folder.resolve("deliveries.jsonl"));
        this.audit = new LineFile(folder.resolve("audit.jsonl"));
        this.stateFile = folder.resolve("state.json");
        this.recentFile = folder.resolve("recent.json");
    }

    /** The files that are not a session's own. */
    List<LineFile> shared() {
        return List.of(sessions.index, openFile, approvals, deliveries, audit);
    }

    /** What was written last, where it holds; else what is durable. Empty when nothing can be read. */
    Optional<Lines.State> state() throws IOException {
        Optional<Lines.State> durable = read(stateFile);
        Optional<Lines.State> recent =
                read(recentFile).filter(state -> !boot.isEmpty() && state.boot().equals(boot));
        return durable.isPresent() ? recent.or(() -> durable) : durable;
    }

    /** The instance that has written last. */
    Optional<String> writer() throws IOException {
        return read(recentFile).map(Lines.State::epoch);
    }

    private Optional<Lines.State> read(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? json.read(Files.readAllBytes(file), Lines.State.class)
                        .filter(state -> state.version() == VERSION && state.epoch() != null && state.boot() != null)
                : Optional.empty();
    }

    boolean isEmpty() {
        return Files.notExists(stateFile) && shared().stream().noneMatch(LineFile::exists);
    }

    static Lines.State state(long applied, long backedUp, long sessions, String epoch) {
        return new Lines.State(VERSION, applied, backedUp, sessions, epoch, "");
    }

    /** Takes back what is newer in every file; which sessions that concerns stands at the end of the index. */
    void cut(long upTo) throws IOException {
        rows.clear();
        long from = sessions.index.end(upTo);
        Set<String> touched = new LinkedHashSet<>();
        sessions.index.forwards(Long.MAX_VALUE - 1, (line, offset) -> {
            if (offset >= from) {
                json.read(line, Lines.Listed.class)
                        .ifPresent(listed -> touched.add(listed.row().id()));
            }
            return true;
        });
        for (String id : touched) {
            sessions.file(id).cut(upTo);
        }
        for (LineFile file : shared()) {
            file.cut(upTo);
        }
        open.load(upTo);
    }

    /** For writing: what a crash may have left behind the last whole batch goes first. */
    @Nullable
    SessionRow row(String id, long upTo) throws IOException {
        SessionRow known = rows.get(id);
        if (known == null) {
            sessions.file(id).cut(upTo);
            known = sessions.row(id, upTo).orElse(null);
            if (known != null) {
                remember(known);
            }
        }
        return known;
    }

    void remember(SessionRow row) {
        rows.put(row.id(), row);
        if (rows.size() > REMEMBERED) {
            rows.remove(rows.keySet().iterator().next());
        }
    }

    void append(LineFile file, ByteArrayOutputStream lines) throws IOException {
        if (lines.size() > 0) {
            dirty.add(file.path);
            file.append(lines.toByteArray());
        }
    }

    int dirty() {
        return dirty.size();
    }

    /** Says how far the files are, good for as long as the machine runs: a process may die at any moment. */
    void note(Lines.State state) throws IOException {
        Lines.State recent =
                new Lines.State(VERSION, state.applied(), state.backedUp(), state.sessions(), state.epoch(), boot);
        PrivateFiles.write(recentFile, json.write(recent), false);
    }

    /** Makes all of it durable, and then says so. */
    void checkpoint(Lines.State state) throws IOException {
        for (Path path : dirty) {
            new LineFile(path).force();
        }
        PrivateFiles.folder(folder);
        PrivateFiles.write(stateFile, json.write(state), true);
        note(state);
        dirty.clear();
    }
}
