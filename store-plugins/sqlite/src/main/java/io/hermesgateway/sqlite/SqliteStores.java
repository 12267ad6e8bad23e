package io.hermesgateway.sqlite;

import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import io.hermesgateway.sqlite.heal.Healer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Makes the store of a home. */
final class SqliteStores implements StoreFactory {
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final Consumer<String> news;

    SqliteStores(Consumer<String> news) {
        this.news = news;
    }

    @Override
    public String kind() {
        return "sqlite";
    }

    /** Returns before the file is open: an idle start does not wait for it, and the feed has time. */
    @Override
    public Store open(PluginContext context) {
        Backups backups = new Backups(
                context.home().resolve("backups"), context.folder().resolve("state-backups.tsv"), context.clock());
        Opener opener = new Opener(Places.REAL, false, BUSY, copies(backups));
        Path path = context.home().resolve("state.db");
        Healer healer = new Healer(context, backups::newestFirst, news);
        DatabaseFile file = new DatabaseFile(path, StateSchema.schema(), opener, healer);
        SqliteStore store = new SqliteStore(file, backups, context.tasks(), () -> healer.lastRepair(path));
        store.begin();
        healer.watch(file);
        return store;
    }

    private static Opener.BeforeMigration copies(Backups backups) {
        return (path, link, opener) -> backups.copy(link, opener, backups.next(path, "-before-migration"));
    }
}
