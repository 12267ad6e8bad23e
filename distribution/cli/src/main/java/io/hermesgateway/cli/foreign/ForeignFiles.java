package io.hermesgateway.cli.foreign;

import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.PrivateFile;
import io.hermesgateway.cli.data.Sqlite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that come over as they are, or whose entries are put beside ours: pairing, cron jobs, kanban boards. */
final class ForeignFiles {
    private static final List<String> LEFT = List.of(
            "response_store.db",
            "auth.json",
            "SOUL.md",
            "memories",
            "skills",
            "hooks",
            "scripts",
            "cron/runtime.db",
            "cron/executions.db",
            "cron/output",
            "kanban/attachments",
            "kanban/workspaces",
            "webhook_subscriptions.json");

    private final Path from;
    private final Path home;
    private final Path temporary;
    private final Report report;
    private final Words words;

    ForeignFiles(Path from, Path home, Path temporary, Report report, Words words) {
        this.from = from;
        this.home = home;
        this.temporary = temporary;
        this.report = report;
        this.words = words;
    }

    void bring() throws IOException {
        pairing();
        guarded("cron/jobs.json", this::jobs);
        for (String board : boards()) {
            guarded(board, () -> board(board));
        }
        guarded("kanban/current", () -> whole("kanban/current"));
        for (String name : LEFT) {
            if (Files.exists(from.resolve(name))) {
                report.add(name, Report.State.LEFT, 0, 0, words.say("import_left"));
            }
        }
    }

    private interface Work {
        void run() throws IOException, SQLException;
    }

    /** One file that cannot be read keeps no other from coming. */
    private void guarded(String name, Work work) {
        if (!Files.isRegularFile(from.resolve(name))) {
            return;
        }
        try {
            work.run();
        } catch (IOException | SQLException failed) {
            report.add(
                    name, Report.State.FAILED, 0, 0, words.say("import_damaged", String.valueOf(failed.getMessage())));
        }
    }

    private void whole(String name) throws IOException {
        if (Files.exists(home.resolve(name))) {
            boolean same = Files.mismatch(from.resolve(name), home.resolve(name)) < 0;
            report.add(name, same ? Report.State.KNOWN : Report.State.KEPT, 0, same ? 1 : 0, "");
        } else {
            PrivateFile.copy(from.resolve(name), home.resolve(name));
            report.add(name, Report.State.BROUGHT, 1, 0, "");
        }
    }

    /** Who was let in, from both places that there were; who only asked asks again, codes live an hour. */
    private void pairing() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String folder : List.of("pairing", "platforms/pairing")) {
            names.addAll(names(from.resolve(folder), "-approved.json"));
        }
        for (String name : names) {
            try {
                Map<Object, @Nullable Object> theirs = new LinkedHashMap<>(people(from, name));
                Map<Object, @Nullable Object> ours = new LinkedHashMap<>(people(home, name));
                int before = ours.size();
                theirs.forEach(ours::putIfAbsent);
                int brought = ours.size() - before;
                if (brought > 0) {
                    replace("platforms/pairing/" + name, Json.write(ours));
                }
                report.count("pairing " + name.replace("-approved.json", ""), brought, theirs.size() - brought, "");
            } catch (IOException unreadable) {
                report.add("pairing " + name, Report.State.FAILED, 0, 0, words.say("import_cannot_read"));
            }
        }
    }

    private static Map<?, ?> people(Path root, String name) throws IOException {
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        for (String folder : List.of("pairing", "platforms/pairing")) {
            Path file = root.resolve(folder).resolve(name);
            Object read = Files.isRegularFile(file) ? json(file) : Map.of();
            if (read instanceof Map<?, ?> people) {
                all.putAll(people);
            } else if (read instanceof List<?> ids) {
                ids.forEach(id -> all.put(String.valueOf(id), Map.of()));
            }
        }
        return all;
    }

    private void jobs() throws IOException {
        Path ours = home.resolve("cron/jobs.json");
        List<?> theirs = list(json(from.resolve("cron/jobs.json")));
        if (!Files.isRegularFile(ours)) {
            PrivateFile.copy(from.resolve("cron/jobs.json"), ours);
            report.count("cron/jobs.json", theirs.size(), 0, words.say("import_cron"));
            return;
        }
        Object here = json(ours);
        List<@Nullable Object> jobs = new ArrayList<>(list(here));
        Set<@Nullable Object> ids = new HashSet<>();
        jobs.forEach(job -> ids.add(id(job)));
        List<?> fresh = theirs.stream().filter(job -> !ids.contains(id(job))).toList();
        if (!fresh.isEmpty()) {
            jobs.addAll(fresh);
            Map<Object, @Nullable Object> all = new LinkedHashMap<>(here instanceof Map<?, ?> map ? map : Map.of());
            all.put("jobs", jobs);
            replace("cron/jobs.json", Json.write(here instanceof List<?> ? jobs : all));
        }
        report.count("cron/jobs.json", fresh.size(), theirs.size() - fresh.size(), words.say("import_cron"));
    }

    private static @Nullable Object id(@Nullable Object job) {
        return job instanceof Map<?, ?> map ? map.get("id") : job;
    }

    private static List<?> list(@Nullable Object jobs) {
        if (jobs instanceof List<?> list) {
            return list;
        }
        return jobs instanceof Map<?, ?> map && map.get("jobs") instanceof List<?> list ? list : List.of();
    }

    private List<String> boards() {
        List<String> boards = new ArrayList<>(List.of("kanban.db"));
        names(from.resolve("kanban/boards"), "").stream()
                .filter(slug -> slug.matches("[a-z0-9_-]{1,64}"))
                .forEach(slug -> boards.add("kanban/boards/" + slug + "/kanban.db"));
        return boards;
    }

    private void board(String name) throws IOException, SQLException {
        Path folder = PrivateFile.temporary(temporary, "board");
        Path copy = Sqlite.snapshot(from.resolve(name), folder);
        Set<Object> theirs = tasks(copy);
        Path ours = home.resolve(name);
        if (Files.exists(ours)) {
            Set<Object> missing = new HashSet<>(theirs);
            missing.removeAll(tasks(Sqlite.snapshot(ours, PrivateFile.temporary(temporary, "board"))));
            if (missing.isEmpty()) {
                report.count(name, 0, theirs.size(), "");
            } else {
                report.add(name, Report.State.KEPT, 0, 0, words.say("import_board_kept", missing.size()));
            }
            return;
        }
        Path whole = folder.resolve("whole.db");
        Sqlite.copy(copy, whole);
        PrivateFile.copy(whole, ours);
        report.add(name, Report.State.BROUGHT, theirs.size(), 0, "");
    }

    private static Set<Object> tasks(Path board) throws SQLException {
        Set<Object> ids = new HashSet<>();
        try (Connection connection = Sqlite.open(board)) {
            Sqlite.rows(connection, "SELECT id FROM tasks").forEach(row -> ids.add(String.valueOf(row.get("id"))));
        }
        return ids;
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = PrivateFile.temporary(temporary, "fresh").resolve("file");
        PrivateFile.copy(PrivateFile.create(fresh, text.getBytes(StandardCharsets.UTF_8)), home.resolve(name));
    }

    private static @Nullable Object json(Path file) throws IOException {
        String text = Files.readString(file);
        return text.isBlank() ? Map.of() : Json.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static Set<String> names(Path folder, String ending) {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(ending) && !name.startsWith("_"))
                        .forEach(names::add);
            } catch (IOException unreadable) {
                return names;
            }
        }
        return names;
    }
}
