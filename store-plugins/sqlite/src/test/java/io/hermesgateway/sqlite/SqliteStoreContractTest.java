package io.hermesgateway.sqlite;

import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.store.StoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SqliteStoreContractTest extends StoreContract {
    @TempDir
    private Path home;

    private @Nullable TestHome place;
    private @Nullable Store store;

    private TestHome place() {
        TestHome now = place == null ? new TestHome(home) : place;
        place = now;
        return now;
    }

    @Override
    protected Store store() {
        Store now = store == null ? place().open() : store;
        store = now;
        return now;
    }

    @Override
    protected Store reopened() {
        store().close();
        store = null;
        return store();
    }

    @Override
    protected Store opened(Path backup) {
        try {
            Path other = Files.createDirectory(home.resolve("other"));
            Files.copy(backup, other.resolve("state.db"));
            return place().at(other).open();
        } catch (java.io.IOException refused) {
            throw new java.io.UncheckedIOException(refused);
        }
    }

    @AfterEach
    void close() {
        store().close();
        place().close();
    }
}
