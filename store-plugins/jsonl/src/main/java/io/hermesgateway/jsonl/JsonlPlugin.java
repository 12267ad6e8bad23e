package io.hermesgateway.jsonl;

import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.store.StoreFactory;
import java.util.List;

/** The front door. */
public final class JsonlPlugin implements Plugin {
    @Override
    public List<StoreFactory> stores() {
        return List.of(new JsonlStores());
    }
}
