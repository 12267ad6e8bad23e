package io.hermesgateway.spi.store;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.sql.Databases;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a store. Which one is the primary is the setting {@code store.kind}. */
public interface StoreFactory {
    /** The value of {@code store.kind}: {@code sqlite}, {@code jsonl}, {@code postgres}. */
    String kind();

    default SettingsSpec settings() {
        return SettingsSpec.none();
    }

    /**
     * Looks at the home before anything in it is opened; asked once in the life of the process. Throws
     * {@code home_in_use} with a sentence when what the store would open belongs to another program, or to a newer
     * version of this one: a gateway that is starting ends then, and nothing was touched.
     */
    default void inspect(PluginContext context) {}

    /** Opens the store. May take as long as a migration or a repair needs; it reports through its health. */
    Store open(PluginContext context);

    /**
     * Puts a backup that a store of this factory has written in the place of the store, whose files are set aside and not
     * deleted. Called while no store of this factory is open, and never twice at a time. Throws a sentence when the
     * backup cannot be read; then the store is as it was.
     */
    default void restore(PluginContext context, Path backup) {
        throw new GatewayException(KernelError.BAD_REQUEST, "The store '" + kind() + "' cannot be restored.");
    }

    /** Named SQL databases, where this store offers them; opened apart from the store itself. */
    default Optional<Databases> databases(PluginContext context) {
        return Optional.empty();
    }

    /** A journal for clusters, where this store offers one. */
    default Optional<JournalStore> journal(PluginContext context) {
        return Optional.empty();
    }
}
