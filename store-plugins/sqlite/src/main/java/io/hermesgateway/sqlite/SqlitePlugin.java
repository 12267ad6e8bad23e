package io.hermesgateway.sqlite;

import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.store.StoreFactory;
import io.hermesgateway.sqlite.heal.RepairNews;
import java.util.List;

/** The front door. */
public final class SqlitePlugin implements Plugin {
    private final RepairNews news = new RepairNews();

    @Override
    public List<StoreFactory> stores() {
        return List.of(new SqliteStores(news));
    }

    @Override
    public List<ServiceFactory> services() {
        return List.of(news);
    }
}
