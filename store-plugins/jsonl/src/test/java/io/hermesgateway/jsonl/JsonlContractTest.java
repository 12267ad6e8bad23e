package io.hermesgateway.jsonl;

import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.store.StoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class JsonlContractTest extends StoreContract {
    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path home;

    private Store store;
    private int opened;

    private Store open(Path folder) {
        return JsonlStore.open(
                new StoreFiles(folder, "b1"),
                (tree, why) -> Trees.setAside(tree, home.resolve("quarantine"), why, clock),
                clock,
                "instance " + ++opened);
    }

    @BeforeEach
    void begin() {
        store = open(home.resolve("history"));
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected Store reopened() {
        store.close();
        begin();
        return store;
    }

    @Override
    protected Store opened(Path backup) {
        try {
            Path folder = home.resolve("copy");
            BackupZip.unpack(backup, folder);
            return open(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
