package io.hermesgateway.core.feed;

import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.store.FeedContract;

class FakeStoreTest extends FeedContract {
    private final FakeStore store = new FakeStore();

    @Override
    protected Store store() {
        return store;
    }
}
