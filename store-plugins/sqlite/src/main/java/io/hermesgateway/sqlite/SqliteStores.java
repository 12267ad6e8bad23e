package io.hermesgateway.sqlite;

import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.sql.Databases;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import io.hermesgateway.sqlite.heal.Healer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the store and the databases of a home. */
final class SqliteStores implements StoreFactory {
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

    private final Consumer<String> news;
    private volatile @Nullable SqliteDatabases databases;

    /** @param news is told each repair, in words for people */
    SqliteStores(Consumer<String> news) {
        this.news = news;
    }

    @Override
    public String kind() {
        return "sqlite";
    }

    @Override
    public void inspect(PluginContext context) {
        Path path = context.home().resolve("state.db");
        if (!Healer.isDamaged(context, path, StateSchema.schema())) {
            Ownership.check(path, StateSchema.schema(), opener(backups(context, "state-backups.tsv"), false));
        }
    }

    /** Returns before the file is open: an idle start does not wait for it, and the feed has time. */
    @Override
    public Store open(PluginContext context) {
        Path path = context.home().resolve("state.db");
        Backups backups = backups(context, "state-backups.tsv");
        Healer healer = new Healer(context, backups::newestFirst, news);
        DatabaseFile file = new DatabaseFile(path, StateSchema.schema(), opener(backups, false), healer);
        SqliteStore store = new SqliteStore(
                file,
                backups,
                context.tasks(),
                () -> new SqliteStore.Words(healer.trouble(path), healer.lastRepair(path)),
                position -> healer.applied(path, position),
                this::closeDatabases);
        SqliteDatabases closedWithTheLast = databases;
        if (closedWithTheLast != null) {
            closedWithTheLast.reopen();
        }
        store.begin();
        healer.watch(file);
        return store;
    }

    @Override
    public void restore(PluginContext context, Path backup) {
        new Restoring(
                        opener(backups(context, "state-backups.tsv"), false),
                        context.home().resolve("quarantine"))
                .restore(
                        backup,
                        context.home().resolve("state.db"),
                        StateSchema.schema(),
                        context.clock().instant());
    }

    @Override
    public Optional<Databases> databases(PluginContext context) {
        Backups backups = backups(context, "database-backups.tsv");
        Opener opener = opener(backups, true);
        Healer healer = new Healer(context, backups::newestFirst, news);
        SqliteDatabases made = new SqliteDatabases(context.home(), opener, backups, context.clock(), (path, schema) -> {
            DatabaseFile file = new DatabaseFile(path, schema, opener, healer);
            healer.watch(file);
            return file;
        });
        databases = made;
        context.tasks().every(BETWEEN_LOOKS, "daily copies of databases", made::backUp);
        return Optional.of(made);
    }

    private static Backups backups(PluginContext context, String list) {
        return new Backups(context.home().resolve("backups"), context.folder().resolve(list), context.clock());
    }

    private static Opener opener(Backups backups, boolean durable) {
        return new Opener(
                Places.REAL,
                durable,
                BUSY,
                (path, link, opener) -> backups.copy(link, opener, backups.next(path, "-before-migration")));
    }

    private void closeDatabases() {
        SqliteDatabases now = databases;
        if (now != null) {
            now.close();
        }
    }
}
