package io.hermesgateway.sqlite.heal;

import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.sql.Databases.Migration;
import io.hermesgateway.sqlite.DatabaseFile;
import io.hermesgateway.sqlite.Opener;
import io.hermesgateway.sqlite.Places;
import io.hermesgateway.sqlite.Schema;
import io.hermesgateway.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A home with databases that are looked after, as a plugin has it; time stands still unless it is moved. */
final class Ward implements PluginContext {
    final ManualClock clock = new ManualClock();
    final List<String> news = new CopyOnWriteArrayList<>();
    final List<Path> spares = new ArrayList<>();
    final Healer healer;
    private final Path home;
    private final List<Runnable> repeated = new CopyOnWriteArrayList<>();

    Ward(Path home) {
        this.home = home;
        this.healer = new Healer(this, database -> List.copyOf(spares), news::add);
    }

    /** A database with the tables of the sample. */
    static Schema schema() {
        List<String> statements =
                Stream.of(Sample.SCHEMA.split(";\\s*\n")).map(String::strip).toList();
        return new Schema(Schema.OURS, false, List.of(new Migration(1, Schema.DIALECT, statements)));
    }

    DatabaseFile file(String name, Schema schema) {
        Opener opener = new Opener(Places.REAL, false, Duration.ofMillis(200), Opener.BeforeMigration.NOTHING);
        DatabaseFile file = new DatabaseFile(home.resolve(name), schema, opener, healer);
        healer.watch(file);
        return file;
    }

    /** What is done every few seconds, once. */
    void look() {
        repeated.forEach(Runnable::run);
    }

    List<String> quarantine() throws IOException {
        Path folder = home.resolve("quarantine");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Override
    public Tasks tasks() {
        return new Tasks() {
            @Override
            public Registration run(String name, Runnable task) {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                thread.start();
                return () -> {};
            }

            @Override
            public Registration after(Duration delay, String name, Runnable task) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Registration every(Duration pause, String name, Runnable task) {
                repeated.add(task);
                return () -> repeated.remove(task);
            }
        };
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public Path folder() {
        try {
            return Files.createDirectories(home.resolve("plugin-data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public String pluginId() {
        return "store-sqlite";
    }

    @Override
    public Settings settings() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Ids ids() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registry registry() {
        throw new UnsupportedOperationException();
    }
}
