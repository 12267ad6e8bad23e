package io.hermesgateway.core.host;

import io.hermesgateway.spi.agent.AgentFactory;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.store.StoreFactory;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;

/** What came out of a plugin's front door, asked once. */
public record Offers(
        List<PlatformFactory> platforms,
        List<StoreFactory> stores,
        List<AgentFactory> agents,
        List<ToolFactory> tools,
        List<ServiceFactory> services) {

    static final Offers NONE = new Offers(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Foreign code, to be called under guard. */
    static Offers of(Plugin plugin) {
        return new Offers(
                checked("platforms", plugin.platforms()),
                checked("stores", plugin.stores()),
                checked("agents", plugin.agents()),
                checked("tools", plugin.tools()),
                checked("services", plugin.services()));
    }

    private static <T> List<T> checked(String door, List<T> offered) {
        for (T one : nonNull(door, offered)) {
            nonNull(door, one);
        }
        return List.copyOf(offered);
    }

    private static <T> T nonNull(String door, T thing) {
        if (thing == null) {
            throw new IllegalStateException(door + "() gave null");
        }
        return thing;
    }

    /** One word for listings. */
    String kind() {
        if (!platforms.isEmpty()) {
            return "platform";
        }
        if (!stores.isEmpty()) {
            return "store";
        }
        if (!agents.isEmpty()) {
            return "agent";
        }
        return tools.isEmpty() ? "service" : "tools";
    }
}
