package io.hermesgateway.core.feed;

import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.store.StoreContract;

class FakeStoreTest extends StoreContract {
    private final FakeStore store = new FakeStore();

    @Override
    protected Store store() {
        return store;
    }
}
