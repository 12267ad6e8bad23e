package io.hermesgateway.spi.store;

import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.sql.Databases;
import java.util.Optional;

/** Makes a store. Which one is the primary is the setting {@code store.kind}. */
public interface StoreFactory {
    /** The value of {@code store.kind}: {@code sqlite}, {@code jsonl}, {@code postgres}. */
    String kind();

    default SettingsSpec settings() {
        return SettingsSpec.none();
    }

    /** Opens the store. May take as long as a migration or a repair needs; it reports through its health. */
    Store open(PluginContext context);

    /** Named SQL databases, where this store offers them; opened apart from the store itself. */
    default Optional<Databases> databases(PluginContext context) {
        return Optional.empty();
    }

    /** A journal for clusters, where this store offers one. */
    default Optional<JournalStore> journal(PluginContext context) {
        return Optional.empty();
    }
}
