package io.hermesgateway.cli.archive;

import io.hermesgateway.cli.data.PrivateFile;
import io.hermesgateway.cli.data.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies of everything in a home that belongs into an archive, except the state, which the store copies itself. */
public final class HomeCopy {
    private static final List<String> ROOTS = List.of("cron", "platforms", "kanban/boards");
    private static final List<String> FILES = List.of(
            "config.yaml", ".env", "webhook_subscriptions.json", "response_store.db", "kanban.db", "kanban/current");

    private final Path home;
    private final Path folder;
    private final Consumer<String> progress;

    /** @param folder where the copies go, for the owner only */
    public HomeCopy(Path home, Path folder, Consumer<String> progress) {
        this.home = home;
        this.folder = folder;
        this.progress = progress;
    }

    /** Makes the copies; the names of what is there now, the state included when it was put there before. */
    public List<String> take() throws IOException {
        for (String name : names()) {
            if (Part.of(name).isPresent()) {
                progress.accept(name);
                copy(name);
            }
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> Part.of(name).isPresent())
                    .sorted()
                    .toList();
        }
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>(FILES);
        for (String root : ROOTS) {
            if (Files.isDirectory(home.resolve(root))) {
                try (Stream<Path> all = Files.walk(home.resolve(root), 5)) {
                    all.map(file -> home.relativize(file).toString()).forEach(names::add);
                }
            }
        }
        return names.stream()
                .filter(name -> Files.isRegularFile(home.resolve(name)))
                .filter(name -> !name.matches(".*\\.(lock|tmp|new|db-wal|db-shm|db-journal)"))
                .toList();
    }

    private void copy(String name) throws IOException {
        Path target = folder.resolve(name);
        PrivateFile.folder(target.resolveSibling("."));
        if (Part.isDatabase(name)) {
            database(name, target);
        } else {
            PrivateFile.copy(home.resolve(name), target);
        }
    }

    /** In one piece, while others go on with it; then opened. */
    public void database(String name, Path target) throws IOException {
        try {
            Sqlite.copy(home.resolve(name), target);
        } catch (SQLException failed) {
            throw new IOException(name + ": " + failed.getMessage(), failed);
        }
        HomeArchive.checkDatabase(name, target);
    }

    /** Up to where the journal is in a copy of our state; zero where this cannot be told. */
    public static long position(Path state) {
        try (Connection copy = Sqlite.open(state)) {
            List<Map<String, @Nullable Object>> rows =
                    Sqlite.rows(copy, "SELECT value FROM meta WHERE key = 'applied'");
            return rows.isEmpty()
                    ? 0
                    : Long.parseLong(String.valueOf(rows.get(0).get("value")));
        } catch (SQLException | NumberFormatException unknown) {
            return 0;
        }
    }
}
