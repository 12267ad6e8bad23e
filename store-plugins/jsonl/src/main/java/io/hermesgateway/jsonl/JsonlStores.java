package io.hermesgateway.jsonl;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Opens the store in the plugin's own folder. */
final class JsonlStores implements StoreFactory {
    private static final Duration CHECKPOINT = Duration.ofMinutes(1);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    @Override
    public String kind() {
        return "jsonl";
    }

    @Override
    public Store open(PluginContext context) {
        StoreFiles files = new StoreFiles(folder(context), boot());
        JsonlStore store = JsonlStore.open(
                files, quarantine(context), context.clock(), context.ids().next());
        context.tasks().every(CHECKPOINT, "checkpoint", store::checkpoint);
        return store;
    }

    /** Where the machine does not say which run this is, only what was synced is believed. */
    private static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException unknown) {
            return "";
        }
    }

    @Override
    public void restore(PluginContext context, Path backup) {
        Path folder = folder(context);
        try {
            Path fresh = folder.resolveSibling("restoring");
            Trees.delete(fresh);
            BackupZip.unpack(backup, fresh);
            if (Files.isDirectory(folder)) {
                quarantine(context).set(folder, "restored");
            }
            Files.move(fresh, folder);
        } catch (IOException failed) {
            throw new GatewayException(
                    KernelError.BAD_REQUEST,
                    "The backup " + backup + " cannot be put back: " + failed.getMessage(),
                    failed);
        }
    }

    private static Path folder(PluginContext context) {
        return context.folder().resolve("history");
    }

    private static Trees.Aside quarantine(PluginContext context) {
        Path folder = context.home().resolve("quarantine");
        InstantSource clock = context.clock();
        return (tree, why) -> Trees.setAside(tree, folder, why, clock);
    }
}
